import BrokerFixture
import Foundation
import Synchronization
import Testing

/// A server in Python, and what it was asked.
final class WebServer: Sendable {
  let port: Int
  private let process: ChildProcess
  private let text = Mutex("")

  init(_ arguments: [String] = []) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "server.py")
    process = try ChildProcess(["python3", script.path(percentEncoded: false)] + arguments)
    port = try #require(process.nextLine(before: .now + .seconds(60)).flatMap { Int($0) })
  }

  var requests: [String] {
    text.withLock { text in
      text += process.remainingOutput()
      return text.split(separator: "\n").map(String.init)
    }
  }
}
