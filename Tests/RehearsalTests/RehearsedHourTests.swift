import Foundation
import Rehearsal
import Sequencer
import Show
import Testing

/// An hour of the show that ships, with its visitors.
@Suite("An hour of the hall that ships")
struct RehearsedHourTests {
  /// 10 June 2025, 10:00 to 11:00 in Paris, with twice as many visitors as usual.
  private static let hour: [VirtualHall.Moment]? = {
    guard let show = ShippedShow.show else { return nil }
    let ten = WallInstant(milliseconds: 1_749_542_400_000)
    let plan = RehearsalPlan(
      span: RehearsalSpan(from: ten, to: ten + .hours(1)), seed: 71, habits: VisitorHabits(groupsPerHour: 80))
    var rehearsal = try? HallRehearsal(show, plan: plan)
    rehearsal?.advance(to: .zero + .hours(1))
    return rehearsal?.takeMoments()
  }()

  @Test("does what its golden trace says, but for the cues")
  func golden() throws {
    let moments = try #require(Self.hour)
    let told: Set<Decision.Kind> = [.scene, .trigger, .notFired, .phase, .warning, .cleared, .fault, .alarm]
    let trace =
      moments.compactMap { moment -> String? in
        var mine = moment
        mine.step.decisions.removeAll { !told.contains($0.kind) }
        mine.step.effects = []
        return mine.step.decisions.isEmpty ? nil : mine.line
      }.joined(separator: "\n") + "\n"
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/hour.txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(trace.utf8).write(to: file) }
    let kept = try String(contentsOf: file, encoding: .utf8)
    let (now, before) = (trace.split(separator: "\n"), kept.split(separator: "\n"))
    let line = zip(now, before).enumerated().first { $1.0 != $1.1 }?.offset ?? min(now.count, before.count)
    #expect(
      trace == kept,
      "line \(line + 1): is «\(now.dropFirst(line).first ?? "nothing")», was «\(before.dropFirst(line).first ?? "nothing")»; UPDATE_GOLDEN=1 keeps it anew"
    )
  }

  @Test("makes no fault, and no warning that lasts")
  func faultless() throws {
    let decisions = try #require(Self.hour).flatMap(\.step.decisions)
    #expect(decisions.filter { $0.kind == .fault }.map(\.sentence) == [])
    #expect(decisions.count { $0.kind == .warning } == decisions.count { $0.kind == .cleared })
    #expect(decisions.count { $0.kind == .scene } > 300)
  }
}
