import BrokerFixture
import Foundation
import MQTTLink
import Show
import Testing

/// Minutes of killing and coming back: part of the campaign alone (`REGIE_CAMPAIGN`).
@Suite(
  "A venue whose parts are killed one after another", .serialized, .timeLimit(.minutes(15)),
  .enabled(if: ProcessInfo.processInfo.environment["REGIE_CAMPAIGN"] != nil))
struct VenueTests {
  private static let words: [Venue.Part: Set<String>] = [
    .film: ["playing"], .dream: ["dreaming"], .glow: ["on"], .beam: ["on"], .panel: ["on"],
  ]

  @Test(
    "each is named, leaves all others as they are, and is where it should be when it is back; so are broker and daemon")
  func killed() async throws {
    guard let python = Venue.python else {
      print("· no paho-mqtt here: the venue's parts are passed over")
      return
    }
    let venue = try await Venue(python: python)
    defer { venue.end() }
    _ = try await venue.rig.ask(#"{"id":"open","do":"hall","to":"open"}"#, attempts: 20)
    for part in Venue.Part.allCases {
      let isThere = await venue.waits(for: part, from: 0, Self.words[part] ?? []) != nil
      try #require(isThere, "\(part) did not come up: \(venue.rig.account)")
    }
    for part in Venue.Part.allCases { try await kill(part, of: venue) }
    try await killBroker(of: venue)
    try await killDaemon(of: venue)
  }

  private func kill(_ part: Venue.Part, of venue: Venue) async throws {
    let before = venue.rig.heard.count
    let positionBefore = venue.position(of: part)
    try venue.kill(part)
    #expect(await venue.warns("device-offline:\(part.device)", true, from: before), "\(part) is not missed")
    let gone = venue.rig.heard.count
    try venue.start(part)
    let actual = await venue.waits(for: part, from: gone, Self.words[part] ?? [])
    #expect(actual != nil, "\(part) is not back: \(venue.rig.account)")
    #expect(await venue.warns("device-offline:\(part.device)", false, from: gone))
    if let positionBefore {
      let position = try #require(actual?.seconds)
      #expect(position >= positionBefore, "a night goes on by show time, it does not begin anew")
    }
    let others = venue.others(than: part, from: before)
    #expect(others == [], "\(part) was killed, and others heard of it")
  }

  private func killBroker(of venue: Venue) async throws {
    venue.rig.broker.kill()
    let before = venue.rig.heard.count
    try venue.rig.broker.start()
    for part in Venue.Part.allCases {
      let topic = "hall/t/device/\(part.device)/desired"
      #expect(await venue.rig.heard.first(from: before, within: 60) { $0.topic == topic } != nil, "\(part)")
    }
    #expect(await venue.waits(for: .dream, from: before, ["dreaming"]) != nil)
    #expect(await venue.warns("device-offline:lamp", false, from: before))
    let reply = try await venue.rig.ask(#"{"id":"after","do":"ping"}"#, attempts: 20)
    #expect(reply.at(pointer: "/ok") == .flag(true))
  }

  private func killDaemon(of venue: Venue) async throws {
    let position = try #require(venue.position(of: .dream))
    venue.rig.kill()
    let before = venue.rig.heard.count
    try venue.startDaemon()
    for part in Venue.Part.allCases {
      #expect(
        await venue.waits(for: part, from: before, Self.words[part] ?? []) != nil, "\(part): \(venue.rig.account)")
    }
    let after = try #require(venue.position(of: .dream))
    #expect(after >= position, "the screen dreamt on meanwhile")
    let scenes = venue.rig.heard.all.dropFirst(before).filter {
      $0.topic.hasSuffix("/state") && $0.topic.contains("artwork")
    }
    #expect(scenes.allSatisfy { $0.text.contains("\"shown\"") }, "no artwork left its scene")
  }
}

extension Venue {
  /// Where in its night a screen said last that it is; nothing for other parts.
  fileprivate func position(of part: Part) -> Double? {
    guard part == .dream else { return nil }
    return rig.heard.all.last { $0.topic == "hall/t/device/\(part.device)/actual" }
      .flatMap { try? JSONValue(strict: $0.payload) }?.seconds
  }
}

extension JSONValue {
  /// The position in a night that a screen's report tells.
  fileprivate var seconds: Double? {
    if case .number(let seconds)? = at(pointer: "/position") { seconds } else { nil }
  }
}
