import Foundation
import Glibc
import Testing

/// What systemd would hear of a daemon: a socket in the place of its own (sd_notify(3)).
final class NotifySocket: Sendable {
  /// The messages that came.
  let told = Awaited<String>()
  private let path: String
  private let descriptor: Int32

  /// Begins to listen.
  ///
  /// - Parameter folder: where the socket stands.
  init(in folder: String) throws {
    path = folder + "/notify"
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
    let (opened, told) = (descriptor, self.told)
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = recv(opened, &buffer, buffer.count, 0)
        guard count > 0 else { return }
        told.add(String(decoding: buffer[..<count], as: UTF8.self))
      }
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// What a daemon finds in its environment.
  var environment: [String] { ["NOTIFY_SOCKET=\(path)", "WATCHDOG_USEC=5000000"] }

  /// Whether the watchdog is fed from now on, so many times.
  func isFed(times: Int = 1) async -> Bool {
    for _ in 0..<times {
      if await told.first(from: told.count, where: { $0 == "WATCHDOG=1" }) == nil { return false }
    }
    return true
  }

  /// Waits for one message that may still come, for some seconds.
  func letOneCome(within seconds: Double) async {
    _ = await told.first(from: told.count, within: seconds) { _ in true }
  }

  /// Whether nothing comes for as long as systemd would wait before it restarts the daemon.
  func isSilent() async -> Bool { await told.first(from: told.count, within: 5) { _ in true } == nil }
}
