import Show

/// A message of the broker, as far as devices care.
public struct BrokerMessage: Hashable, Sendable {
  /// The topic.
  public var topic: String
  /// The bytes.
  public var payload: [UInt8]
  /// Whether the broker had kept it: it says what was, not what happens.
  public var isRetained: Bool

  /// A message of bytes.
  public init(_ topic: String, _ payload: [UInt8], isRetained: Bool = false) {
    (self.topic, self.payload, self.isRetained) = (topic, payload, isRetained)
  }

  /// A message of text.
  public init(_ topic: String, _ text: String, isRetained: Bool = false) {
    self.init(topic, Array(text.utf8), isRetained: isRetained)
  }

  /// The payload as text, bad bytes repaired.
  public var text: String { String(decoding: payload, as: UTF8.self) }
}

/// What drives devices of other makers by the broker that the daemon is linked to anyway: the link carries its messages.
///
/// What it publishes is never retained: a command that the broker keeps would act again at every start of the device.
public protocol BrokerDriver: DeviceDriver {
  /// Gives it a way to publish; called before it begins.
  ///
  /// - Parameter publish: takes a message, from any thread; it is dropped while there is no connection.
  func publish(by publish: @escaping @Sendable (BrokerMessage) -> Void)

  /// The link came or went.
  func linked(_ isLinked: Bool)

  /// Takes a message on a topic of one of its devices (``Show/ForeignTopics/heard``).
  func hear(_ message: BrokerMessage)
}
