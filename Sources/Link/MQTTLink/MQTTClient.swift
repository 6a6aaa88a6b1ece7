/// A client for command-line tools and screens: asynchronous calls, on a loop of its own, over the same link as the
/// hall's. It reconnects and subscribes again by itself; `events` tells.
public actor MQTTClient {
  /// Messages as they came, a batch at a read. Where they are not taken in time the oldest batches are dropped and
  /// counted (`droppedMessages`). Ends with `disconnect`.
  public nonisolated let batches: AsyncStream<[MQTTMessage]>
  /// What happens beside messages; the newest 256 are kept. Ends with `disconnect`.
  public nonisolated let events: AsyncStream<LinkEvent>
  /// Messages dropped because `batches` was not read in time.
  public private(set) var droppedMessages = 0

  private nonisolated let loop: EventLoop
  private let batchSink: AsyncStream<[MQTTMessage]>.Continuation
  private let eventSink: AsyncStream<LinkEvent>.Continuation
  private let connection: MQTTConnection
  private var waiters: [Int: Waiter] = [:]
  private var lastWaiter = 0
  private var isEnded = false

  /// Someone who waits for something; resumed once.
  private struct Waiter {
    enum Goal: Equatable {
      case connection
      case subscription(filter: String)
      case confirmation
      case answer(topic: String, correlation: [UInt8]?)
    }

    let goal: Goal
    let deadline: EventLoop.Deadline
    let continuation: CheckedContinuation<Result<MQTTMessage?, MQTTClientFault>, Never>
  }

  /// The client's jobs run on its loop.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Makes a client that is not connected.
  ///
  /// Not optimised, and so not offered to other modules for it: there the compiler (Swift 6.3) asks for the isolation of
  /// the `deinit` below while it optimises, and ends with "circular reference".
  ///
  /// - Parameters:
  ///   - settings: the broker, credentials, will, delays and bounds.
  ///   - batchesKept: how many batches wait for the reader of `batches` at most.
  /// - Throws: `EventLoop.Fault` when the system gives no more descriptors or threads.
  @_optimize(none)
  public init(settings: LinkSettings, batchesKept: Int = 256) throws(EventLoop.Fault) {
    let loop = try EventLoop(name: "mqtt-client")
    self.loop = loop
    (batches, batchSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(batchesKept))
    (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
    connection = MQTTConnection(settings: settings, loop: loop)
  }

  isolated deinit {
    connection.stop(publishingWill: false)
    batchSink.finish()
    eventSink.finish()
    loop.shutDown()
  }

  // MARK: calls

  /// Connects, and keeps connected until `disconnect`. The first attempt that fails, or the time's end, is thrown;
  /// the client is then stopped and may be connected again.
  ///
  /// - Parameter limit: the time allowed.
  /// - Throws: `MQTTClientFault.link`, `.timedOut`, or `.notConnected` after `disconnect`.
  public func connect(within limit: Duration = .seconds(5)) async throws(MQTTClientFault) {
    guard !isEnded else { throw .notConnected }
    if connection.isConnected { return }
    setHandlers()
    do throws(MQTTClientFault) {
      _ = try await wait(for: .connection, named: "the broker's answer", within: limit) { _ in connection.start() }
    } catch {
      connection.stop(publishingWill: false)
      throw error
    }
  }

  /// Begins to connect and goes on trying until `disconnect`, for programs that outlive their broker; returns at once,
  /// and `events` tells the rest.
  ///
  /// - Parameter subscriptions: made at every connect.
  public func start(_ subscriptions: [MQTTSubscription] = []) {
    guard !isEnded, !connection.isStarted else { return }
    for subscription in subscriptions { connection.subscribe(subscription) }
    setHandlers()
    connection.start()
  }

  /// Subscribes and waits for the broker's word.
  ///
  /// - Throws: `MQTTClientFault.refused`, `.timedOut` or `.notConnected`.
  public func subscribe(
    _ subscription: MQTTSubscription, within limit: Duration = .seconds(5)
  ) async throws(MQTTClientFault) {
    let filter = subscription.filter
    guard !isEnded else { throw .notConnected }
    _ = try await wait(for: .subscription(filter: filter), named: "the subscription of \(filter)", within: limit) { _ in
      connection.subscribe(subscription)
    }
  }

  /// Ends a subscription.
  public func unsubscribe(_ filter: String) {
    connection.unsubscribe(filter)
  }

  /// Publishes a message and waits until the broker confirmed it (QoS 1) or it is written (QoS 0). With QoS 1 it
  /// waits through a reconnect, as long as the time lasts.
  ///
  /// - Throws: `MQTTClientFault.refused`, `.dropped`, `.timedOut` or `.notConnected`.
  public func publish(
    _ publication: MQTTPublication, within limit: Duration = .seconds(5)
  ) async throws(MQTTClientFault) {
    guard !isEnded else { throw .notConnected }
    let topic = publication.topic
    _ = try await wait(for: .confirmation, named: "the confirmation of \(topic)", within: limit) { waiter in
      connection.publish(publication) { [weak self] outcome in
        self?.assumeIsolated { $0.settled(waiter, topic, outcome) }
      }
    }
  }

  /// Publishes a message without waiting: it is queued while there is no connection, where it is of QoS 1 or retained;
  /// of a retained topic the newest waits. What is refused is told by `events`.
  public func post(_ publication: MQTTPublication) {
    connection.publish(publication)
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
    guard !isEnded else { throw .notConnected }
    let end = BootInstant.now.advanced(by: limit)
    if !connection.isSubscribed(to: responseTopic) {
      try await subscribe(MQTTSubscription(responseTopic), within: limit)
    }
    let topic = publication.topic
    var publication = publication
    publication.properties.responseTopic = responseTopic
    let correlation = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    publication.properties.correlation = correlation
    let usesCorrelation = connection.settings.version == .five
    let goal = Waiter.Goal.answer(topic: responseTopic, correlation: usesCorrelation ? correlation : nil)
    let remaining = BootInstant.now.duration(to: end)
    let answer = try await wait(for: goal, named: "the answer on \(responseTopic)", within: remaining) { waiter in
      connection.publish(publication) { [weak self] outcome in
        // A delivered question waits for its answer.
        if case .delivered = outcome { return }
        self?.assumeIsolated { $0.settled(waiter, topic, outcome) }
      }
    }
    guard let answer else { throw .timedOut(waitingFor: "the answer on \(responseTopic)") }
    return answer
  }

  /// Publishes what waits and, where asked, the will's message; says good-bye, ends both streams and what still
  /// waits. The client cannot be connected again.
  public func disconnect(publishingWill: Bool = true) async {
    guard !isEnded else { return }
    isEnded = true
    await withCheckedContinuation { continuation in
      connection.stop(publishingWill: publishingWill) { continuation.resume() }
    }
    for waiter in waiters.keys.sorted() { finish(waiter, .failure(.notConnected)) }
    batchSink.finish()
    eventSink.finish()
  }

  /// The link's counts.
  public var counters: LinkCounters { connection.counters }

  /// Whether the link is connected now.
  public var isConnected: Bool { connection.isConnected }

  // MARK: waiting

  private func wait(
    for goal: Waiter.Goal, named name: String, within limit: Duration, begin: (Int) -> Void
  ) async throws(MQTTClientFault) -> MQTTMessage? {
    lastWaiter += 1
    let identifier = lastWaiter
    let result = await withCheckedContinuation { continuation in
      let deadline = loop.call(after: limit) { [weak self] in
        self?.assumeIsolated { $0.finish(identifier, .failure(.timedOut(waitingFor: name))) }
      }
      waiters[identifier] = Waiter(goal: goal, deadline: deadline, continuation: continuation)
      begin(identifier)
    }
    return try result.get()
  }

  private func finish(_ identifier: Int, _ result: Result<MQTTMessage?, MQTTClientFault>) {
    guard let waiter = waiters.removeValue(forKey: identifier) else { return }
    loop.cancel(waiter.deadline)
    waiter.continuation.resume(returning: result)
  }

  private func finish(all goal: Waiter.Goal, _ result: Result<MQTTMessage?, MQTTClientFault>) {
    for (identifier, waiter) in waiters where waiter.goal == goal { finish(identifier, result) }
  }

  private func settled(_ waiter: Int, _ topic: String, _ outcome: PublishOutcome) {
    switch outcome {
    case .delivered: finish(waiter, .success(nil))
    case .refused(let reason): finish(waiter, .failure(.refused(topic: topic, reason: reason)))
    case .dropped, .unknown: finish(waiter, .failure(.dropped(topic: topic)))
    }
  }

  // MARK: the link's handlers, on the loop's thread

  private func setHandlers() {
    // Weak, since the link outlives `deinit` for a moment; the link calls on the loop's thread, which is this actor's.
    connection.onEvent = { [weak self] event in self?.assumeIsolated { $0.happened(event) } }
    connection.onBatch = { [weak self] batch in self?.assumeIsolated { $0.received(batch) } }
  }

  private func happened(_ event: LinkEvent) {
    switch event {
    case .connected: finish(all: .connection, .success(nil))
    case .disconnected(let fault, _): finish(all: .connection, .failure(.link(fault)))
    case .subscribed(let filter, _): finish(all: .subscription(filter: filter), .success(nil))
    case .subscriptionRefused(let filter, let reason):
      finish(all: .subscription(filter: filter), .failure(.refused(topic: filter, reason: reason)))
    case .sessionTaken, .publishRefused, .publicationsDropped: break
    }
    eventSink.yield(event)
  }

  private func received(_ batch: [MQTTMessage]) {
    let rest = waiters.isEmpty ? batch : batch.filter { !answers($0) }
    guard !rest.isEmpty else { return }
    if case .dropped(let lost) = batchSink.yield(rest) { droppedMessages += lost.count }
  }

  /// Whether a message is the answer that someone waits for; it is then delivered.
  private func answers(_ message: MQTTMessage) -> Bool {
    let candidates = waiters.filter { entry in
      guard case .answer(let topic, let correlation) = entry.value.goal, topic == message.topic else { return false }
      return correlation == nil || correlation == message.properties.correlation
    }
    guard let first = candidates.keys.min() else { return false }
    finish(first, .success(message))
    return true
  }
}
