/// A packet of Art-Net 4 as it came.
public enum ArtNetMessage: Hashable, Sendable {
  /// Levels of a universe.
  case levels(ArtNetLevels)
  /// What a node or a controller answers a poll with.
  case node(ArtNetNode)
  /// A question who is there.
  case poll
  /// Nodes show what they have.
  case synchronization
}

/// Levels of a universe.
public struct ArtNetLevels: Hashable, Sendable {
  /// The universe: one more than the port-address.
  public var universe: Int
  /// The number of this universe's packet, 1 to 255; 0 says that there is none.
  public var sequence: UInt8
  /// As many slots as came, 2 to 512.
  public var slots: [UInt8]
}

/// Who answered a poll.
public struct ArtNetNode: Hashable, Sendable {
  /// The IPv4 address, the first part in the highest bits.
  public var address: UInt32
  /// Its short name.
  public var shortName: String
  /// Its long name.
  public var longName: String
  /// What it says of itself: `#0001 [0012] ready`.
  public var report: String
  /// The universes that it turns into DMX512.
  public var outputs: [Int]
  /// The universes that it sends itself.
  public var inputs: [Int]
  /// Whether it is a controller, not a node.
  public var isController: Bool
}

/// Why a packet is none of Art-Net 4; the offset is that of the first octet that does not fit.
public struct ArtNetFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Octets from the start of the packet.
  public var offset: Int
  /// What should stand there.
  public var expected: String

  /// What is wrong and where.
  public var description: String { "octet \(offset): no \(expected); this is no packet of Art-Net 4" }
}

extension ArtNetMessage {
  /// The poll that finds all nodes: they answer once, and need not say when they change (TalkToMe 0).
  public static let pollEverybody: [UInt8] = ArtNetPacket.head(.poll) + ArtNetPacket.version + [0, 0]

  /// Reads a packet.
  ///
  /// - Returns: nothing for operations that are of no use here.
  /// - Throws: ``ArtNetFault`` at the first octet that does not fit.
  public static func read(_ octets: [UInt8]) throws(ArtNetFault) -> ArtNetMessage? {
    guard octets.starts(with: ArtNetPacket.identifier) else { throw ArtNetFault(offset: 0, expected: "word Art-Net") }
    guard octets.count >= 10 else { throw ArtNetFault(offset: octets.count, expected: "end yet") }
    switch ArtNetPacket.Operation(rawValue: UInt16(octets[8]) | UInt16(octets[9]) << 8) {
    case .levels?: return .levels(try levels(octets))
    case .pollReply?: return .node(try node(octets))
    case .poll?: return .poll
    case .synchronization?: return .synchronization
    case nil: return nil
    }
  }

  private static func levels(_ octets: [UInt8]) throws(ArtNetFault) -> ArtNetLevels {
    guard octets.count >= 18 else { throw ArtNetFault(offset: octets.count, expected: "end yet") }
    let count = Int(octets[16]) << 8 | Int(octets[17])
    guard (2...512).contains(count), octets.count >= 18 + count else {
      throw ArtNetFault(offset: 16, expected: "count of slots that are there")
    }
    let portAddress = Int(octets[15] & 0x7f) << 8 | Int(octets[14])
    return ArtNetLevels(universe: portAddress + 1, sequence: octets[12], slots: Array(octets[18..<(18 + count)]))
  }

  private static func node(_ octets: [UInt8]) throws(ArtNetFault) -> ArtNetNode {
    // The fields behind the ports came later: a reply of an old node ends before them.
    guard octets.count >= 207 else { throw ArtNetFault(offset: octets.count, expected: "end yet") }
    let top = Int(octets[18] & 0x7f) << 8 | Int(octets[19] & 0x0f) << 4
    var (outputs, inputs): ([Int], [Int]) = ([], [])
    for port in 0..<min(4, Int(octets[173])) {
      if octets[174 + port] & 0x80 != 0 { outputs.append(top + Int(octets[190 + port] & 0x0f) + 1) }
      if octets[174 + port] & 0x40 != 0 { inputs.append(top + Int(octets[186 + port] & 0x0f) + 1) }
    }
    return ArtNetNode(
      address: octets[10..<14].reduce(0) { $0 << 8 | UInt32($1) }, shortName: text(octets[26..<44]),
      longName: text(octets[44..<108]), report: text(octets[108..<172]), outputs: outputs, inputs: inputs,
      isController: octets[200] == 0x01)
  }

  private static func text(_ octets: ArraySlice<UInt8>) -> String {
    String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
  }
}
