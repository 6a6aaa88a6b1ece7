import Endings
import Glibc

/// A socket that sends datagrams to one place, and hears nothing.
///
/// Unsafe: walks the list of addresses that the resolver owns, and copies the first one out of it.
final class DatagramSocket: Sendable {
  private let descriptor: Int32
  private let address: [UInt8]

  /// Opens a socket.
  ///
  /// - Throws: a fault, 69, where the host has no address.
  init(to place: HostPort) throws {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(place.host, String(place.port), &hints, &list) == 0, let first = list?.pointee,
      let bytes = UnsafeRawPointer(first.ai_addr)
    else { throw CommandFault(.unreachable, "the host has no address: give HOST:PORT, for example 127.0.0.1:7000") }
    defer { freeaddrinfo(list) }
    address = [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(first.ai_addrlen)))
    descriptor = socket(first.ai_family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw CommandFault(.inputOutput, String(cString: strerror(errno))) }
  }

  deinit { close(descriptor) }

  /// Sends a datagram; what nobody receives is lost, as datagrams are.
  func send(_ bytes: [UInt8]) {
    address.withUnsafeBytes { raw in
      guard let name = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return }
      _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT), name, socklen_t(raw.count))
    }
  }
}
