import MQTTLink

/// A client for comparing brokers: the real link on some loop, and a line for each thing that it hears.
actor ConformanceClient {
  nonisolated let loop: any Loop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  private(set) var transcript: [String] = []
  private var link: MQTTConnection?
  private var pauses = false
  private var waiting: (count: Int, continuation: CheckedContinuation<Void, Never>)?

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
    guard let (count, continuation) = waiting, transcript.count >= count else { return }
    waiting = nil
    continuation.resume()
  }

  /// Waits until it has heard so many things.
  func hears(_ count: Int) async {
    if transcript.count >= count { return }
    await withCheckedContinuation { waiting = (count, $0) }
  }

  func subscribe(_ subscription: MQTTSubscription) { link?.subscribe(subscription) }

  func publish(_ message: MQTTPublication, whenSettled: @escaping @Sendable () -> Void) {
    link?.publish(message) { _ in whenSettled() }
  }

  /// Publishes, and waits until the broker has it.
  func publish(_ message: MQTTPublication) async {
    await withCheckedContinuation { continuation in publish(message) { continuation.resume() } }
  }

  /// Dies: the connection is gone, nothing more is written.
  func drop() { link = nil }

  /// Leaves in order.
  func leave() { link?.stop(publishingWill: false) }

  /// Leaves in order, and waits until the good-bye is written: a link that is let go of before loses it.
  func hasLeft() async {
    guard let link else { return }
    await withCheckedContinuation { continuation in link.stop(publishingWill: false) { continuation.resume() } }
  }
}
