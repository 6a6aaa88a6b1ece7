import BrokerFixture
import Foundation
import Glibc

/// A `regied` of one test: a child process, its log drained line by line.
final class DaemonChild: Sendable {
  let process: ChildProcess
  /// The lines of its log; the last one is empty: it has ended.
  let log = Awaited<String>()

  /// The programs that are built with the tests lie beside them.
  static func program(_ name: String) -> String {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/" + name
  }

  /// Starts one.
  init(_ words: [String], environment: [String] = []) throws {
    process = try ChildProcess(["env"] + environment + [Self.program("regied")] + words)
    let (descriptor, log) = (dup(process.output), self.log)
    Thread.detachNewThread {
      var rest: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        rest += buffer[..<count]
        while let end = rest.firstIndex(of: 10) {
          log.add(String(decoding: rest[..<end], as: UTF8.self))
          rest.removeSubrange(...end)
        }
      }
      close(descriptor)
      log.add("")
    }
  }

  /// Ends it at once.
  func kill() { process.end() }

  /// Asks it to end, and waits.
  ///
  /// - Returns: its exit code.
  func stop() -> Int32 {
    process.send(SIGTERM)
    return process.wait()
  }
}
