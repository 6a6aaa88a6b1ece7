/// A client for command-line tools and screens: asynchronous calls, on a loop of its own, over the same link as the
/// hall's. It reconnects and subscribes again by itself; `events` tells.
public actor MQTTClient {
  /// Messages as they came, a batch at a read. Where they are not taken in time the oldest batches are dropped and
  /// counted (`droppedMessages`).
  public nonisolated let batches: AsyncStream<[MQTTMessage]>
  /// What happens beside messages; the newest 256 are kept.
  public nonisolated let events: AsyncStream<LinkEvent>
  private nonisolated let loop: EventLoop

  /// The client's jobs run on its loop.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Makes a client that is not connected.
  ///
  /// - Parameters:
  ///   - settings: the broker, credentials, will, delays and bounds.
  ///   - batchesKept: how many batches wait for the reader of `batches` at most.
  /// - Throws: `EventLoop.Fault` when the system gives no more descriptors or threads.
  public init(settings: LinkSettings, batchesKept: Int = 256) throws(EventLoop.Fault) {
    loop = try EventLoop(name: "mqtt-client")
    batches = AsyncStream { _ in }
    events = AsyncStream { _ in }
  }

  /// Connects, and keeps connected until `disconnect`. The first attempt that fails, or the time's end, is thrown;
  /// the client is then stopped and may be connected again.
  ///
  /// - Parameter limit: the time allowed.
  /// - Throws: `MQTTClientFault.link` or `.timedOut`.
  public func connect(within limit: Duration = .seconds(5)) async throws(MQTTClientFault) {
    fatalError("not built yet")
  }

  /// Subscribes and waits for the broker's word.
  ///
  /// - Throws: `MQTTClientFault.refused`, `.timedOut` or `.notConnected`.
  public func subscribe(
    _ subscription: MQTTSubscription, within limit: Duration = .seconds(5)
  ) async throws(MQTTClientFault) {
    fatalError("not built yet")
  }

  /// Publishes a message and waits until the broker confirmed it (QoS 1) or it is written (QoS 0).
  ///
  /// - Throws: `MQTTClientFault.refused`, `.dropped`, `.timedOut` or `.notConnected`.
  public func publish(
    _ publication: MQTTPublication, within limit: Duration = .seconds(5)
  ) async throws(MQTTClientFault) {
    fatalError("not built yet")
  }

  /// Publishes a message with a response topic and correlation data of its own, and waits for the answer.
  ///
  /// - Parameters:
  ///   - publication: the question; its response topic and correlation are set here.
  ///   - responseTopic: where the answer is to go; subscribed to at the first request and kept.
  ///   - limit: the time allowed for everything.
  /// - Returns: the first message on the response topic with the same correlation data. With MQTT 3.1.1, the first
  ///   message on the response topic. Answers do not appear in `batches`.
  /// - Throws: `MQTTClientFault`; `.timedOut` where no answer came.
  public func request(
    _ publication: MQTTPublication, responseTopic: String, within limit: Duration = .seconds(5)
  ) async throws(MQTTClientFault) -> MQTTMessage {
    fatalError("not built yet")
  }

  /// Publishes what waits and, where asked, the will's message; says good-bye and stays disconnected.
  public func disconnect(publishingWill: Bool = true) async { fatalError("not built yet") }

  /// Messages dropped because `batches` was not read in time.
  public var droppedMessages: Int { fatalError("not built yet") }

  /// The link's counts.
  public var counters: LinkCounters { fatalError("not built yet") }

  /// Whether the link is connected now.
  public var isConnected: Bool { fatalError("not built yet") }
}

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
