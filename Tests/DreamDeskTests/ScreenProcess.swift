import BrokerFixture
import Foundation
import MQTTLink
import SleepLab
import Testing

/// The program under test, beside the tests' own bundle.
let reverieProgram: String = {
  let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  return bundle.appending(path: "reverie").path(percentEncoded: false)
}()

/// A folder of one test, gone with it.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "screen-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Puts a night of given stages into the folder, an event of its stage every few seconds.
  func makeNight(_ name: String, _ stages: [Stage], consent: Consent = .notStated) throws {
    let seconds = Double(stages.count) * Epoch.lengthSeconds
    let night = Night(
      id: NightID(UInt64(stages.count)), durationSeconds: seconds,
      epochs: stages.map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil) },
      track: FeatureTrack(count: Int(seconds * 10)) { _ in [] }, events: [], provenance: [], consent: consent)
    try NightFile.write(night, to: "\(path)/\(name).night", mayReplace: true)
  }
}

/// What a foreign client sees of a screen.
actor ScreenWatcher {
  let client: MQTTClient
  private let base: String
  private var batches: AsyncStream<[MQTTMessage]>.Iterator
  private var waiting: [MQTTMessage] = []

  init(broker: PrivateBroker, id: String) async throws {
    base = "hall/7.1/device/\(id)"
    client = try MQTTClient(
      settings: LinkSettings(address: try BrokerAddress(broker.url), clientIdentifier: "watcher-\(id)"))
    batches = client.batches.makeAsyncIterator()
    try await client.connect()
    try await client.subscribe(MQTTSubscription("\(base)/#"))
  }

  func desire(_ json: String) async throws {
    try await client.publish(MQTTPublication("\(base)/desired", json, retain: true))
  }

  /// The next message on a topic of the screen that satisfies a rule; the suite's time limit ends a wait in vain.
  func next(_ topic: String, where rule: (String) -> Bool) async throws -> String {
    while true {
      while !waiting.isEmpty {
        let message = waiting.removeFirst()
        if message.topic == "\(base)/\(topic)", rule(message.text) { return message.text }
      }
      var iterator = batches
      let batch = await iterator.next(isolation: self)
      batches = iterator
      waiting = try #require(batch)
    }
  }

  /// The next actual report that satisfies a rule, as JSON members.
  func actual(where rule: ([String: Any]) -> Bool) async throws -> Report {
    let text = try await next("actual") { rule(Report($0).members) }
    return Report(text)
  }

  struct Report: Sendable {
    let text: String
    let receivedUnixSeconds = Date().timeIntervalSince1970

    init(_ text: String) { self.text = text }

    var members: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }
    var position: Double? { members["position"] as? Double }
  }
}
