/// An E1.31 packet as it came.
public enum SACNPacket: Hashable, Sendable {
  /// Levels of a universe.
  case levels(SACNLevels)
  /// Receivers that wait for this address show what they have.
  case synchronization(address: Int, sequence: UInt8)
  /// One page of the universes that a source sends.
  case discovery(component: ComponentID, sourceName: String, page: Int, lastPage: Int, universes: [Int])
}

/// Levels of a universe from one source.
public struct SACNLevels: Hashable, Sendable {
  /// Who sends.
  public var component: ComponentID
  /// What people read.
  public var sourceName: String
  /// 0 to 200: the highest wins.
  public var priority: Int
  /// The universe whose synchronisation packets receivers wait for; 0 is none.
  public var synchronization: Int
  /// The number of this universe's packet.
  public var sequence: UInt8
  /// Whether it is meant for visualisers, not for lights.
  public var isPreview: Bool
  /// Whether the source ends.
  public var isTerminated: Bool
  /// The universe.
  public var universe: Int
  /// What the slots carry: 0 is levels.
  public var startCode: UInt8
  /// As many slots as came, at most 512.
  public var slots: [UInt8]
}

/// Why a packet is none of E1.31; the offset is that of the first octet that does not fit.
public struct SACNFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Octets from the start of the packet.
  public var offset: Int
  /// What should stand there.
  public var expected: String

  /// What is wrong and where.
  public var description: String { "octet \(offset): no \(expected); this is no packet of ANSI E1.31-2018" }
}

extension SACNPacket {
  /// The UDP port of sACN.
  public static let usualPort = SACNWire.port
  /// The universe on which sources list theirs.
  public static let discoveryUniverse = SACNWire.discoveryUniverse
  /// The multicast group of a universe, the first part in the highest bits.
  public static func group(of universe: Int) -> UInt32 { SACNWire.group(of: universe) }

  /// Reads a packet.
  ///
  /// - Throws: ``SACNFault`` at the first octet that does not fit.
  public init(_ octets: [UInt8]) throws(SACNFault) {
    let reader = SACNReader(octets: octets)
    try reader.check(0, [0, 0x10, 0, 0] + SACNWire.identifier, "preamble of ACN")
    try reader.checkLength(at: 16)
    switch try reader.number32(18) {
    case SACNWire.rootData: self = .levels(try reader.levels())
    case SACNWire.rootExtended: self = try reader.extended()
    default: throw SACNFault(offset: 18, expected: "root vector of E1.31")
    }
  }
}

private struct SACNReader {
  let octets: [UInt8]

  func levels() throws(SACNFault) -> SACNLevels {
    try checkLength(at: 38)
    guard try number32(40) == SACNWire.framingData else { throw SACNFault(offset: 40, expected: "framing vector") }
    try checkLength(at: 115)
    try check(117, [0x02, 0xa1, 0, 0, 0, 1], "set of DMX512-A slots")
    let count = Int(try number16(123))
    guard (1...513).contains(count), octets.count >= 125 + count else {
      throw SACNFault(offset: 123, expected: "count of slots that are there")
    }
    return SACNLevels(
      component: ComponentID(wire: octets[22..<38]), sourceName: name(44), priority: Int(octets[108]),
      synchronization: Int(try number16(109)), sequence: octets[111],
      isPreview: octets[112] & SACNWire.preview != 0, isTerminated: octets[112] & SACNWire.terminated != 0,
      universe: Int(try number16(113)), startCode: octets[125], slots: Array(octets[126..<(125 + count)]))
  }

  func extended() throws(SACNFault) -> SACNPacket {
    try checkLength(at: 38)
    switch try number32(40) {
    case SACNWire.framingSynchronization:
      return .synchronization(address: Int(try number16(45)), sequence: octets[44])
    case SACNWire.framingDiscovery:
      try checkLength(at: 112)
      guard try number32(114) == SACNWire.universeList, octets.count >= 120 else {
        throw SACNFault(offset: 114, expected: "list of universes")
      }
      var universes: [Int] = []
      for offset in stride(from: 120, to: octets.count - 1, by: 2) { universes.append(Int(try number16(offset))) }
      return .discovery(
        component: ComponentID(wire: octets[22..<38]), sourceName: name(44), page: Int(octets[118]),
        lastPage: Int(octets[119]), universes: universes)
    default: throw SACNFault(offset: 40, expected: "framing vector")
    }
  }

  func check(_ offset: Int, _ expected: [UInt8], _ what: String) throws(SACNFault) {
    guard octets.dropFirst(offset).starts(with: expected) else { throw SACNFault(offset: offset, expected: what) }
  }

  /// A layer's flags and length must lead to the end of the packet.
  func checkLength(at offset: Int) throws(SACNFault) {
    guard Int(try number16(offset)) == 0x7000 | (octets.count - offset) & 0x0fff else {
      throw SACNFault(offset: offset, expected: "length that leads to the packet's end")
    }
  }

  func number16(_ offset: Int) throws(SACNFault) -> UInt16 {
    guard octets.count >= offset + 2 else { throw SACNFault(offset: octets.count, expected: "end yet") }
    return UInt16(octets[offset]) << 8 | UInt16(octets[offset + 1])
  }

  func number32(_ offset: Int) throws(SACNFault) -> UInt32 {
    UInt32(try number16(offset)) << 16 | UInt32(try number16(offset + 2))
  }

  private func name(_ offset: Int) -> String {
    String(decoding: octets[offset..<min(octets.count, offset + 64)].prefix { $0 != 0 }, as: UTF8.self)
  }
}
