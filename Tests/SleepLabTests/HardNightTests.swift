import Testing

@testable import SleepLab

@Suite("Nights that are hard to read")
struct HardNightTests {
  /// Seeds on which no parameter was chosen.
  private static let seeds: [UInt64] = [101, 102, 103]

  private struct Made: Sendable {
    var night: SyntheticNight
    var events: [EventMethod: [SleepEvent]]
    var ruled: [Stage]
  }

  private static let nights: [SyntheticDifficulty: Result<[Made], any Error>] = Dictionary(
    uniqueKeysWithValues: [SyntheticDifficulty.real, .hard].map { difficulty in
      (
        difficulty,
        Result {
          try seeds.map { seed in
            let night = SyntheticNight(seed: seed, hours: 2, difficulty: difficulty)
            let recording = try Recording(MappedBytes(night.recording))
            let expert = try HypnogramFile(MappedBytes(night.hypnogram))
            let prepared = try Preparation.night(of: recording, hypnogram: expert, salt: []).night
            let ruled = try Preparation.staging(of: recording).stages
            return Made(
              night: night, events: [.regie: prepared.events, .yasa: prepared.yasaEvents], ruled: ruled)
          }
        }
      )
    })

  private func made(_ difficulty: SyntheticDifficulty) throws -> [Made] {
    try #require(Self.nights[difficulty]).get()
  }

  @Test(
    "the same seed and difficulty give the same bytes; another difficulty others",
    arguments: SyntheticDifficulty.allCases)
  func deterministic(difficulty: SyntheticDifficulty) {
    let first = SyntheticNight(seed: 5, hours: 0.3, difficulty: difficulty)
    let second = SyntheticNight(seed: 5, hours: 0.3, difficulty: difficulty)
    #expect(first.recording == second.recording && first.truthTable == second.truthTable)
    #expect(first.truthRecording == second.truthRecording)
    for other in SyntheticDifficulty.allCases where other != difficulty {
      #expect(SyntheticNight(seed: 5, hours: 0.3, difficulty: other).recording != first.recording)
    }
  }

  @Test(
    "its truth lies in the stages where it belongs, within the night", arguments: [SyntheticDifficulty.real, .hard])
  func truth(difficulty: SyntheticDifficulty) throws {
    for made in try made(difficulty) {
      let night = made.night
      #expect(Set(night.truth.map(\.kind)) == Set(SleepEvent.Kind.allCases))
      #expect(!night.disturbances.isEmpty)
      for event in night.truth {
        let stage = night.stages[Int(event.onsetSeconds / 30)]
        switch event.kind {
        case .spindle: #expect([.n1, .n2, .n3].contains(stage))
        case .slowWave: #expect(stage == .n3)
        case .kComplex: #expect(stage == .n2)
        case .eyeMovement: #expect(stage == .rem)
        }
        #expect(event.endSeconds <= Double(night.stages.count) * 30 && event.amplitudeMicrovolts > 5)
      }
    }
  }

  @Test("the truth is written as a table and as annotations, entry by entry")
  func written() throws {
    let night = try #require(try made(.hard).first).night
    let lines = night.truthTable.split(separator: "\n")
    #expect(lines[0] == "type,onset_s,duration_s,frequency_hz,amplitude_uv,stage")
    #expect(lines.count == 1 + night.truth.count + night.disturbances.count)
    let recording = try Recording(MappedBytes(night.truthRecording))
    #expect(recording.annotations.count == lines.count - 1)
    for (line, annotation) in zip(lines.dropFirst(), recording.annotations) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let isEvent = SleepEvent.Kind(wording: String(cells[0])) != nil || cells[0] == "arousal"
      #expect(
        annotation.meaning == (isEvent ? ScoredEvent.Kind(rawValue: String(cells[0])).map { .event($0) } : .other))
      #expect(Double(cells[1]) == annotation.onsetSeconds && Double(cells[2]) == annotation.durationSeconds)
    }
  }

  @Test(
    "the own method is nearer to the truth than YASA's, kind by kind, on seeds that chose no parameter",
    arguments: [SyntheticDifficulty.real, .hard])
  func methods(difficulty: SyntheticDifficulty) throws {
    for kind in SleepEvent.Kind.allCases {
      let kinds: Set<SleepEvent.Kind> = kind == .slowWave ? [.slowWave, .kComplex] : [kind]
      var scores: [EventMethod: Double] = [:]
      for made in try made(difficulty) {
        let truth = made.night.truth.filter { kinds.contains($0.kind) }.map {
          Span(start: $0.onsetSeconds, end: $0.endSeconds)
        }
        for method in EventMethod.allCases {
          let found = (made.events[method] ?? []).filter { $0.kind == kind }
          let spans = found.map { Span(start: $0.onsetSeconds, end: $0.endSeconds) }
          scores[method, default: 0] += overlapF1(spans, truth) / Double(Self.seeds.count)
        }
      }
      let (own, yasa) = (scores[.regie] ?? 0, scores[.yasa] ?? 0)
      #expect(own > yasa, "\(difficulty), \(kind), seeds \(Self.seeds): \(own), by YASA's definition \(yasa)")
    }
  }

  @Test("the rules see the stages of nights that are hard to read", arguments: [SyntheticDifficulty.real, .hard])
  func stages(difficulty: SyntheticDifficulty) throws {
    for (seed, made) in zip(Self.seeds, try made(difficulty)) {
      let kappa = try #require(Agreement(made.night.stages, made.ruled).kappa)
      #expect(kappa > (difficulty == .real ? 0.7 : 0.55), "\(difficulty), seed \(seed): κ \(kappa)")
    }
  }
}
