import BrokerFixture
import Glibc
import Testing

@testable import MQTTLink

@Suite("A link survives its broker")
struct ConnectionTests {
  static func isConnected(_ event: LinkEvent) -> Bool { if case .connected = event { true } else { false } }
  static func fault(_ event: LinkEvent) -> LinkFault? {
    if case .disconnected(let fault, _) = event { fault } else { nil }
  }

  @Test("a broker that is absent at start is found when it comes")
  func absentAtStart() async throws {
    let broker = try PrivateBroker()
    broker.kill()
    let owner = try await LinkOwner.started(.test(broker.url))
    try await owner.event("unreachable") {
      if case .unreachable = Self.fault($0) { true } else { false }
    }
    try broker.start()
    try await owner.event("connected", where: Self.isConnected)
  }

  @Test("a name that cannot be resolved is told, tried again, and does not hold up the loop")
  func unresolvable() async throws {
    let owner = try await LinkOwner.started(.test("mqtt://no-such-host.invalid"))
    // The loop answers while the look-up goes on.
    #expect(await owner.messages.isEmpty)
    try await owner.until("two attempts") { owner in
      owner.events.filter { Self.fault($0) == .unresolvable(host: "no-such-host.invalid") }.count >= 2
    }
  }

  @Test("a host's name is looked up on another thread and connected to")
  func resolvesName() async throws {
    let broker = try PrivateBroker()
    _ = try await LinkOwner.connected(.test("mqtt://localhost:\(broker.port)"))
  }

  @Test("a killed broker is found again, and what was subscribed is subscribed again")
  func killed() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url), [MQTTSubscription("a/#")])
    await owner.forgetEvents()
    broker.kill()
    try await owner.event("lost") { Self.fault($0) != nil }
    // Published while nobody is there: delivered later.
    await owner.publish(MQTTPublication("a/late", "1"))
    try broker.start()
    try await owner.message { $0.topic == "a/late" && $0.text == "1" }
    #expect(try await owner.outcome(of: "a/late") == .delivered(.success))
  }

  @Test("a broker that is stopped is lost like one that is killed: mosquitto 2.0 says no reason")
  func stopped() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url))
    broker.stop()
    try await owner.event("closed") { [LinkFault.closed, .ended(MQTTReason(0x8B))].contains(Self.fault($0)) }
  }

  @Test("a broker that says why it ends the connection is believed")
  func ended() async throws {
    let broker = try FakeBroker(answers: [[0x20, 0x03, 0x00, 0x00, 0x00], [0xE0, 0x02, 0x8B, 0x00]])
    let owner = try await LinkOwner.started(.test("mqtt://127.0.0.1:\(broker.port)"))
    try await owner.event("shutting down") { Self.fault($0) == .ended(MQTTReason(0x8B)) }
  }

  @Test("a frozen broker is given up, and served again when it thaws")
  func frozen() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(
      .test(broker.url) {
        $0.timings.keepAlive = .milliseconds(200)
        $0.timings.connectTimeout = .milliseconds(200)
      })
    await owner.forgetEvents()
    broker.freeze()
    // The second time is the time-out of an attempt: the system answers for a frozen broker, the broker does not.
    try await owner.until("silence, twice") { owner in
      owner.events.filter { Self.fault($0) == .silent }.count >= 2
    }
    broker.thaw()
    try await owner.event("connected", where: Self.isConnected)
  }

  @Test("a quiet link stays up: the broker is asked, and its answer counts")
  func keepsAlive() async throws {
    var setup = PrivateBroker.Setup()
    setup.logsPackets = true
    let broker = try PrivateBroker(setup)
    let owner = try await LinkOwner.connected(.test(broker.url) { $0.timings.keepAlive = .milliseconds(100) })
    let start = broker.logLineCount
    for _ in 0..<5 {
      #expect(await broker.line(containing: "Received PINGREQ from test", from: start) != nil)
    }
    try await Self.lines(broker, containing: "Sending PINGRESP to test", count: 4)
    #expect(await owner.events.allSatisfy { Self.fault($0) == nil })
  }

  static func lines(_ broker: PrivateBroker, containing text: String, count: Int) async throws {
    var start = 0
    for _ in 0..<count {
      let line = await broker.line(containing: text, from: start)
      try #require(line != nil)
      start = (broker.log[start...].firstIndex { $0.contains(text) } ?? start) + 1
    }
  }

  @Test("wrong credentials are told, and tried again")
  func deniedCredentials() async throws {
    var setup = PrivateBroker.Setup()
    setup.users = ["lea": "secret"]
    let broker = try PrivateBroker(setup)
    let owner = try await LinkOwner.started(
      .test(broker.url) { $0.credentials = MQTTCredentials(user: "lea", password: "wrong") })
    try await owner.until("two refusals") { owner in
      owner.events.filter { Self.fault($0) == .refused(.notAuthorized) }.count >= 2
    }
    _ = try await LinkOwner.connected(
      .test(broker.url) { $0.credentials = MQTTCredentials(user: "lea", password: "secret") })
  }

  @Test("a session that another client takes is told by its reason, and not taken back at once")
  func sessionTaken() async throws {
    let broker = try FakeBroker(answers: [
      [0x20, 0x03, 0x00, 0x00, 0x00],  // CONNACK: accepted
      [0xE0, 0x02, 0x8E, 0x00],  // DISCONNECT: session taken over
    ])
    let owner = try await LinkOwner.started(.test("mqtt://127.0.0.1:\(broker.port)"))
    try await owner.event("taken") { $0 == .sessionTaken(retryAfter: .seconds(3600)) }
    #expect(await !owner.isConnected)
  }

  @Test("two clients with one id: one steps back, also where the broker gives no reason")
  func noPingPong() async throws {
    let broker = try PrivateBroker()
    let first = try await LinkOwner.connected(.test(broker.url, "twin"))
    let second = try await LinkOwner.connected(.test(broker.url, "twin"))
    // mosquitto 2.0 closes without a word. The first takes the session back once, the second too, then one yields.
    try await first.until("first yields, or was taken once") { owner in
      owner.events.contains { if case .sessionTaken = $0 { true } else { false } } || owner.counters.connects >= 2
    }
    try await LinkOwner.oneYields(first, second)
    #expect(await first.counters.connects + second.counters.connects <= 5)
  }

  @Test("a session that was taken is tried again after its delay")
  func sessionTriedAgain() async throws {
    let broker = try FakeBroker(answers: [[0x20, 0x03, 0x00, 0x00, 0x00], [0xE0, 0x02, 0x8E, 0x00]])
    let owner = try await LinkOwner.started(
      .test("mqtt://127.0.0.1:\(broker.port)") { $0.timings.sessionTakenDelay = .milliseconds(20) })
    try await owner.until("taken three times") { $0.counters.connects >= 3 }
  }

  @Test("the last will is published for a lost client, and for one that stops and wants it")
  func will() async throws {
    let broker = try PrivateBroker()
    let watcher = try await LinkOwner.connected(.test(broker.url, "watcher"), [MQTTSubscription("will/#")])
    let lost = try await LinkOwner.connected(
      .test(broker.url, "lost") {
        $0.will = MQTTPublication("will/lost", "offline", properties: MQTTProperties(contentType: "text/plain"))
      })
    // Cut off without a good-bye, as a process that is killed.
    await lost.act { owner in
      if let descriptor = owner.connection.socket?.descriptor { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
    let message = try await watcher.message { $0.topic == "will/lost" }
    #expect(message.properties.contentType == "text/plain")
    let leaving = try await LinkOwner.connected(
      .test(broker.url, "leaving") { $0.will = MQTTPublication("will/leaving", "offline", retain: true) })
    await leaving.stop()
    try await watcher.message { $0.topic == "will/leaving" && $0.text == "offline" }
  }

  @Test("the session outlives the connection: messages sent meanwhile come at the next connect")
  func session() async throws {
    let broker = try PrivateBroker()
    let owner = try await LinkOwner.connected(.test(broker.url, "keeper"), [MQTTSubscription("a")])
    await owner.stop()
    try ChildProcess.run(["mosquitto_pub", "-p", "\(broker.port)", "-q", "1", "-t", "a", "-m", "meanwhile"])
    let again = try await LinkOwner.connected(.test(broker.url, "keeper"))
    try await again.event("session present") { $0 == .connected(sessionPresent: true) }
    try await again.message { $0.text == "meanwhile" }
  }

  @Test("a broker of MQTT 3.1.1's rules is served too", arguments: [true, false])
  func threeOneOne(usesName: Bool) async throws {
    let broker = try PrivateBroker()
    let url = usesName ? "mqtt://localhost:\(broker.port)" : broker.url
    let owner = try await LinkOwner.connected(.test(url) { $0.version = .threeOneOne }, [MQTTSubscription("a")])
    await owner.publish(MQTTPublication("a", "1", properties: MQTTProperties(responseTopic: "is left out")))
    let message = try await owner.message { $0.topic == "a" }
    #expect(message.properties == .none)
    #expect(try await owner.outcome(of: "a") == .delivered(.success))
  }
}
