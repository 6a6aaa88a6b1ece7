import BrokerFixture
import Glibc
import MQTTLink
import Testing

@Suite("Messages are confirmed after their owner committed them")
struct ConfirmationTests {
  private static func subscription(port: Int, _ identifier: String) async throws {
    let owner = try await LinkOwner.connected(
      .test("mqtt://127.0.0.1:\(port)", identifier), [MQTTSubscription("command")])
    await owner.stop()
    try ChildProcess.run(["mosquitto_pub", "-p", "\(port)", "-q", "1", "-t", "command", "-m", "go"])
  }

  /// Runs in a process of its own: receives, and is killed inside the handler.
  private static func receiveAndDie(port: Int, identifier: String, confirmingFirst: Bool) async throws {
    let loop = try EventLoop(name: "child")
    let settings = try LinkSettings.test("mqtt://127.0.0.1:\(port)", identifier)
    await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in
      loop.call {
        let connection = MQTTConnection(settings: settings, loop: loop)
        connection.onBatch = { _ in
          if confirmingFirst { connection.flush() } else { connection.pauseReading() }
          kill(getpid(), SIGKILL)
        }
        connection.start()
      }
    }
  }

  @Test("killed inside the handler, before the commit: the message comes again")
  func comesAgain() async throws {
    let broker = try PrivateBroker()
    let port = broker.port
    try await Self.subscription(port: port, "hall")
    await #expect(processExitsWith: .signal(SIGKILL)) { [port = port as Int] in
      try await Self.receiveAndDie(port: port, identifier: "hall", confirmingFirst: false)
    }
    let again = try await LinkOwner.connected(.test(broker.url, "hall"))
    let message = try await again.message { $0.topic == "command" }
    #expect(message.text == "go")
  }

  @Test("the control: confirmed before the commit and then killed, the message is lost")
  func lostWithoutDiscipline() async throws {
    let broker = try PrivateBroker()
    let port = broker.port
    try await Self.subscription(port: port, "hall")
    await #expect(processExitsWith: .signal(SIGKILL)) { [port = port as Int] in
      try await Self.receiveAndDie(port: port, identifier: "hall", confirmingFirst: true)
    }
    let again = try await LinkOwner.connected(.test(broker.url, "hall"))
    await again.publish(MQTTPublication("command", "marker"))
    try await again.message { $0.text == "marker" }
    #expect(await again.messages.map(\.text) == ["marker"])
  }

  @Test(
    "while paused the broker gets signs of life but no confirmation; after it, the confirmation and what was published")
  func pause() async throws {
    var setup = PrivateBroker.Setup()
    setup.logsPackets = true
    let broker = try PrivateBroker(setup)
    let owner = try await LinkOwner.connected(
      .test(broker.url) { $0.timings.keepAlive = .milliseconds(100) }, [MQTTSubscription("command")])
    await owner.pauseAtEachBatch()
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-q", "1", "-t", "command", "-m", "go"])
    try await owner.message { $0.text == "go" }
    let start = broker.logLineCount
    await owner.publish(MQTTPublication("effect", "1"))
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-q", "1", "-t", "command", "-m", "second"])
    for _ in 0..<3 { try await ConnectionTests.lines(broker, containing: "Received PINGREQ from test", count: 3) }
    #expect(await broker.line(containing: "Sending PUBLISH to test (d0, q1, r0, m2", from: start) != nil)
    #expect(!broker.log.contains { $0.contains("Received PUBACK from test") })
    #expect(!broker.log.contains { $0.contains("Received PUBLISH from test") })
    #expect(await owner.messages.map(\.text) == ["go"])
    await owner.act { $0.connection.resumeReading() }
    #expect(await broker.line(containing: "Received PUBACK from test (Mid: 1", from: start) != nil)
    #expect(await broker.line(containing: "Received PUBLISH from test", from: start) != nil)
    try await owner.message { $0.text == "second" }
    // Paused again by the second batch, which is not confirmed.
    #expect(!broker.log.contains { $0.contains("Received PUBACK from test (Mid: 2") })
  }

  @Test("a pause at the end of the turn is early enough, whatever else the turn has to write")
  func pauseAtTurnEnd() async throws {
    var setup = PrivateBroker.Setup()
    setup.logsPackets = true
    let broker = try PrivateBroker(setup)
    let owner = try await LinkOwner.connected(
      .test(broker.url) { $0.timings.keepAlive = .milliseconds(100) }, [MQTTSubscription("command")])
    await owner.pauseAtEachTurnEnd()
    // The owner publishes in its handler, which asks for writing, before it asks for the turn's end.
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-q", "1", "-t", "command", "-m", "go"])
    try await owner.message { $0.text == "go" }
    try await ConnectionTests.lines(broker, containing: "Received PINGREQ from test", count: 3)
    #expect(!broker.log.contains { $0.contains("Received PUBACK from test") })
    #expect(!broker.log.contains { $0.contains("Received PUBLISH from test") })
    await owner.act { $0.connection.resumeReading() }
    #expect(await broker.line(containing: "Received PUBACK from test") != nil)
    #expect(await broker.line(containing: "Received PUBLISH from test") != nil)
  }

  @Test("a broker that dies during a pause is told at its end, and the message comes again")
  func deathDuringPause() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("command")])
    await owner.pauseAtEachBatch()
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-q", "1", "-t", "command", "-m", "go"])
    try await owner.message { $0.text == "go" }
    await owner.forgetEvents()
    broker.kill()
    await owner.pauseAtEachBatch(false)
    await owner.publish(MQTTPublication("effect", "1", retain: true))
    await owner.act { $0.connection.resumeReading() }
    try await owner.event("lost") { ConnectionTests.fault($0) != nil }
    try broker.start()
    #expect(try await owner.outcome(of: "effect") == .delivered(.noMatchingSubscribers))
  }

  @Test("however many were confirmed before, what has come during a pause comes in one batch behind it")
  func batches() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url, "hall"), [MQTTSubscription("flood")])
    let sender = try await LinkOwner.connected(.test(broker.url, "sender"))
    await owner.pauseAtEachBatch()
    // The library's wake-up pipe, which nobody empties, is full after some three hundred messages.
    for round in 0..<3 {
      for number in 0..<200 { await sender.publish(MQTTPublication("flood", "\(round) \(number)", qos: .atLeastOnce)) }
      try await sender.until("the broker has them") { $0.connection.waitingPublications == 0 }
      while await owner.messages.count < 200 * (round + 1) {
        let count = await owner.messages.count
        await owner.act { $0.connection.resumeReading() }
        try await owner.until("more of them") { $0.messages.count > count }
      }
    }
    // Few batches of each round were read while it was still being sent; one by one they would be hundreds.
    let last = await owner.batches
    #expect(last.max() ?? 0 >= 50 && last.count < 60, "\(last)")
  }

  @Test("a pause may last longer than the broker waits for a silent client", .enabled(if: longTestsAreWanted))
  func longPause() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("command")])
    await owner.pauseAtEachBatch()
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-q", "1", "-t", "command", "-m", "go"])
    try await owner.message { $0.text == "go" }
    // The broker's patience is one and a half keep-alives of 5 s.
    await owner.passes(.seconds(12))
    await owner.act { $0.connection.resumeReading() }
    await owner.publish(MQTTPublication("effect", "1"))
    #expect(try await owner.outcome(of: "effect") == .delivered(.noMatchingSubscribers))
    #expect(await owner.counters.connects == 1)
  }
}

/// Whether tests that take many seconds of real time run too.
private let longTestsAreWanted = getenv("REGIE_LONG_TESTS") != nil
