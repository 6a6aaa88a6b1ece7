import Glibc

/// The words of a system's error.
public enum SystemError {
  /// What an `errno` says.
  public static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// An IPv4 address and a UDP port.
public struct IPv4Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// The address, its first part in the highest bits.
  public var address: UInt32
  /// The UDP port.
  public var port: UInt16

  /// An address and a port.
  public init(address: UInt32, port: UInt16) { (self.address, self.port) = (address, port) }

  /// Reads `A.B.C.D` or `A.B.C.D:PORT`; nothing if the text is not of that form.
  public init?(_ text: String, port usualPort: UInt16) {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4, let port = halves.count == 1 ? usualPort : UInt16(halves[1]) else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let part else { return nil }
      address = address << 8 | UInt32(part)
    }
    self.init(address: address, port: port)
  }

  /// The address alone, `A.B.C.D`.
  public var host: String {
    [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xff) }.joined(separator: ".")
  }
  /// As `A.B.C.D:PORT`.
  public var description: String { "\(host):\(port)" }
}

/// A UDP socket over IPv4 that never waits, unless it is told how long.
///
/// Unsafe: hands addresses and bytes to calls of the system that are done with them when they return.
public final class DatagramSocket: Sendable {
  private let descriptor: Int32

  /// Opens a socket that may broadcast, and whose multicast reaches this machine's own programs too.
  ///
  /// - Parameters:
  ///   - hops: how many routers multicast may pass, 0 to 255.
  ///   - interface: this machine's address on the network that multicast goes out to; that of the default route unless
  ///     given.
  /// - Throws: ``LineFault/socket(_:)``, or ``LineFault/interface(_:)`` where this machine has no such address.
  public init(hops: UInt8 = 16, interface: UInt32 = 0) throws(LineFault) {
    let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw .socket(errno) }
    set(SOL_SOCKET, SO_BROADCAST, 1)
    set(Int32(IPPROTO_IP), IP_MULTICAST_TTL, Int32(hops))
    set(Int32(IPPROTO_IP), IP_MULTICAST_LOOP, 1)
    if interface != 0 {
      var address = in_addr(s_addr: interface.bigEndian)
      let result = setsockopt(
        descriptor, Int32(IPPROTO_IP), IP_MULTICAST_IF, &address, socklen_t(MemoryLayout<in_addr>.size))
      guard result == 0 else { throw .interface(interface) }
    }
    // A frame of 64 universes goes out in one burst.
    set(SOL_SOCKET, SO_SNDBUF, 1 << 20)
  }

  deinit { close(descriptor) }

  private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Takes a port, beside others that take the same one.
  ///
  /// - Throws: ``LineFault/socket(_:)``.
  public func bind(_ endpoint: IPv4Endpoint) throws(LineFault) {
    set(SOL_SOCKET, SO_REUSEADDR, 1)
    var name = Self.name(endpoint)
    let result = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw .socket(errno) }
  }

  /// The port that the socket has.
  public var port: UInt16 {
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    return UInt16(bigEndian: name.sin_port)
  }

  /// Hears what is sent to a multicast group, on the interface of the default route or of an address of this machine.
  ///
  /// - Returns: 0, or the `errno` that says why not.
  public func join(group: UInt32, interface: UInt32 = 0) -> Int32 {
    var request = ip_mreq(
      imr_multiaddr: in_addr(s_addr: group.bigEndian), imr_interface: in_addr(s_addr: interface.bigEndian))
    let result = setsockopt(
      descriptor, Int32(IPPROTO_IP), IP_ADD_MEMBERSHIP, &request, socklen_t(MemoryLayout<ip_mreq>.size))
    return result == 0 ? 0 : errno
  }

  /// Sends a datagram; what does not fit into the system's queue is dropped.
  ///
  /// - Returns: 0, or the `errno` that says why it did not go out.
  public func send(_ bytes: [UInt8], to endpoint: IPv4Endpoint) -> Int32 {
    var name = Self.name(endpoint)
    let sent = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return sent < 0 ? errno : 0
  }

  /// Waits for a datagram.
  ///
  /// - Parameters:
  ///   - buffer: where it goes; longer ones are cut.
  ///   - milliseconds: how long to wait at most; -1 is without end.
  /// - Returns: how many bytes came, and from where; nothing if none came.
  public func receive(into buffer: inout [UInt8], within milliseconds: Int32) -> (count: Int, from: IPv4Endpoint)? {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) == 1 else { return nil }
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let capacity = buffer.count
    let count = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        recvfrom(descriptor, &buffer, capacity, 0, $0, &length)
      }
    }
    guard count >= 0 else { return nil }
    return (
      count, IPv4Endpoint(address: UInt32(bigEndian: name.sin_addr.s_addr), port: UInt16(bigEndian: name.sin_port))
    )
  }

  private static func name(_ endpoint: IPv4Endpoint) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = endpoint.port.bigEndian
    name.sin_addr = in_addr(s_addr: endpoint.address.bigEndian)
    return name
  }
}
