/// The numbers of ANSI E1.31-2018 (tables 4-1 to 4-6, 8-9, appendix A).
enum SACNWire {
  static let port: UInt16 = 5568
  static let identifier: [UInt8] = Array("ASC-E1.17".utf8) + [0, 0, 0]
  static let discoveryUniverse = 64214
  static let mostUniversesOfPage = 512

  /// VECTOR_ROOT_E131_DATA and VECTOR_ROOT_E131_EXTENDED.
  static let rootData: UInt32 = 4
  static let rootExtended: UInt32 = 8
  /// VECTOR_E131_DATA_PACKET.
  static let framingData: UInt32 = 2
  /// VECTOR_E131_EXTENDED_SYNCHRONIZATION and VECTOR_E131_EXTENDED_DISCOVERY.
  static let framingSynchronization: UInt32 = 1
  static let framingDiscovery: UInt32 = 2
  /// VECTOR_UNIVERSE_DISCOVERY_UNIVERSE_LIST.
  static let universeList: UInt32 = 1

  /// Options of a data packet, bits of octet 112.
  static let preview: UInt8 = 0x80
  static let terminated: UInt8 = 0x40

  /// The multicast group of a universe, `239.255.HIGH.LOW` (9.3.1).
  static func group(of universe: Int) -> UInt32 { 0xefff_0000 | UInt32(universe & 0xffff) }

  /// The root layer (octets 0 to 37) of a packet of so many octets.
  static func root(_ vector: UInt32, length: Int, _ component: ComponentID) -> [UInt8] {
    [0, 0x10, 0, 0] + identifier + lengthField(length - 16) + bytes(vector) + component.bytes
  }

  /// Flags 0x7 and a length of 12 bits, of the layer from its first octet on.
  static func lengthField(_ length: Int) -> [UInt8] { bytes(UInt16(0x7000 | length & 0x0fff)) }

  /// A name in 64 octets, cut at the end of a character, filled with zeros; the last octet is always zero (6.2.2).
  static func name(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    for character in text {
      guard octets.count + character.utf8.count <= 63 else { break }
      octets += Array(character.utf8)
    }
    return octets + [UInt8](repeating: 0, count: 64 - octets.count)
  }

  static func bytes(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(number >> $0 & 0xff) } }
  static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
}
