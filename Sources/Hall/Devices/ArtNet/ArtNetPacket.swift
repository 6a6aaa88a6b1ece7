/// The packets of Art-Net 4 (Artistic Licence, protocol release V1.4) that a controller sends and answers.
enum ArtNetPacket {
  static let port: UInt16 = 0x1936
  static let identifier: [UInt8] = Array("Art-Net".utf8) + [0]
  static let version: [UInt8] = [0, 14]

  /// Operation codes; they travel with the low octet first.
  enum Operation: UInt16 {
    case poll = 0x2000
    case pollReply = 0x2100
    case levels = 0x5000
    case synchronization = 0x5200
  }

  /// ArtSync: nodes show what they have.
  static let synchronization = head(.synchronization) + version + [0, 0]

  static func head(_ operation: Operation) -> [UInt8] {
    identifier + [UInt8(operation.rawValue & 0xff), UInt8(operation.rawValue >> 8)]
  }

  /// Whether a packet is an ArtPoll of this protocol's version or a later one.
  static func isPoll(_ octets: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(octets)
    return bytes.count >= 14 && bytes.starts(with: head(.poll)) && bytes[11] >= 14
  }

  /// The port-address of a universe: universe 1 is port-address 0, as most desks count.
  static func portAddress(of universe: Int) -> Int { max(0, min(32767, universe - 1)) }
}

/// An ArtDmx packet of 512 slots: made once, then only its numbers and levels change.
struct ArtDmxPacket: Hashable, Sendable {
  /// 530 octets, as they go out.
  private(set) var octets: [UInt8]

  /// A packet of a universe, dark.
  ///
  /// - Parameter portAddress: 0 to 32767: net in the upper seven bits, sub-net and universe in the lower eight.
  init(portAddress: Int) {
    octets = ArtNetPacket.head(.levels) + ArtNetPacket.version
    octets += [0, 0, UInt8(portAddress & 0xff), UInt8(portAddress >> 8 & 0x7f), 0x02, 0x00]
    octets += [UInt8](repeating: 0, count: 512)
  }

  /// Takes the next sequence number, 1 to 255 (0 would say that there is none), and these levels.
  mutating func next(_ slots: [UInt8]) {
    octets[12] = octets[12] == 255 ? 1 : octets[12] + 1
    for index in 0..<min(512, slots.count) { octets[18 + index] = slots[index] }
  }
}
