import BrokerFixture
import Foundation
import Glibc
import Onirica
import Screens
import Testing

/// A Wayland compositor without a screen, by Weston's headless backend, gone with its owner. Windows fill it.
final class VirtualCompositor: Sendable {
  /// The name of its socket in its folder.
  static let socket = "wayland-test"
  /// Whether Weston is here, with its client that takes pictures of what is seen.
  static var isThere: Bool {
    ["weston", "weston-screenshooter"].allSatisfy { access("/usr/bin/\($0)", X_OK) == 0 }
  }

  /// Where its socket lies: what clients know as `XDG_RUNTIME_DIR`.
  let folder: String
  private let server: ChildProcess

  /// Starts it, and waits until it takes clients.
  init(width: Int, height: Int) throws {
    folder = NSTemporaryDirectory() + "wayland-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // `--debug` lets any client take pictures of what is seen.
    server = try ChildProcess([
      "env", "XDG_RUNTIME_DIR=\(folder)", "weston", "--backend=headless-backend.so", "--use-pixman", "--no-config",
      "--width=\(width)", "--height=\(height)", "--socket=\(Self.socket)", "--shell=kiosk-shell.so", "--idle-time=0",
      "--debug",
    ])
    let end = ContinuousClock.now + .seconds(60)
    var lines: [String] = []
    while let line = server.nextLine(before: end) {
      lines.append(line)
      if line.contains("kiosk-shell") { break }
    }
    while FileManager.default.fileExists(atPath: "\(folder)/\(Self.socket)") == false {
      guard ContinuousClock.now < end else {
        throw VirtualDisplay.StartFault(description: "Weston does not start: \(lines)")
      }
      sched_yield()
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Kills it, as a crash would.
  func kill() { server.end() }

  /// What is seen: 0x00RRGGBB, row by row; nothing where no picture could be taken.
  func screenshot() throws -> [UInt32]? {
    let shots = "\(folder)/shots"
    try FileManager.default.createDirectory(atPath: shots, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: shots) }
    try ChildProcess.run([
      "env", "-C", shots, "XDG_RUNTIME_DIR=\(folder)", "WAYLAND_DISPLAY=\(Self.socket)", "weston-screenshooter",
    ])
    guard let name = try FileManager.default.contentsOfDirectory(atPath: shots).first else { return nil }
    let frame = try PNGFile.read("\(shots)/\(name)")
    return (0..<frame.height).flatMap { y in (0..<frame.width).map { frame[$0, y] & 0xffffff } }
  }
}
