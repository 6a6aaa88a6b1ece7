/// What a controller answers an ArtPoll with: who it is, and which port-addresses it feeds, four a packet.
enum ArtPollReply {
  /// Octets of a packet.
  static let length = 239
  /// OemUnknown: this program has no code of its own.
  private static let oem: [UInt8] = [0x00, 0xff]
  /// StController.
  private static let controller: UInt8 = 0x01

  /// The packets of a reply.
  ///
  /// - Parameters:
  ///   - address: this machine's IPv4 address.
  ///   - name: what people read; 17 octets of it as the short name, 63 as the long one.
  ///   - portAddresses: the port-addresses fed, in any order.
  /// - Returns: one packet for each four of a net and sub-net; one without ports where nothing is fed.
  static func packets(address: UInt32, name: String, portAddresses: [Int]) -> [[UInt8]] {
    let switches = Dictionary(grouping: Set(portAddresses), by: { $0 >> 4 }).sorted { $0.key < $1.key }
    let groups: [(top: Int, ports: [Int])] = switches.flatMap { top, addresses in
      let sorted = addresses.sorted()
      return stride(from: 0, to: sorted.count, by: 4).map { (top, Array(sorted[$0..<min($0 + 4, sorted.count)])) }
    }
    let all = groups.isEmpty ? [(top: 0, ports: [])] : groups
    return all.prefix(255).enumerated().map { index, group in
      packet(address, name, top: group.top, ports: group.ports, bindIndex: UInt8(index + 1))
    }
  }

  private static func packet(_ address: UInt32, _ name: String, top: Int, ports: [Int], bindIndex: UInt8) -> [UInt8] {
    let host = [24, 16, 8, 0].map { UInt8(address >> UInt32($0) & 0xff) }
    var octets = ArtNetPacket.head(.pollReply) + host
    octets += [UInt8(ArtNetPacket.port & 0xff), UInt8(ArtNetPacket.port >> 8), 0, 1]
    octets += [UInt8(top >> 4 & 0x7f), UInt8(top & 0x0f)] + oem + [0, 0xd0, 0, 0]
    octets += text(name, 18) + text(name, 64) + text("#0001 [0000] Régie: ready", 64)
    octets += [0, UInt8(ports.count)]
    // Each port can put DMX512 onto Art-Net (bit 6), and does (GoodInput, bit 7).
    octets += padded(ports.map { _ in 0x40 }) + padded(ports.map { _ in 0x80 }) + [0, 0, 0, 0]
    octets += padded(ports.map { UInt8($0 & 0x0f) }) + [0, 0, 0, 0]
    octets += [100, 0, 0, 0, 0, 0, controller] + [UInt8](repeating: 0, count: 6) + host + [bindIndex]
    // Status2, bit 3: port-addresses of 15 bits. The rest is nothing that a controller has.
    octets += [0x08]
    return octets + [UInt8](repeating: 0, count: length - octets.count)
  }

  private static func padded(_ octets: [UInt8]) -> [UInt8] {
    octets + [UInt8](repeating: 0, count: 4 - octets.count)
  }

  /// A text that ends with a zero, cut at the end of a character.
  private static func text(_ text: String, _ count: Int) -> [UInt8] {
    var octets: [UInt8] = []
    for character in text where octets.count + character.utf8.count < count { octets += Array(character.utf8) }
    return octets + [UInt8](repeating: 0, count: count - octets.count)
  }
}
