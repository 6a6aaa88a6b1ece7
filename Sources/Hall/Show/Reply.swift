/// The answer to a command (contract, "Commands").
public struct Reply: Hashable, Sendable, Codable {
  /// The command's id, as it was sent; empty if none could be read.
  public var id: String
  /// Whether it was done.
  public var ok: Bool
  /// The journal's number of the input; `nil` while the journal is degraded, and in refusals that it does not keep.
  public var seq: Int64?
  /// What came of it, for a person: `onirica: slumber → descent`.
  public var effect: String?
  /// Why it was refused.
  public var error: Refusal?

  /// An answer that says what came of the command.
  public static func done(_ id: String, seq: Int64?, effect: String) -> Reply {
    Reply(id: id, ok: true, seq: seq, effect: effect, error: nil)
  }
  /// An answer that says why nothing came of the command.
  public static func refused(_ id: String, seq: Int64? = nil, _ refusal: Refusal) -> Reply {
    Reply(id: id, ok: false, seq: seq, effect: nil, error: refusal)
  }

  enum CodingKeys: String, CodingKey { case id, ok, seq, effect, error }

  /// Writes the answer as the contract has it: `seq` is `null` in a good answer without a number, absent in refusals.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(ok, forKey: .ok)
    if ok { try container.encode(seq, forKey: .seq) } else { try container.encodeIfPresent(seq, forKey: .seq) }
    try container.encodeIfPresent(effect, forKey: .effect)
    try container.encodeIfPresent(error, forKey: .error)
  }
}

/// Why a command was refused.
public struct Refusal: Hashable, Sendable, Codable, Error, CustomStringConvertible {
  /// A code that scripts may rely on.
  public var code: Code
  /// What was wrong, for a person.
  public var message: String
  /// The way out, where there is one.
  public var hint: String?

  /// A refusal.
  public init(_ code: Code, _ message: String, hint: String? = nil) {
    (self.code, self.message, self.hint) = (code, message, hint)
  }

  /// The codes of refusals; the contract changes by addition.
  public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
    case retained, expired, tooLarge = "too-large", notUTF8 = "not-utf8", notJSON = "not-json", notObject = "not-object"
    case tooDeep = "too-deep", notFinite = "not-finite", unknownField = "unknown-field", repeatedField =
      "repeated-field"
    case missingField = "missing-field", badField = "bad-field", badID = "bad-id", unknownCommand = "unknown-command"
    case idReused = "id-reused", rateLimited = "rate-limited", clockUnknown = "clock-unknown"
    case notAllowed = "not-allowed", badResponseTopic = "bad-response-topic", journalDegraded = "journal-degraded"
    case unknownArtwork = "unknown-artwork", unknownScene = "unknown-scene", unknownDevice = "unknown-device"
    case unknownProperty = "unknown-property", unknownSensor = "unknown-sensor", unknownTrigger = "unknown-trigger"
    case unknownMode = "unknown-mode", unknownZone = "unknown-zone", badValue = "bad-value"
    case unavailable, alarm, alarmContact = "alarm-contact"
    case hallClosed = "hall-closed", noScene = "no-scene", nothingToDo = "nothing-to-do", noOpening = "no-opening"
    case notOverridden = "not-overridden", past, faultyShow = "faulty-show", noShowBefore = "no-show-before"
    case notUnderstood = "not-understood", doubleGo = "double-go"
  }

  /// The message, and the hint behind it.
  public var description: String { hint.map { "\(message) — \($0)" } ?? message }
}
