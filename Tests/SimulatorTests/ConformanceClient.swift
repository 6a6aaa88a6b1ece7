import MQTTLink

/// What was waited for did not come in time.
struct Unheard: Error, CustomStringConvertible {
  /// All that the client heard.
  var heard: [String]
  var description: String { "nothing more came after \(heard)" }
}

/// A client for comparing brokers: the real link on some loop, and a line for each thing that it hears.
actor ConformanceClient {
  nonisolated let loop: any Loop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  private(set) var transcript: [String] = []
  private var link: MQTTConnection?
  private var pauses = false
  /// What is waited for, by number: that so many things were heard, or, without a count, that it is told to be over.
  private var waits: [Int: (count: Int?, continuation: CheckedContinuation<Void, any Error>)] = [:]
  private var lastWait = 0

  init(_ loop: any Loop) { self.loop = loop }

  func connect(by make: @Sendable () -> MQTTConnection, pausing: Bool) {
    let link = make()
    self.link = link
    pauses = pausing
    link.onEvent = { [weak self] event in
      guard case .connected(let isPresent) = event else { return }
      self?.assumeIsolated { $0.hear("connected, session: \(isPresent)") }
    }
    link.onBatch = { [weak self] batch in self?.assumeIsolated { $0.take(batch) } }
    link.start()
  }

  private func take(_ batch: [MQTTMessage]) {
    if pauses { link?.pauseReading() }
    for message in batch { hear("\(message.topic) \(message.text)\(message.isRetained ? " retained" : "")") }
  }

  private func hear(_ line: String) {
    transcript.append(line)
    for (number, wait) in waits where transcript.count >= wait.count ?? .max { end(number) }
  }

  /// Waits until it has heard so many things.
  ///
  /// - Throws: ``Unheard`` if the test's time is over before that.
  func hears(_ count: Int) async throws {
    if transcript.count < count { try await wait(until: count) { _ in } }
  }

  /// Begins something and waits until it is over, or so many things were heard.
  private func wait(until count: Int? = nil, begin: (_ number: Int) -> Void) async throws {
    lastWait += 1
    let number = lastWait
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        guard !Task.isCancelled else { return continuation.resume(throwing: Unheard(heard: transcript)) }
        waits[number] = (count, continuation)
        begin(number)
      }
    } onCancel: {
      Task { await self.giveUp(number) }
    }
  }

  private func end(_ number: Int) { waits.removeValue(forKey: number)?.continuation.resume() }

  private func giveUp(_ number: Int) {
    waits.removeValue(forKey: number)?.continuation.resume(throwing: Unheard(heard: transcript))
  }

  func subscribe(_ subscription: MQTTSubscription) { link?.subscribe(subscription) }

  func publish(_ message: MQTTPublication, whenSettled: @escaping @Sendable () -> Void) {
    link?.publish(message) { _ in whenSettled() }
  }

  /// Publishes, and waits until the broker has it.
  func publish(_ message: MQTTPublication) async throws {
    try await wait { number in publish(message) { self.assumeIsolated { $0.end(number) } } }
  }

  /// Dies: the connection is gone, nothing more is written.
  func drop() { link = nil }

  /// Leaves in order.
  func leave() { link?.stop(publishingWill: false) }

  /// Leaves in order, and waits until the good-bye is written: a link that is let go of before loses it.
  func hasLeft() async throws {
    guard let link else { return }
    try await wait { number in link.stop(publishingWill: false) { self.assumeIsolated { $0.end(number) } } }
  }
}
