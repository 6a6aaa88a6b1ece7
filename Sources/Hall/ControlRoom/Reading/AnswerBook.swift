import Show

/// Where the answer to one message goes: its response topic, and the data by which its sender knows it.
struct ReplyAddress: Hashable, Sendable {
  /// The topic.
  var topic: String
  /// MQTT 5 correlation data of the message, if it had any.
  var correlation: [UInt8]?
}

/// The answers given within the last 24 hours, so that a repeated command gets the same one and is not done again.
///
/// The newest are held in memory; the journal has all of them.
package struct AnswerBook: Sendable {
  /// Whose command: an operator, and the id.
  package struct Key: Hashable, Sendable {
    package var name: OperatorName
    package var id: String
  }
  /// What became of a command.
  struct Kept: Hashable, Sendable {
    /// The hash of the command's body.
    var bodyHash: String
    /// The answer as JSON; none while it is being worked on.
    var reply: String?
    /// When it was given.
    var at: ShowInstant
  }
  /// What is known of a command that came.
  enum Finding: Hashable, Sendable {
    /// Nothing: it is new.
    case new
    /// It was answered; the answer as JSON.
    case answered(String)
    /// It is being worked on; the answer goes there too, later.
    case underWay
    /// The id was used by another command.
    case reused
    /// It may be in the journal alone.
    case unknown
  }

  /// How many are held in memory.
  let capacity: Int
  /// How long an answer is kept.
  static let keptFor = TimeSpan.hours(24)
  private var kept: [Key: Kept] = [:]
  private var order: [Key] = []
  private var oldestIndex = 0
  /// Whether some were forgotten that are not yet 24 hours old.
  private(set) var isCutShort = false
  private var waiting: [Key: [ReplyAddress]] = [:]

  /// An empty book.
  init(capacity: Int = 20_000) { self.capacity = capacity }

  /// Looks a command up.
  mutating func find(_ key: Key, bodyHash: String, from address: ReplyAddress, at now: ShowInstant) -> Finding {
    guard let known = kept[key], now - known.at < Self.keptFor else { return isCutShort ? .unknown : .new }
    guard known.bodyHash == bodyHash else { return .reused }
    guard let reply = known.reply else {
      if waiting[key, default: []].count < 16 { waiting[key, default: []].append(address) }
      return .underWay
    }
    return .answered(reply)
  }

  /// Notes that a command is being worked on.
  mutating func begin(_ key: Key, bodyHash: String, at now: ShowInstant) {
    put(key, Kept(bodyHash: bodyHash, reply: nil, at: now))
  }

  /// Notes an answer.
  ///
  /// - Returns: who else waits for it.
  mutating func answer(_ key: Key, bodyHash: String, reply: String, at now: ShowInstant) -> [ReplyAddress] {
    put(key, Kept(bodyHash: bodyHash, reply: reply, at: now))
    return waiting.removeValue(forKey: key) ?? []
  }

  /// Takes a command out, so that it may be sent again.
  mutating func forget(_ key: Key) -> [ReplyAddress] {
    kept[key] = nil
    return waiting.removeValue(forKey: key) ?? []
  }

  private mutating func put(_ key: Key, _ entry: Kept) {
    if kept.updateValue(entry, forKey: key) == nil { order.append(key) }
    while kept.count > capacity, oldestIndex < order.count {
      if let gone = kept.removeValue(forKey: order[oldestIndex]), entry.at - gone.at < Self.keptFor {
        isCutShort = true
      }
      oldestIndex += 1
    }
    if oldestIndex > capacity {
      order.removeFirst(oldestIndex)
      oldestIndex = 0
    }
  }
}
