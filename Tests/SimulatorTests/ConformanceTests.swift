import BrokerFixture
import MQTTLink
import Testing

@testable import Simulator

/// One thing that is done with a broker.
private enum Step: Sendable {
  case connect(String, expiry: UInt32 = 60, will: Bool = false, pausing: Bool = false)
  case subscribe(String, MQTTSubscription)
  case publish(String, String, String, retain: Bool = false)
  /// The connection is lost, with all that was not written.
  case drop(String)
  case leave(String)
  /// Until it has heard so many things.
  case hears(String, Int)

  static func settings(_ name: String, _ expiry: UInt32, _ will: Bool, _ url: String) throws -> LinkSettings {
    var settings = LinkSettings(address: try BrokerAddress(url), clientIdentifier: "conformance-\(name)")
    settings.sessionExpirySeconds = expiry
    if will { settings.will = MQTTPublication("will/\(name)", "gone", retain: true) }
    return settings
  }
}

@Suite("The simulated broker does what mosquitto does") struct ConformanceTests {
  private static let scripts: [String: [Step]] = [
    "retained messages, and their mark at subscribers that want it as published": [
      .connect("writer"), .publish("writer", "t/1", "a", retain: true), .connect("plain"),
      .subscribe("plain", MQTTSubscription("t/+")), .hears("plain", 2),
      .publish("writer", "t/1", "b", retain: true), .hears("plain", 3), .connect("marked"),
      .subscribe("marked", MQTTSubscription("t/+", retainAsPublished: true)), .hears("marked", 2),
      .publish("writer", "t/1", "c", retain: true), .hears("plain", 4), .hears("marked", 3),
      .publish("writer", "t/1", "", retain: true), .hears("plain", 5), .hears("marked", 4),
      .publish("writer", "t/1", "d"), .hears("plain", 6), .connect("late"),
      // By the connection that has just subscribed: on another one it could be told before the subscription is in force.
      .subscribe("late", MQTTSubscription("t/#")), .publish("late", "t/2", "end"), .hears("late", 2),
      .hears("plain", 7), .hears("marked", 6),
    ],
    "messages come again after a connection that was lost amid a pause": [
      .connect("reader", pausing: true), .subscribe("reader", MQTTSubscription("q/+")), .connect("writer"),
      .publish("reader", "x", "the subscription is in force"), .publish("writer", "q/1", "one"), .hears("reader", 2),
      .drop("reader"), .publish("writer", "q/1", "two"), .connect("reader"), .hears("reader", 5),
      .publish("reader", "x", "confirmed"), .drop("reader"), .connect("reader"), .publish("writer", "q/1", "three"),
      .hears("reader", 7),
    ],
    "a will is told when a connection is lost, and not after a good-bye": [
      .connect("writer"), .connect("mortal", will: true), .connect("reader"),
      .subscribe("reader", MQTTSubscription("will/#")), .publish("reader", "will/x", "subscribed"), .hears("reader", 2),
      .drop("mortal"), .hears("reader", 3), .connect("mortal", will: true), .leave("mortal"), .connect("mortal"),
      .publish("mortal", "will/x", "end"), .hears("reader", 4),
    ],
    "a session without expiry ends with its connection": [
      .connect("writer"), .connect("reader", expiry: 0), .subscribe("reader", MQTTSubscription("e/1")),
      .publish("reader", "x", "the subscription is in force"), .drop("reader"), .publish("writer", "e/1", "missed"),
      .connect("reader", expiry: 0), .subscribe("reader", MQTTSubscription("e/1")),
      .publish("reader", "x", "the subscription is in force"), .publish("writer", "e/1", "seen"), .hears("reader", 3),
    ],
  ]

  @Test("in sequences that the hall relies on", .timeLimit(.minutes(2)), arguments: scripts.keys.sorted())
  func conforms(_ name: String) async throws {
    let script = try #require(Self.scripts[name])
    let real = try await real(script)
    let virtual = try virtual(script)
    for name in real.keys.sorted() { #expect(virtual[name] == real[name], "\(name)") }
    #expect(real.values.allSatisfy { $0.first?.hasPrefix("connected") == true })
  }

  private func real(_ script: [Step]) async throws -> [String: [String]] {
    let broker = try PrivateBroker()
    let url = broker.url
    var clients: [String: ConformanceClient] = [:]
    var loops: [EventLoop] = []
    func client(_ name: String) throws -> ConformanceClient {
      if let client = clients[name] { return client }
      let loop = try EventLoop(name: "conformance")
      loops.append(loop)
      let client = ConformanceClient(loop)
      clients[name] = client
      return client
    }
    for step in script {
      switch step {
      case .connect(let name, let expiry, let will, let pausing):
        let (client, settings) = (try client(name), try Step.settings(name, expiry, will, url))
        let loop = client.loop
        let before = await client.transcript.count
        await client.connect(by: { MQTTConnection(settings: settings, loop: loop) }, pausing: pausing)
        try await client.hears(before + 1)
      case .subscribe(let name, let subscription): try await client(name).subscribe(subscription)
      case .publish(let name, let topic, let text, let retain):
        try await client(name).publish(MQTTPublication(topic, text, retain: retain))
      case .drop(let name): try await client(name).drop()
      case .leave(let name): try await client(name).hasLeft()
      case .hears(let name, let count): try await client(name).hears(count)
      }
    }
    var transcripts: [String: [String]] = [:]
    for (name, client) in clients {
      transcripts[name] = await client.transcript
      await client.drop()
    }
    for loop in loops { loop.shutDown() }
    return transcripts
  }

  private func virtual(_ script: [Step]) throws -> [String: [String]] {
    let bench = VirtualBench()
    for step in script {
      switch step {
      case .connect(let name, let expiry, let will, let pausing):
        bench.connect(name, try Step.settings(name, expiry, will, "mqtt://127.0.0.1"), pausing: pausing)
      case .subscribe(let name, let subscription):
        bench.client(name).assumeIsolated { $0.subscribe(subscription) }
      case .publish(let name, let topic, let text, let retain):
        bench.client(name).assumeIsolated { $0.publish(MQTTPublication(topic, text, retain: retain)) {} }
      case .drop(let name): bench.client(name).assumeIsolated { $0.drop() }
      case .leave(let name): bench.client(name).assumeIsolated { $0.leave() }
      case .hears: break
      }
      bench.settle()
    }
    return bench.transcripts
  }
}

/// Clients on virtual loops at a simulated broker.
private final class VirtualBench: @unchecked Sendable {
  private let world = World(seed: 1)
  private let broker: SimulatedBroker
  private var clients: [String: ConformanceClient] = [:]
  private var loops: [String: VirtualLoop] = [:]

  init() { broker = SimulatedBroker(world) }

  func client(_ name: String) -> ConformanceClient {
    if let client = clients[name] { return client }
    let loop = VirtualLoop(world)
    let client = ConformanceClient(loop)
    (loops[name], clients[name]) = (loop, client)
    return client
  }

  func connect(_ name: String, _ settings: LinkSettings, pausing: Bool) {
    let client = client(name)
    client.assumeIsolated { client in
      client.connect(
        by: { [self] in
          let random = Chance(seed: 1)
          return MQTTConnection(settings: settings, loop: client.loop, random: random) { [self] settings in
            socket(name, settings)
          }
        }, pausing: pausing)
    }
  }

  private func socket(_ name: String, _ settings: LinkSettings) -> any LinkSocket {
    guard let loop = loops[name] else { preconditionFailure("a client has a loop") }
    return VirtualSocket(
      settings, on: loop, over: { [self] in broker.wire(for: settings.clientIdentifier, delay: .milliseconds(1)) },
      onWrite: { _ in })
  }

  /// Lets two seconds pass.
  func settle() {
    let end = world.now.advanced(by: .seconds(2))
    let all = loops.sorted { $0.key < $1.key }.map(\.value)
    turn(all)
    while let next = ([world.next] + all.map(\.nextDeadline)).compactMap({ $0 }).min(), next <= end {
      if world.next == next { world.step() } else { world.pass(until: next) }
      turn(all)
    }
    world.pass(until: end)
  }

  private func turn(_ loops: [VirtualLoop]) {
    while let loop = loops.first(where: \.hasWork) { loop.turn() }
  }

  var transcripts: [String: [String]] {
    clients.mapValues { client in client.assumeIsolated { $0.transcript } }
  }
}
