import Show

/// What sends the messages of cues over a protocol of its own.
///
/// Nothing here waits, and nothing is sent twice: a receiver that is dead or slow costs the others nothing.
public protocol MessageSender: AnyObject, Sendable {
  /// Sends a message, if it is one of this protocol.
  ///
  /// - Parameters:
  ///   - message: what is sent.
  ///   - settled: is told once what became of it, from any thread.
  /// - Returns: whether it is one of this protocol; else nothing was done.
  func send(_ message: OutsideMessage, settled: @escaping @Sendable (SendOutcome) -> Void) -> Bool

  /// Ends within a second; what waits is dropped, and told so.
  func end()
}

/// What became of a message.
public struct SendOutcome: Hashable, Sendable {
  /// Whether it arrived, as far as can be told.
  public let isGood: Bool
  /// As the journal has it: `sent`, `answered 200`, `no answer: …`
  public let word: String

  /// It arrived, as far as can be told.
  public static func done(_ word: String) -> SendOutcome { SendOutcome(isGood: true, word: word) }
  /// It did not arrive, or was refused.
  public static func failed(_ word: String) -> SendOutcome { SendOutcome(isGood: false, word: word) }
}
