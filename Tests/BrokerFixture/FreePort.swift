import Foundation
import Glibc
import Synchronization

/// Ports of 127.0.0.1 for servers of tests.
///
/// The kernel gives a client that connects any free port of a range of its own. A port of that range that was free a
/// moment ago can belong to some client when the server asks for it, or asks for it again after it was killed. So
/// ports are taken below that range, and each once in a process. Sockets of tests close when a child is started: one
/// that a child inherits keeps its port from everybody.
public enum FreePort {
  private static let taken = Mutex<Set<Int>>([])

  /// Takes a port on which nobody listens.
  ///
  /// - Returns: the port's number, given to nobody else in this process.
  /// - Throws: `PrivateBroker.Fault` when none of a thousand was free.
  public static func take() throws -> Int {
    let candidates = 10_000..<lowestOfClients()
    for _ in 0..<1000 {
      let port = Int.random(in: candidates)
      guard taken.withLock({ $0.insert(port).inserted }), canListen(on: port) else { continue }
      return port
    }
    throw PrivateBroker.Fault(description: "no free port in \(candidates)")
  }

  /// The first port that the kernel gives to clients.
  private static func lowestOfClients() -> Int {
    let range = try? String(contentsOfFile: "/proc/sys/net/ipv4/ip_local_port_range", encoding: .ascii)
    let lowest = range?.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
    return max(lowest ?? 32_768, 11_000)
  }

  private static func canListen(on port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
