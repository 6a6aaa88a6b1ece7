import Show

/// What is heard of the universes of a lighting network: each source's levels, how often they come, what was lost.
struct UniverseBoard: Hashable, Sendable {
  /// A source of a universe.
  struct Key: Hashable, Sendable, Comparable {
    var universe: Int
    var lineProtocol: LightUniverse.LineProtocol
    /// The source's own number where the protocol has one, else its address.
    var source: String

    static func < (left: Key, right: Key) -> Bool {
      (left.universe, left.lineProtocol.rawValue, left.source)
        < (right.universe, right.lineProtocol.rawValue, right.source)
    }
  }

  /// What is heard of a source.
  struct Line: Hashable, Sendable {
    /// What people read.
    var name: String
    /// Where it comes from.
    var address: String
    /// 0 to 200; nothing where the protocol has none.
    var priority: Int?
    var slots: [UInt8]
    /// How many packets came.
    var packets = 0
    /// How many packets were lost or came late, by their numbers.
    var lost = 0
    /// Whether the source has said that it ends.
    var hasEnded = false
    /// When the last packet came, in milliseconds.
    var heardAt: Int64
    var sequence: UInt8
    /// When the packets of the last second came, in milliseconds.
    var arrivals: [Int64] = []
  }

  /// One packet of levels, of any protocol.
  struct Levels: Hashable, Sendable {
    var key: Key
    var name: String
    var address: String
    var priority: Int?
    var sequence: UInt8
    /// The first number that follows the last: Art-Net leaves 0 out.
    var firstSequence: UInt8
    var isEnd: Bool
    var slots: [UInt8]
  }

  /// A source that is silent for so long is gone (E131_NETWORK_DATA_LOSS_TIMEOUT), in milliseconds.
  static let patience: Int64 = 2500

  private(set) var lines: [Key: Line] = [:]

  /// Takes levels.
  ///
  /// - Parameters:
  ///   - levels: what came.
  ///   - now: when, in milliseconds of any clock that never goes back.
  mutating func take(_ levels: Levels, at now: Int64) {
    var line =
      lines[levels.key]
      ?? Line(
        name: levels.name, address: levels.address, priority: levels.priority, slots: levels.slots, heardAt: now,
        sequence: levels.sequence)
    if line.packets > 0, levels.isEnd == false, line.hasEnded == false {
      let expected = line.sequence == .max ? levels.firstSequence : line.sequence + 1
      line.lost += Int((levels.sequence &- expected) & 0x7f)
    }
    (line.name, line.address, line.priority) = (levels.name, levels.address, levels.priority)
    (line.slots, line.sequence, line.heardAt, line.hasEnded) = (levels.slots, levels.sequence, now, levels.isEnd)
    line.packets += 1
    line.arrivals = line.arrivals.filter { now - $0 < 1000 } + [now]
    lines[levels.key] = line
  }

  /// Whether a line feeds its universe: it goes on, and no other one has a higher priority.
  func isFed(by key: Key, at now: Int64) -> Bool {
    guard let line = lines[key], line.isAlive(at: now) else { return false }
    return lines.allSatisfy { other, its in
      other.universe != key.universe || other.lineProtocol != key.lineProtocol || other == key
        || its.isAlive(at: now) == false || its.priority ?? 0 <= line.priority ?? 0
    }
  }
}

extension UniverseBoard.Line {
  /// Whether it goes on.
  func isAlive(at now: Int64) -> Bool { hasEnded == false && now - heardAt < UniverseBoard.patience }
  /// How many packets came in the last second.
  func rateHz(at now: Int64) -> Int { arrivals.count { now - $0 < 1000 } }
}
