import Foundation
import Journal
import MQTTLink
import Rehearsal
import Show
import Testing

@Suite("A wall clock that is set while the daemon runs", .serialized) struct ClockStepTests {
  /// A hall that is open all day, with an artwork that ticks every two seconds and one with two moments.
  private static let hall =
    HallRig.hall.replacingOccurrences(of: "artworks: [bell]", with: "artworks: [bell, pond]") + """

      schedule:
        - { kind: opening, date: 2025-06-10, from: "06:00", to: "23:00" }
        - { kind: moment, artwork: bell, go: nine, at: 2025-06-10T09:00, missed: within 60s }
        - { kind: moment, artwork: bell, go: later, at: 2025-06-10T09:30, missed: within 60s }

      """

  private static let bell =
    HallRig.bell + """

        nine:
          entry: schedule
          cues:
            - publish: { topic: bell/nine, payload: ding }
        later:
          entry: schedule
          cues:
            - publish: { topic: bell/later, payload: dong }

      """

  private static let ticks = 60
  private static let pond =
    """
    regie: 1
    artwork: pond
    start: ticking
    closed: ticking
    scenes:
      ticking:
        cues:

    """
    + (1...ticks).map { "      - { at: \(2 * $0)s, publish: { topic: bell/tick, payload: \"\($0)\" } }" }
    .joined(separator: "\n") + "\n"

  @Test("timelines go on unmoved, and a scheduled moment happens once though its instant is passed twice")
  func timelines() async throws {
    let rig = try await HallRig()
    let clock = try SetClock(in: rig.folder, saying: "08:59:50")
    for (name, text) in [("hall", Self.hall), ("bell", Self.bell), ("pond", Self.pond)] {
      try text.write(toFile: "\(rig.showFolder)/\(name).yaml", atomically: true, encoding: .utf8)
    }
    try rig.start(environment: clock.environment)
    let tick = try await next("bell/tick", of: rig)
    #expect(try await next("bell/nine", of: rig) != nil, "\(rig.account)")
    // Back an hour and forward again: the instant is passed a second time.
    try clock.set(to: "08:00:00")
    #expect(try await next("bell/tick", of: rig, from: rig.heard.count) != nil)
    try clock.set(to: "08:59:57")
    for _ in 0..<3 { #expect(try await next("bell/tick", of: rig, from: rig.heard.count) != nil) }
    // And a third time, by the step itself; then the next moment comes.
    try clock.set(to: "08:30:00")
    #expect(try await next("bell/tick", of: rig, from: rig.heard.count) != nil)
    try clock.set(to: "09:29:57")
    #expect(try await next("bell/later", of: rig) != nil, "\(rig.account)")
    #expect(rig.heard.all.count { $0.topic == "bell/nine" } == 1)
    #expect(tick != nil && rig.stop() == 0)
    #expect(rig.heard.all.count { $0.topic == "bell/later" } == 1)
    try timelineIsUnmoved(rig)
    let (replay, isSame) = try rig.replayed()
    #expect(isSame && replay.difference == nil, "\(replay.difference?.description ?? "another state")")
  }

  /// Each tick came once, in its turn, two seconds of show time after the one before; and show time is real time.
  private func timelineIsUnmoved(_ rig: HallRig) throws {
    let heard = rig.heard.all.filter { $0.topic == "bell/tick" }.map(\.text)
    #expect(heard.count > 5 && heard == (1...heard.count).map(String.init))
    let reader = try JournalReader(path: rig.journal)
    defer { reader.close() }
    let ticks = try reader.entries(EntryFilter(kind: "publish", role: .effect)).filter { $0.subject == "bell/tick" }
    let gaps = zip(ticks, ticks.dropFirst()).map { $1.atMilliseconds - $0.atMilliseconds }
    #expect(gaps.allSatisfy { $0 == 2000 }, "\(gaps)")
    // The control: by the wall clock they are not two seconds apart.
    let walls = zip(ticks, ticks.dropFirst()).compactMap { one, other in
      other.wallMilliseconds.flatMap { wall in one.wallMilliseconds.map { wall - $0 } }
    }
    #expect(walls.contains { $0 < -3_000_000 } && walls.contains { $0 > 3_000_000 }, "\(walls)")
  }

  @Test("the hall opens and closes with the clock, whichever way it is set") func opening() async throws {
    let rig = try await HallRig()
    let clock = try SetClock(in: rig.folder, saying: "09:00:00")
    let hall = HallRig.hall + "\nschedule:\n  - { kind: opening, date: 2025-06-10, from: \"09:30\", to: \"18:30\" }\n"
    try hall.write(toFile: rig.showFolder + "/hall.yaml", atomically: true, encoding: .utf8)
    let child = try rig.start(environment: clock.environment)
    #expect(await child.log.first { $0.contains("the show runs") } != nil, "\(rig.account)")
    #expect(await phase(of: rig, from: 0, isOneOf: ["closed"]), "\(rig.account)")
    for _ in 0..<2 {
      var before = rig.heard.count
      try clock.set(to: "10:00:00")
      #expect(await phase(of: rig, from: before, isOneOf: ["open"]), "forward")
      before = rig.heard.count
      try clock.set(to: "09:00:00")
      #expect(await phase(of: rig, from: before, isOneOf: ["closing", "closed"]), "back")
    }
    let before = rig.heard.count
    try clock.set(to: "09:29:57")
    #expect(await phase(of: rig, from: before, isOneOf: ["open"]), "by itself")
    #expect(rig.stop() == 0)
  }

  private func next(_ topic: String, of rig: HallRig, from start: Int = 0) async throws -> MQTTMessage? {
    await rig.heard.first(from: start) { $0.topic == topic }
  }

  private func phase(of rig: HallRig, from start: Int, isOneOf phases: [String]) async -> Bool {
    await rig.heard.first(from: start) { message in
      guard message.topic == "hall/t/state", let state = try? JSONValue(strict: message.payload) else { return false }
      return state.at(pointer: "/phase")?.text.map(phases.contains) == true
    } != nil
  }
}
