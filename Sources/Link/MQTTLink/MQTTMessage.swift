/// How surely a message arrives; 2 is not offered, since libmosquitto confirms it before it is handled.
public enum MQTTQoS: Int32, Sendable, Hashable {
  /// At most once: sent, not confirmed.
  case atMostOnce = 0
  /// At least once: repeated until it is confirmed.
  case atLeastOnce = 1
}

/// A name and a value that travel with a message (MQTT 5, section 3.3.2.3.7).
public struct MQTTUserProperty: Sendable, Hashable {
  /// The name; may occur more than once.
  public var name: String
  /// The value.
  public var value: String

  /// A pair.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// The properties of MQTT 5 that a message may carry; with MQTT 3.1.1 all are empty, and none is sent.
public struct MQTTProperties: Sendable, Hashable {
  /// Where the answer to this message is to go.
  public var responseTopic: String?
  /// What the answer repeats, so that the asker knows it; at most 65535 bytes.
  public var correlation: [UInt8]?
  /// What the payload is, such as `application/json`.
  public var contentType: String?
  /// Seconds after which the broker drops the message where it was not delivered.
  public var expirySeconds: UInt32?
  /// Names and values of the sender's own.
  public var user: [MQTTUserProperty]

  /// Properties; all are left out unless given.
  public init(
    responseTopic: String? = nil, correlation: [UInt8]? = nil, contentType: String? = nil,
    expirySeconds: UInt32? = nil, user: [MQTTUserProperty] = []
  ) {
    self.responseTopic = responseTopic
    self.correlation = correlation
    self.contentType = contentType
    self.expirySeconds = expirySeconds
    self.user = user
  }

  /// No properties.
  public static let none = MQTTProperties()
}

/// A message that came from the broker.
public struct MQTTMessage: Sendable, Hashable {
  /// The topic.
  public var topic: String
  /// The bytes.
  public var payload: [UInt8]
  /// How surely it was delivered.
  public var qos: MQTTQoS
  /// The retain flag: kept by the broker before this subscription; with Retain As Published also set on live messages
  /// that were published with it.
  public var isRetained: Bool
  /// MQTT 5 properties.
  public var properties: MQTTProperties

  /// A message from its parts, as tests make them.
  public init(
    topic: String, payload: [UInt8], qos: MQTTQoS = .atMostOnce, isRetained: Bool = false,
    properties: MQTTProperties = .none
  ) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.isRetained = isRetained
    self.properties = properties
  }

  /// The payload as UTF-8, bad bytes replaced; for parsers take `payload`.
  public var text: String { String(decoding: payload, as: UTF8.self) }
}

/// A message to be published.
public struct MQTTPublication: Sendable, Hashable {
  /// The topic, without wildcards.
  public var topic: String
  /// The bytes; empty and retained: removes what the broker keeps for the topic.
  public var payload: [UInt8]
  /// How surely it is delivered.
  public var qos: MQTTQoS
  /// Whether the broker keeps it for later subscribers.
  public var retain: Bool
  /// MQTT 5 properties.
  public var properties: MQTTProperties
  /// Whether it belongs to its moment and is never sent twice: where the connection is lost before it is confirmed, it
  /// may have come, and is not sent again.
  public var isMomentary = false

  /// A message with a payload of bytes.
  public init(
    _ topic: String, _ payload: [UInt8], qos: MQTTQoS = .atLeastOnce, retain: Bool = false,
    properties: MQTTProperties = .none
  ) {
    self.topic = topic
    self.payload = payload
    self.qos = qos
    self.retain = retain
    self.properties = properties
  }

  /// A message with a payload of text.
  public init(
    _ topic: String, _ text: String, qos: MQTTQoS = .atLeastOnce, retain: Bool = false,
    properties: MQTTProperties = .none
  ) {
    self.init(topic, Array(text.utf8), qos: qos, retain: retain, properties: properties)
  }
}

/// What is to be received; kept by the link and asked for again at every connect.
public struct MQTTSubscription: Sendable, Hashable {
  /// When the broker sends what it keeps for the topics (MQTT 5, section 3.8.3.1).
  public enum RetainHandling: Int32, Sendable {
    /// At every subscription, so also after each reconnect.
    case always = 0x00
    /// Only where the subscription is new to the session.
    case whenNew = 0x10
    /// Never.
    case never = 0x20
  }

  /// The filter, with `+` and `#`.
  public var filter: String
  /// The highest quality of service that is wanted.
  public var qos: MQTTQoS
  /// Whether the retain flag stays as the publisher set it (Retain As Published), so that live retained messages can
  /// be told; not offered by MQTT 3.1.1.
  public var retainAsPublished: Bool
  /// Whether own messages are left out (No Local); not offered by MQTT 3.1.1.
  public var noLocal: Bool
  /// When the broker sends what it keeps.
  public var retainHandling: RetainHandling

  /// A subscription.
  public init(
    _ filter: String, qos: MQTTQoS = .atLeastOnce, retainAsPublished: Bool = false, noLocal: Bool = false,
    retainHandling: RetainHandling = .always
  ) {
    self.filter = filter
    self.qos = qos
    self.retainAsPublished = retainAsPublished
    self.noLocal = noLocal
    self.retainHandling = retainHandling
  }
}
