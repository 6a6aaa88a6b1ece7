import BrokerFixture
import Foundation
import Glibc

/// A server that says to each client what a test tells it, for what mosquitto does not do.
final class FakeBroker: Sendable {
  let port: Int
  private let listener: Int32

  /// - Parameter answers: written to each client one after the other once it has sent its CONNECT.
  init(answers: [[UInt8]]) throws {
    port = try FreePort.take()
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0, listen(listener, 8) == 0 else {
      throw PrivateBroker.Fault(description: "no fake broker: \(String(cString: strerror(errno)))")
    }
    let own = listener
    Thread.detachNewThread {
      while true {
        let client = accept(own, nil, nil)
        guard client >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        _ = read(client, &buffer, buffer.count)
        for answer in answers { _ = write(client, answer, answer.count) }
        // Until the client closes, or for ever where it does not.
        Thread.detachNewThread {
          var rest = [UInt8](repeating: 0, count: 4096)
          while read(client, &rest, rest.count) > 0 {}
          close(client)
        }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }
}
