import BrokerFixture
import MQTTLink
import Testing

@Suite("The client of tools and screens")
struct ClientTests {
  private func client(_ url: String, _ identifier: String = "tool", batchesKept: Int = 256) throws -> MQTTClient {
    try MQTTClient(settings: .test(url, identifier), batchesKept: batchesKept)
  }

  /// Answers each question on `question` with its payload, twice, and a stray answer before.
  private func answerer(_ broker: PrivateBroker) async throws -> (MQTTClient, Task<Void, Never>) {
    let client = try client(broker.url, "answerer")
    try await client.connect()
    try await client.subscribe(MQTTSubscription("question"))
    let task = Task {
      for await batch in client.batches {
        for question in batch {
          guard let topic = question.properties.responseTopic else { continue }
          let properties = MQTTProperties(correlation: question.properties.correlation)
          try? await client.publish(MQTTPublication(topic, "stray", properties: MQTTProperties(correlation: [1])))
          try? await client.publish(MQTTPublication(topic, question.payload, properties: properties))
        }
      }
    }
    return (client, task)
  }

  @Test("it subscribes, publishes and receives, and its streams end with it")
  func roundTrip() async throws {
    let broker = try PrivateBroker()
    let client = try client(broker.url)
    try await client.connect()
    try await client.subscribe(MQTTSubscription("a"))
    try await client.publish(MQTTPublication("a", "one"))
    try await client.publish(MQTTPublication("a", "two", qos: .atMostOnce))
    try await client.publish(MQTTPublication("a", "three"))
    var texts: [String] = []
    for await batch in client.batches {
      texts += batch.map(\.text)
      if texts.count == 3 { await client.disconnect() }
    }
    #expect(texts == ["one", "two", "three"])
    for await _ in client.events {}
    await #expect(throws: MQTTClientFault.notConnected) { try await client.publish(MQTTPublication("a", "late")) }
    await #expect(throws: MQTTClientFault.notConnected) { try await client.connect() }
  }

  @Test("a broker that is not there, and one that refuses, are told at once; later it connects")
  func connectFaults() async throws {
    var setup = PrivateBroker.Setup()
    setup.users = ["lea": "secret"]
    let broker = try PrivateBroker(setup)
    let stranger = try client(broker.url)
    await #expect(throws: MQTTClientFault.link(.refused(.notAuthorized))) { try await stranger.connect() }
    broker.kill()
    let client = try MQTTClient(
      settings: .test(broker.url) { $0.credentials = MQTTCredentials(user: "lea", password: "secret") })
    await #expect(throws: MQTTClientFault.link(.unreachable(reason: "Connection refused"))) {
      try await client.connect()
    }
    try broker.start()
    try await client.connect()
    #expect(await client.isConnected)
  }

  @Test("a broker that accepts and says nothing is given up in the time allowed")
  func silentBroker() async throws {
    let broker = try FakeBroker(answers: [])
    let client = try client("mqtt://127.0.0.1:\(broker.port)")
    await #expect(throws: MQTTClientFault.timedOut(waitingFor: "the broker's answer")) {
      try await client.connect(within: .milliseconds(50))
    }
  }

  @Test("a denied publish and a bad filter are thrown")
  func denied() async throws {
    var setup = PrivateBroker.Setup()
    setup.users = ["lea": "secret"]
    setup.accessList = "user lea\ntopic readwrite mine/#"
    let broker = try PrivateBroker(setup)
    let client = try MQTTClient(
      settings: .test(broker.url) { $0.credentials = MQTTCredentials(user: "lea", password: "secret") })
    try await client.connect()
    await #expect(throws: MQTTClientFault.refused(topic: "theirs", reason: .notAuthorized)) {
      try await client.publish(MQTTPublication("theirs", "x"))
    }
    await #expect(throws: MQTTClientFault.refused(topic: "a/#/b", reason: MQTTReason(0x8F))) {
      try await client.subscribe(MQTTSubscription("a/#/b"))
    }
    try await client.publish(MQTTPublication("mine/a", "x"))
  }

  @Test("questions get their own answers, many at once")
  func requests() async throws {
    let broker = try PrivateBroker()
    let (answerer, task) = try await answerer(broker)
    let client = try client(broker.url)
    try await client.connect()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          let answer = try await client.request(MQTTPublication("question", "\(number)"), responseTopic: "answers/tool")
          #expect(answer.text == "\(number)")
        }
      }
      try await group.waitForAll()
    }
    task.cancel()
    await answerer.disconnect()
    await #expect(throws: MQTTClientFault.timedOut(waitingFor: "the answer on answers/tool")) {
      _ = try await client.request(
        MQTTPublication("question", "?"), responseTopic: "answers/tool", within: .milliseconds(50))
    }
  }

  @Test("a killed broker is reconnected to, with its events, and a publish waits through it")
  func reconnects() async throws {
    let broker = try PrivateBroker()
    let client = try client(broker.url)
    try await client.connect()
    try await client.subscribe(MQTTSubscription("a"))
    broker.kill()
    async let published: Void = client.publish(MQTTPublication("a", "through"), within: .seconds(15))
    try broker.start()
    try await published
    for await batch in client.batches where batch.contains(where: { $0.text == "through" }) { break }
    var kinds: [String] = []
    for await event in client.events {
      switch event {
      case .connected: kinds.append("connected")
      case .disconnected: if kinds.last != "disconnected" { kinds.append("disconnected") }
      default: break
      }
      if kinds == ["connected", "disconnected", "connected"] { break }
    }
    #expect(kinds == ["connected", "disconnected", "connected"])
  }

  @Test("a program that outlives its broker starts without it, and what it posts comes when the broker does")
  func startsAlone() async throws {
    let broker = try PrivateBroker()
    broker.kill()
    let client = try client(broker.url)
    await client.start([MQTTSubscription("screen/desired")])
    for number in 0..<10 { await client.post(MQTTPublication("screen/actual", "\(number)", retain: true)) }
    try broker.start()
    for await event in client.events where event == .subscribed(filter: "screen/desired", qos: .atLeastOnce) { break }
    let kept = try ChildProcess.run([
      "mosquitto_sub", "-p", "\(broker.port)", "-t", "screen/actual", "-C", "1", "-W", "10",
    ])
    #expect(kept == "9\n")
  }

  @Test("messages that nobody takes are bounded: the newest stay, the others are counted")
  func bounded() async throws {
    let broker = try PrivateBroker()
    let client = try client(broker.url, batchesKept: 2)
    try await client.connect()
    try await client.subscribe(MQTTSubscription("a"))
    for number in 0..<50 { try await client.publish(MQTTPublication("a", "\(number)")) }
    // The answer to the last publish may overtake the last message: ask for something behind it.
    try await client.subscribe(MQTTSubscription("b"))
    let dropped = await client.droppedMessages
    #expect(dropped > 0)
    await client.disconnect()
    var kept: [String] = []
    for await batch in client.batches { kept += batch.map(\.text) }
    #expect(kept.last == "49")
    #expect(kept.count + dropped == 50)
  }
}
