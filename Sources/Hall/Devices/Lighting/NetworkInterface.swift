import Glibc

/// The networks that this machine is on.
///
/// Unsafe: reads the system's list of addresses, and frees it.
public enum NetworkInterface {
  /// The broadcast address of the network on which this machine has an address.
  ///
  /// - Parameters:
  ///   - address: this machine's address on it, the first part in the highest bits.
  ///   - port: the UDP port.
  /// - Returns: nothing where this machine has no such address, or that network no broadcast.
  public static func broadcast(of address: UInt32, port: UInt16) -> IPv4Endpoint? {
    guard address != 0 else { return nil }
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var next = list
    while let entry = next?.pointee {
      next = entry.ifa_next
      guard number(entry.ifa_addr) == address, let mask = number(entry.ifa_netmask) else { continue }
      return IPv4Endpoint(address: address | ~mask, port: port)
    }
    return nil
  }

  private static func number(_ name: UnsafeMutablePointer<sockaddr>?) -> UInt32? {
    guard let name, name.pointee.sa_family == sa_family_t(AF_INET) else { return nil }
    return name.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt32(bigEndian: $0.pointee.sin_addr.s_addr) }
  }
}
