/// Why there is no connection.
public enum LinkFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The host's name is unknown.
  case unresolvable(host: String)
  /// Nothing answers at the address; the system's words.
  case unreachable(reason: String)
  /// The broker's certificate, this side's certificate or a file of either is not accepted; OpenSSL's words.
  case tls(reason: String)
  /// The broker refused this client.
  case refused(MQTTReason)
  /// The broker ended the connection and said why.
  case ended(MQTTReason)
  /// The broker, or something between, closed the connection without a reason: a broker that was killed does, and
  /// mosquitto up to 2.0 does to a client whose session another one takes.
  case closed
  /// The connection was lost; the system's words.
  case lost(reason: String)
  /// The broker was silent for two keep-alives, or did not answer a connect in time.
  case silent
  /// The settings cannot be used, such as a certificate file that does not exist.
  case badSettings(reason: String)

  /// The fault and, where one is known, the way out.
  public var description: String {
    switch self {
    case .unresolvable(let host): return "the broker's name \(host) is unknown: check the name and the DNS"
    case .unreachable(let reason):
      return "the broker does not answer (\(reason)): check address and port, and that it runs"
    case .tls(let reason):
      return "TLS with the broker failed (\(reason)): check the authority, the host's name and the dates"
    case .refused(let reason): return "the broker refuses this client: \(reason): check user, password and client id"
    case .ended(let reason): return "the broker ended the connection: \(reason)"
    case .closed: return "the broker closed the connection without a reason"
    case .lost(let reason): return "the connection to the broker was lost (\(reason))"
    case .silent: return "the broker is silent"
    case .badSettings(let reason): return "the link's settings cannot be used: \(reason)"
    }
  }
}

/// What happens on a link, beside messages.
public enum LinkEvent: Sendable, Hashable {
  /// Connected; subscriptions are being made again. What others must know of this client's state is to be published now.
  case connected(sessionPresent: Bool)
  /// Not connected: a connection was lost, or an attempt failed; the next attempt follows after the delay.
  case disconnected(LinkFault, retryAfter: Duration)
  /// Another client took the session by connecting with the same client id; tried again after the delay. Known by the
  /// broker's word (MQTT 5, reason 0x8E); mosquitto up to 2.0 does not say it, so also when a session that was
  /// regained after such a loss is lost in the same way soon after.
  case sessionTaken(retryAfter: Duration)
  /// A subscription is in force.
  case subscribed(filter: String, qos: MQTTQoS)
  /// The broker refuses a subscription.
  case subscriptionRefused(filter: String, reason: MQTTReason)
  /// The broker refuses a message of QoS 1, or it is too large or its topic invalid. Refused messages of QoS 0 are
  /// not reported by brokers; and none is by MQTT 3.1.1.
  case publishRefused(topic: String, reason: MQTTReason)
  /// The queue was full: so many of the oldest messages were dropped since the last such event.
  case publicationsDropped(count: Int)
}

/// What became of a message that was to be published.
public enum PublishOutcome: Sendable, Hashable {
  /// Confirmed by the broker (QoS 1), or written to the socket (QoS 0).
  case delivered(MQTTReason)
  /// Refused by the broker, or impossible to send.
  case refused(MQTTReason)
  /// Dropped before it was sent: the queue was full, it expired, a newer one for the same retained topic took its
  /// place, it was of QoS 0 and there is no connection, or the link was stopped.
  case dropped
  /// Sent, and the connection was lost before the broker confirmed it: it may have come. Only of what is momentary.
  case unknown
}

/// Counts of a link since it was made.
public struct LinkCounters: Sendable, Hashable {
  /// Messages received.
  public var received = 0
  /// Messages handed to libmosquitto.
  public var sent = 0
  /// Messages of QoS 1 confirmed without refusal.
  public var confirmed = 0
  /// Messages refused by the broker or impossible to send.
  public var refused = 0
  /// Retained messages that a newer one for the same topic replaced before they were sent.
  public var superseded = 0
  /// Messages dropped because the queue was full.
  public var overflowed = 0
  /// Messages of QoS 0 dropped because there was no connection.
  public var droppedOffline = 0
  /// Messages that expired while they waited.
  public var expired = 0
  /// Connections made.
  public var connects = 0

  /// All zero.
  public init() {}
}
