import Foundation
import Show
import Testing

/// The wall clock of one daemon, set by the test while it runs: a small library in front of the system's, told by a file
/// (`Tests/ClockShim`). The boot clock stays the machine's.
final class SetClock: Sendable {
  private let file: String

  /// Makes a clock.
  ///
  /// - Parameters:
  ///   - folder: where its file stands.
  ///   - time: what it says from now on, on 10 June 2025 in Paris: `09:00:00`.
  init(in folder: String, saying time: String) throws {
    file = folder + "/clock"
    _ = FileManager.default.createFile(atPath: file, contents: Data(count: 8))
    try set(to: time)
  }

  /// Sets it.
  ///
  /// - Parameters:
  ///   - time: what it says from now on, as at first.
  ///   - day: the day of June 2025.
  func set(to time: String, on day: Int = 10) throws {
    let wall = try #require(WallInstant(rfc3339: "2025-06-\(day)T\(time)+02:00"))
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    let nanoseconds = (wall.milliseconds - now) * 1_000_000
    // In place: the daemon has the file's page.
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.write(contentsOf: withUnsafeBytes(of: nanoseconds) { Data($0) })
    try handle.close()
  }

  /// What the daemon finds in its environment.
  var environment: [String] { ["LD_PRELOAD=\(DaemonChild.program("libclock-shim.so"))", "CLOCK_SHIM=\(file)"] }
}
