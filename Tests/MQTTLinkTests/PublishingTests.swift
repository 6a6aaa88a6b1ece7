import BrokerFixture
import Testing

@testable import MQTTLink

@Suite("Publishing and subscribing")
struct PublishingTests {
  @Test("response topic, correlation data, user properties, content type and expiry pass")
  func properties() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("question")])
    let properties = MQTTProperties(
      responseTopic: "answers/7", correlation: [0, 1, 255], contentType: "application/json", expirySeconds: 3600,
      user: [MQTTUserProperty("a", "1"), MQTTUserProperty("a", "2"), MQTTUserProperty("é", "")])
    await owner.publish(MQTTPublication("question", "?", properties: properties))
    let message = try await owner.message { $0.topic == "question" }
    #expect(message.properties.responseTopic == "answers/7")
    #expect(message.properties.correlation == [0, 1, 255])
    #expect(message.properties.contentType == "application/json")
    #expect(message.properties.user == properties.user)
    #expect((3590...3600).contains(try #require(message.properties.expirySeconds)))
  }

  @Test("properties come from and go to mosquitto's own tools")
  func foreignTools() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("from/them")])
    try ChildProcess.run([
      "mosquitto_pub", "-V", "5", "-p", "\(broker.port)", "-q", "1", "-t", "from/them", "-m", "x",
      "-D", "publish", "response-topic", "back", "-D", "publish", "correlation-data", "id-1",
    ])
    let message = try await owner.message { $0.topic == "from/them" }
    #expect(message.properties.responseTopic == "back")
    #expect(message.properties.correlation == Array("id-1".utf8))
    let subscriber = try ChildProcess([
      "mosquitto_sub", "-V", "5", "-p", "\(broker.port)", "-q", "1", "-t", "to/them", "-C", "1", "-F", "%t %p %R %D",
    ])
    await owner.publish(
      MQTTPublication(
        "to/them", "hello", retain: true,
        properties: MQTTProperties(responseTopic: "back", correlation: Array("id-2".utf8))))
    #expect(subscriber.wait() == 0)
  }

  @Test("a message that the access list denies is told, and so is a subscription")
  func denied() async throws {
    var setup = PrivateBroker.Setup()
    setup.users = ["lea": "secret"]
    setup.accessList = "user lea\ntopic readwrite mine/#"
    let broker = try PrivateBroker(setup)
    let owner = try await LinkOwner.connected(
      .test(broker.url) { $0.credentials = MQTTCredentials(user: "lea", password: "secret") },
      [MQTTSubscription("mine/#")])
    await owner.publish(MQTTPublication("theirs", "no"))
    #expect(try await owner.outcome(of: "theirs") == .refused(.notAuthorized))
    try await owner.event("refused") { $0 == .publishRefused(topic: "theirs", reason: .notAuthorized) }
    await owner.publish(MQTTPublication("mine/a", "yes"))
    #expect(try await owner.outcome(of: "mine/a") == .delivered(.success))
    await owner.subscribe(MQTTSubscription("$SYS/secret"))
    await owner.subscribe(MQTTSubscription("bad/#/filter"))
    try await owner.event("filter refused") {
      $0 == .subscriptionRefused(filter: "bad/#/filter", reason: MQTTReason(0x8F))
    }
    #expect(await owner.counters.refused == 1)
  }

  @Test("topics that cannot be are refused, not sent", arguments: ["a/#", "+", "", "a\u{0}b"])
  func badTopics(topic: String) async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("#")])
    await owner.publish(MQTTPublication(topic, "x"))
    #expect(try await owner.outcome(of: topic) == .refused(MQTTReason(0x90)))
  }

  @Test("the retain flag stays as published where that is asked for, and only there")
  func retainAsPublished() async throws {
    let broker = try PrivateBroker()
    let kept = try await LinkOwner.connected(
      .test(broker.url, "kept"), [MQTTSubscription("command", retainAsPublished: true)])
    let cleared = try await LinkOwner.connected(.test(broker.url, "cleared"), [MQTTSubscription("command")])
    await kept.publish(MQTTPublication("command", "go", retain: true))
    #expect(try await kept.message { $0.topic == "command" }.isRetained)
    #expect(try await !cleared.message { $0.topic == "command" }.isRetained)
    let late = try await LinkOwner.connected(.test(broker.url, "late"), [MQTTSubscription("command")])
    #expect(try await late.message { $0.topic == "command" }.isRetained)
    let uninterested = try await LinkOwner.connected(
      .test(broker.url, "uninterested"), [MQTTSubscription("command", retainHandling: .never), MQTTSubscription("end")])
    await uninterested.publish(MQTTPublication("end", "1"))
    try await uninterested.message { $0.topic == "end" }
    #expect(await uninterested.messages.map(\.topic) == ["end"])
  }

  @Test("own messages are left out where that is asked for")
  func noLocal() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(
      .test(broker.url), [MQTTSubscription("quiet", noLocal: true), MQTTSubscription("loud")])
    await owner.publish(MQTTPublication("quiet", "1"))
    await owner.publish(MQTTPublication("loud", "2"))
    try await owner.message { $0.topic == "loud" }
    #expect(await owner.messages.map(\.topic) == ["loud"])
  }

  @Test("messages keep their order, through libmosquitto's window and both qualities of service")
  func order() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("n")])
    for number in 0..<500 {
      await owner.publish(MQTTPublication("n", "\(number)", qos: number % 3 == 0 ? .atMostOnce : .atLeastOnce))
    }
    try await owner.until("all") { $0.messages.count == 500 }
    #expect(await owner.messages.map(\.text) == (0..<500).map { "\($0)" })
    #expect(await owner.counters.confirmed == 333)
  }

  @Test("a message larger than the broker takes is refused, and the link stays up")
  func tooLarge() async throws {
    var setup = PrivateBroker.Setup()
    setup.furtherLines = ["max_packet_size 10000"]
    let broker = try PrivateBroker(setup)
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("a/#")])
    await owner.publish(MQTTPublication("a/large", [UInt8](repeating: 1, count: 20_000)))
    #expect(try await owner.outcome(of: "a/large") == .refused(.packetTooLarge))
    await owner.publish(MQTTPublication("a/small", "1"))
    try await owner.message { $0.topic == "a/small" }
    #expect(await owner.events.allSatisfy { ConnectionTests.fault($0) == nil })
  }

  @Test("big messages pass, several times the size of every buffer")
  func big() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(
      .test(broker.url) { $0.limits.incomingPacketBytes = 32 << 20 }, [MQTTSubscription("big/#")])
    let payload = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for number in 0..<3 { await owner.publish(MQTTPublication("big/\(number)", payload)) }
    for number in 0..<3 {
      let message = try await owner.message { $0.topic == "big/\(number)" }
      #expect(message.payload == payload)
    }
  }

  @Test("while there is no broker the queue holds the newest of each retained topic and drops the oldest, counted")
  func offlineQueue() async throws {
    let broker = try PrivateBroker()
    broker.kill()
    let owner = try await LinkOwner.started(.test(broker.url) { $0.limits.queuedPublications = 10 })
    for number in 0..<50 { await owner.publish(MQTTPublication("state", "\(number)", retain: true)) }
    for number in 0..<20 { await owner.publish(MQTTPublication("answer/\(number)", "1")) }
    await owner.publish(MQTTPublication("fleeting", "1", qos: .atMostOnce))
    try await owner.event("dropped") { if case .publicationsDropped = $0 { true } else { false } }
    let counters = await owner.counters
    #expect(counters.superseded == 49)
    #expect(counters.overflowed == 11)
    #expect(counters.droppedOffline == 1)
    await owner.subscribe(MQTTSubscription("#"))
    try broker.start()
    try await owner.until("nine answers and the state") { $0.messages.count == 10 }
    #expect(await owner.messages.map(\.topic) == ["state"] + (11..<20).map { "answer/\($0)" })
    #expect(await owner.messages.first?.text == "49")
  }

  @Test("what belongs to its moment is never sent twice: a lost connection leaves it unknown; the rest comes again")
  func momentary() async throws {
    let broker = try PrivateBroker()
    let listener = try await LinkOwner.connected(
      .test(broker.url, "listener"), [MQTTSubscription("bell"), MQTTSubscription("answer"), MQTTSubscription("after")])
    let owner = try await LinkOwner.connected(.test(broker.url))
    broker.freeze()
    var bell = MQTTPublication("bell", "ding")
    bell.isMomentary = true
    await owner.publish(bell)
    await owner.publish(MQTTPublication("answer", "42"))
    #expect(try await owner.outcome(of: "bell") == .unknown)
    broker.thaw()
    #expect(try await owner.outcome(of: "answer") == .delivered(.success))
    await owner.publish(MQTTPublication("after", ""))
    _ = try await listener.message { $0.topic == "after" }
    #expect(await listener.messages.count { $0.topic == "bell" } <= 1)
    #expect(await listener.messages.contains { $0.topic == "answer" })
  }
}
