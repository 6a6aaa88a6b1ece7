/// Why a call of a client did not do what was asked.
public enum MQTTClientFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no link: the fault of the attempt.
  case link(LinkFault)
  /// The broker refused.
  case refused(topic: String, reason: MQTTReason)
  /// Not done in the time allowed.
  case timedOut(waitingFor: String)
  /// The message was dropped before it was sent: the queue was full or the link was stopped.
  case dropped(topic: String)
  /// The client is not connected: `connect` was not called, or `disconnect` was.
  case notConnected

  /// The fault and the way out.
  public var description: String {
    switch self {
    case .link(let fault): return fault.description
    case .refused(let topic, let reason):
      return "the broker refuses \(topic): \(reason): check the user and the broker's access list"
    case .timedOut(let what): return "timed out waiting for \(what)"
    case .dropped(let topic): return "the message for \(topic) was dropped before it was sent"
    case .notConnected: return "not connected to the broker"
    }
  }
}
