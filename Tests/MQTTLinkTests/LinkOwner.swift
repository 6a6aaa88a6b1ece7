import BrokerFixture
import MQTTLink

/// An actor on an event loop that owns a link, as the hall's does, and keeps what it gets for a test to wait for.
actor LinkOwner {
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  let connection: MQTTConnection
  private(set) var messages: [MQTTMessage] = []
  /// How many messages each batch brought.
  private(set) var batches: [Int] = []
  private(set) var events: [LinkEvent] = []
  private(set) var outcomes: [String: PublishOutcome] = [:]
  private var pausesAtBatch = false
  private var pausesAtTurnEnd = false
  private var waiters: [Int: Waiter] = [:]
  private var lastWaiter = 0

  private struct Waiter {
    let deadline: EventLoop.Deadline
    let holds: @Sendable (isolated LinkOwner) -> Bool
    let continuation: CheckedContinuation<Bool, Never>
  }

  /// A test's patience ran out.
  struct TimedOut: Error, CustomStringConvertible {
    let description: String
  }

  init(_ settings: LinkSettings) throws {
    let loop = try EventLoop(name: "test-loop")
    self.loop = loop
    connection = MQTTConnection(settings: settings, loop: loop)
  }

  isolated deinit {
    connection.stop(publishingWill: false)
    loop.shutDown()
  }

  /// Starts a link for a broker, with short delays.
  static func started(_ settings: LinkSettings) async throws -> LinkOwner {
    let owner = try LinkOwner(settings)
    await owner.start()
    return owner
  }

  /// Starts a link and waits until it is connected and all subscriptions are answered.
  static func connected(_ settings: LinkSettings, _ subscriptions: [MQTTSubscription] = []) async throws -> LinkOwner {
    let owner = try LinkOwner(settings)
    for subscription in subscriptions { await owner.subscribe(subscription) }
    await owner.start()
    try await owner.event("connected") { if case .connected = $0 { true } else { false } }
    for subscription in subscriptions {
      try await owner.event("subscribed") {
        if case .subscribed(subscription.filter, _) = $0 { true } else { false }
      }
    }
    return owner
  }

  /// Waits until one of two links says that its session was taken.
  static func oneYields(_ first: LinkOwner, _ second: LinkOwner) async throws {
    let isTaken: @Sendable (LinkEvent) -> Bool = { if case .sessionTaken = $0 { true } else { false } }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for owner in [first, second] { group.addTask { try await owner.event("taken", where: isTaken) } }
      try await group.next()
      // The other one waits no longer: its link is stopped, and the wait ends with the test's patience or here.
      await first.giveUpWaiting()
      await second.giveUpWaiting()
      group.cancelAll()
      while (try? await group.next()) != nil {}
    }
  }

  func start() {
    connection.onEvent = { [weak self] event in
      self?.assumeIsolated {
        $0.events.append(event)
        $0.wake()
      }
    }
    connection.onBatch = { [weak self] batch in
      self?.assumeIsolated {
        if $0.pausesAtBatch { $0.connection.pauseReading() }
        if $0.pausesAtTurnEnd {
          let connection = $0.connection
          connection.publish(MQTTPublication("effect", "1"))
          $0.loop.callAtEndOfTurn { connection.pauseReading() }
        }
        $0.messages += batch
        $0.batches.append(batch.count)
        $0.wake()
      }
    }
    connection.start()
  }

  func pauseAtEachBatch(_ pauses: Bool = true) { pausesAtBatch = pauses }

  func pauseAtEachTurnEnd() { pausesAtTurnEnd = true }

  func act(_ body: @Sendable (isolated LinkOwner) -> Void) { body(self) }

  func subscribe(_ subscription: MQTTSubscription) { connection.subscribe(subscription) }

  var isConnected: Bool { connection.isConnected }
  var counters: LinkCounters { connection.counters }

  func publish(_ publication: MQTTPublication) {
    let topic = publication.topic
    connection.publish(publication) { [weak self] outcome in
      self?.assumeIsolated {
        $0.outcomes[topic] = outcome
        $0.wake()
      }
    }
  }

  func stop(publishingWill: Bool = true) async {
    await withCheckedContinuation { continuation in
      connection.stop(publishingWill: publishingWill) { continuation.resume() }
    }
  }

  /// Forgets the events so far, so that only later ones are waited for.
  func forgetEvents() { events = [] }

  @discardableResult
  func event(_ name: String, where matches: @escaping @Sendable (LinkEvent) -> Bool) async throws -> LinkEvent {
    try await until("event \(name)") { $0.events.contains(where: matches) }
    guard let event = events.first(where: matches) else { throw TimedOut(description: name) }
    return event
  }

  @discardableResult
  func message(where matches: @escaping @Sendable (MQTTMessage) -> Bool) async throws -> MQTTMessage {
    try await until("message") { $0.messages.contains(where: matches) }
    guard let message = messages.first(where: matches) else { throw TimedOut(description: "message") }
    return message
  }

  func outcome(of topic: String) async throws -> PublishOutcome {
    try await until("outcome of \(topic)") { $0.outcomes[topic] != nil }
    guard let outcome = outcomes[topic] else { throw TimedOut(description: topic) }
    return outcome
  }

  /// Waits until something holds, looked at after each event and batch, for 20 s at most.
  func until(_ name: String, _ holds: @escaping @Sendable (isolated LinkOwner) -> Bool) async throws {
    if holds(self) { return }
    lastWaiter += 1
    let waiter = lastWaiter
    let isDone = await withCheckedContinuation { continuation in
      let deadline = loop.call(after: .seconds(20)) { [weak self] in
        self?.assumeIsolated { $0.finish(waiter, false) }
      }
      waiters[waiter] = Waiter(deadline: deadline, holds: holds, continuation: continuation)
    }
    if !isDone {
      throw TimedOut(description: "\(name) did not come; \(events.count) events, last: \(events.suffix(3))")
    }
  }

  /// Lets real time pass, on the loop's own clock.
  func passes(_ duration: Duration) async {
    await withCheckedContinuation { continuation in
      loop.call(after: duration) { continuation.resume() }
    }
  }

  private func finish(_ waiter: Int, _ isDone: Bool) {
    guard let ended = waiters.removeValue(forKey: waiter) else { return }
    loop.cancel(ended.deadline)
    ended.continuation.resume(returning: isDone)
  }

  private func wake() {
    for (waiter, entry) in waiters where entry.holds(self) { finish(waiter, true) }
  }

  private func giveUpWaiting() {
    for waiter in waiters.keys { finish(waiter, false) }
  }
}

extension LinkSettings {
  /// Settings for a broker of a test, with delays that a test can wait for.
  static func test(
    _ url: String, _ identifier: String = "test", _ change: (inout LinkSettings) -> Void = { _ in }
  ) throws -> LinkSettings {
    var settings = LinkSettings(address: try BrokerAddress(url), clientIdentifier: identifier)
    settings.timings.reconnectDelay = .milliseconds(20)...(.milliseconds(60))
    settings.timings.sessionTakenDelay = .seconds(3600)
    change(&settings)
    return settings
  }
}
