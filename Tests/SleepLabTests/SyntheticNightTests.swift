@testable import SleepLab
import Testing

@Suite("Made-up nights")
struct SyntheticNightTests {
  @Test("the same seed gives the same bytes, another seed others")
  func deterministic() {
    let first = SyntheticNight(seed: 5, hours: 0.2)
    let second = SyntheticNight(seed: 5, hours: 0.2)
    #expect(first.recording == second.recording && first.hypnogram == second.hypnogram)
    #expect(SyntheticNight(seed: 6, hours: 0.2).recording != first.recording)
  }

  @Test("a night has every stage, in the order of sleep, whatever its length", arguments: [0.5, 2, 7.5])
  func stages(hours: Double) throws {
    for seed in 0..<8 as Range<UInt64> {
      var chance = SeededPlan(seed: seed)
      let stages = chance.stages(hours: hours)
      #expect(stages.count == Int(hours * 120), "seed \(seed)")
      #expect(Set(stages) == [.wake, .n1, .n2, .n3, .rem], "seed \(seed)")
      #expect(stages.first == .wake && stages.last == .wake, "seed \(seed)")
      let deep = try #require(stages.firstIndex(of: .n3))
      let dreaming = try #require(stages.firstIndex(of: .rem))
      #expect(deep < dreaming, "seed \(seed)")
    }
  }

  @Test("what was laid into it is found again, and the rules see its stages")
  func truth() throws {
    let made = SyntheticNight(seed: 11, hours: 2)
    let recording = try Recording(MappedBytes(made.recording))
    #expect(recording.repairsWithJudgement == [])
    let expert = try HypnogramFile(MappedBytes(made.hypnogram))
    let night = try Preparation.night(of: recording, hypnogram: expert, salt: []).night
    #expect(night.epochs.map(\.stage) == made.stages)
    let moves = made.truth.filter { $0.kind == .eyeMovement }.map {
      Span(start: $0.onsetSeconds, end: $0.onsetSeconds + $0.durationSeconds)
    }
    #expect(overlapF1(night.spans(.eyeMovement), moves) > 0.9)
    let spindles = made.truth.filter { $0.kind == .spindle }.map {
      Span(start: $0.onsetSeconds, end: $0.onsetSeconds + $0.durationSeconds)
    }
    #expect(overlapF1(night.spans(.spindle), spindles) > 0.7)
    let ruled = try Preparation.night(of: recording, salt: []).night
    let agreement = zip(ruled.epochs, made.stages).count { $0.stage == $1 }
    #expect(Double(agreement) > 0.85 * Double(made.stages.count))
    #expect(ruled.epochs.allSatisfy { $0.scoredBy == .rules && $0.sure > 0.2 && $0.sure <= 1 })
  }
}

/// Only the plan of a night, without its signals.
private struct SeededPlan {
  let seed: UInt64

  mutating func stages(hours: Double) -> [Stage] {
    var chance = SeededChance(seed: seed)
    return SleepPlan.stages(epochCount: Int(hours * 120), chance: &chance)
  }
}
