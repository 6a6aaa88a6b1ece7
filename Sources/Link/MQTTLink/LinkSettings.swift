/// Everything that a link to a broker needs to know.
public struct LinkSettings: Sendable {
  /// The version of the protocol.
  public enum ProtocolVersion: Sendable {
    /// MQTT 5: reason codes, response topics, properties.
    case five
    /// MQTT 3.1.1, for brokers without 5. Its limits: a denied publish looks like success, a taken session like a
    /// lost connection, there are no properties, no Retain As Published, and a session lasts until the broker ends it.
    case threeOneOne
  }

  /// Where the broker listens.
  public var address: BrokerAddress
  /// The client id; one client an id: a second takes the session of the first.
  public var clientIdentifier: String
  /// User, password, certificates.
  public var credentials = MQTTCredentials()
  /// What the broker publishes when this client is lost without a good-bye.
  public var will: MQTTPublication?
  /// The version of the protocol.
  public var version = ProtocolVersion.five
  /// Seconds that the broker keeps the session of a lost client: its subscriptions, and messages of QoS 1 for it.
  /// 0: no session, each connect starts anew.
  public var sessionExpirySeconds: UInt32 = 60
  /// Delays and time-outs.
  public var timings = LinkTimings()
  /// Bounds of queues and packets.
  public var limits = LinkLimits()

  /// Settings with the usual delays and bounds.
  ///
  /// - Parameters:
  ///   - address: where the broker listens.
  ///   - clientIdentifier: the client id, 1 to 23 letters and digits with every broker, more with most.
  public init(address: BrokerAddress, clientIdentifier: String) {
    self.address = address
    self.clientIdentifier = clientIdentifier
  }
}

/// Delays and time-outs of a link.
public struct LinkTimings: Sendable, Hashable {
  /// Without a packet for this long, this side asks whether the broker is alive; a broker that says nothing for twice
  /// that is given up. The broker is told whole seconds, 5 at least.
  public var keepAlive: Duration = .seconds(5)
  /// From a lost or failed connection to the next attempt: drawn evenly from this range (full jitter).
  public var reconnectDelay: ClosedRange<Duration> = .seconds(1)...(.seconds(5))
  /// From a session that another client took to the next attempt, so that two never play ping-pong.
  public var sessionTakenDelay: Duration = .seconds(60)
  /// From an opened socket to the broker's answer.
  public var connectTimeout: Duration = .seconds(4)

  /// The usual ones.
  public init() {}
}

/// Bounds of a link's queues and packets.
public struct LinkLimits: Sendable, Hashable {
  /// Messages that wait to be sent: the oldest that are not retained are dropped above it, and counted.
  public var queuedPublications = 10_000
  /// Bytes of topics and payloads that wait to be sent.
  public var queuedBytes = 32 << 20
  /// Messages of QoS 1 that are under way at a time.
  public var unconfirmedPublications = 20
  /// Messages of one batch.
  public var messagesPerBatch = 512
  /// The largest packet that the broker may send, in bytes (MQTT 5 only).
  public var incomingPacketBytes: UInt32 = 1 << 20
  /// Messages of QoS 1 that the broker may send before they are confirmed (MQTT 5 only).
  public var unconfirmedMessages: UInt16 = 65535

  /// The usual ones.
  public init() {}
}
