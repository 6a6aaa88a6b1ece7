import BrokerFixture
import Foundation
import MQTTLink
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Live samples on a real broker", .timeLimit(.minutes(4)))
struct LiveCommandTests {
  /// The features that the program publishes, as they come.
  private struct Features {
    let client: MQTTClient
    private var batches: AsyncStream<[MQTTMessage]>.Iterator
    private var waiting: [MQTTMessage] = []

    init(broker: PrivateBroker) async throws {
      client = try MQTTClient(
        settings: LinkSettings(address: BrokerAddress(broker.url), clientIdentifier: "reader"), batchesKept: 10_000)
      batches = client.batches.makeAsyncIterator()
      try await client.connect()
      try await client.subscribe(MQTTSubscription("hall/7.1/lab/bed-1/features"))
    }

    mutating func next() async throws -> [String: Any] {
      while waiting.isEmpty { waiting = try #require(await batches.next(), "the time limit has come") }
      let json = try JSONSerialization.jsonObject(with: Data(waiting.removeFirst().payload))
      return try #require(json as? [String: Any])
    }
  }

  private func packet(_ number: Int, rateHz: Int = 128) -> String {
    let samples = (0..<(rateHz / 8)).map { index -> String in
      let at = Double(number) / 8 + Double(index) / Double(rateHz)
      return PlainNumber.fixed(20 * sin(2 * .pi * 10.25 * at), decimals: 3)
    }
    return "{\"at\": \(Double(number) / 8), \"rate_hz\": \(rateHz), \"eeg\": [\(samples.joined(separator: ","))]}"
  }

  @Test("samples become features on the broker, ten a second; what cannot be used stops nothing")
  func follows() async throws {
    var setup = PrivateBroker.Setup()
    setup.logsPackets = true
    let broker = try PrivateBroker(setup)
    var features = try await Features(broker: broker)
    let pipe = "mosquitto_pub -p \(broker.port) -t hall/7.1/lab/bed-1/samples"
    try ChildProcess.run(["sh", "-c", "\(pipe) -r -m '\(packet(100))'"])
    let program = try ChildProcess(
      [reverieProgram, "live", "--source", "bed-1", "--publish", "--broker", broker.url], mergesOutput: false)
    defer { program.end() }
    _ = try #require(await broker.line(containing: "hall/7.1/lab/bed-1/samples (QoS 0)"))
    // Another process sends, so that samples come as they are made, however little of the processor tests get.
    let hostile = ["", "nonsense", "[1]", "{\"at\":true,\"rate_hz\":1,\"eeg\":[1]}", "{\"at\":1,\"rate_hz\":128}"]
    let lines = (0..<24).map { packet($0) } + hostile + (24..<40).map { packet($0) }
    let folder = try TestFolder()
    let file = "\(folder.path)/samples"
    try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    try ChildProcess.run(["sh", "-c", "\(pipe) -l < \(file)"])
    let first = try await features.next()
    #expect(first["t_s"] as? Double == 0, "the packet that the broker kept is not of now")
    var alpha: Double?
    while alpha == nil {
      let amplitudes = try await features.next()["amplitudes_uv"] as? [String: Any]
      alpha = amplitudes?["alpha"] as? Double
    }
    #expect(abs(try #require(alpha) - 14.14) < 1)
    program.send(SIGTERM)
    #expect(program.wait() == 0)
  }
}
