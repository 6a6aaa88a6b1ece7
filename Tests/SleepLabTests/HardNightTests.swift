import Testing

@testable import SleepLab

@Suite("Nights that are hard to read")
struct HardNightTests {
  @Test("the same seed and difficulty give the same bytes and the same truth, others give others")
  func deterministic() {
    for difficulty in [SyntheticDifficulty.real, .hard] {
      let first = SyntheticNight(seed: 4, hours: 0.2, difficulty: difficulty)
      let second = SyntheticNight(seed: 4, hours: 0.2, difficulty: difficulty)
      #expect(first.recording == second.recording && first.truthTable == second.truthTable)
      #expect(SyntheticNight(seed: 5, hours: 0.2, difficulty: difficulty).recording != first.recording)
    }
    let hard = SyntheticNight(seed: 4, hours: 0.2, difficulty: .hard)
    #expect(hard.recording != SyntheticNight(seed: 4, hours: 0.2, difficulty: .real).recording)
  }

  @Test("the truth lists events and disturbances by onset, each within the night; easy nights have no disturbances")
  func truth() throws {
    let night = SyntheticNight(seed: 2, hours: 1, difficulty: .hard)
    #expect(!night.disturbances.isEmpty && SyntheticNight(seed: 2, hours: 0.2).disturbances.isEmpty)
    let rows = night.truthTable.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows[0].joined(separator: ",") == "type,onset_s,duration_s,frequency_hz,amplitude_uv,stage")
    #expect(rows.count == 1 + night.truth.count + night.disturbances.count)
    let onsets = try rows.dropFirst().map { try #require(Double($0[1])) }
    #expect(onsets == onsets.sorted() && onsets.allSatisfy { (0...3600).contains($0) })
    let read = try Recording(MappedBytes(night.truthRecording))
    #expect(read.annotations.count == rows.count - 1)
  }

  @Test(
    "spindles of sleepers that no threshold was set for are found better than by YASA's definition",
    arguments: [(SyntheticDifficulty.real, 31 as UInt64), (.real, 32), (.hard, 33)])
  func spindles(difficulty: SyntheticDifficulty, seed: UInt64) throws {
    let night = SyntheticNight(seed: seed, hours: 2, difficulty: difficulty)
    let recording = try Recording(MappedBytes(night.recording))
    let scored = try HypnogramFile(MappedBytes(night.hypnogram))
    let wanted = night.truth.filter { $0.kind == .spindle }.map { Span(start: $0.onsetSeconds, end: $0.endSeconds) }
    func score(_ method: EventMethod) throws -> Double {
      let found = try Preparation.events(of: recording, hypnogram: scored, by: method)
      return overlapF1(
        found.filter { $0.kind == .spindle }.map { Span(start: $0.onsetSeconds, end: $0.endSeconds) }, wanted)
    }
    let own = try score(.regie), yasa = try score(.yasa)
    #expect(own > yasa, "\(difficulty), seed \(seed): \(own), by YASA's definition \(yasa)")
  }
}

@Suite("Parameters of methods")
struct EventParameterTests {
  @Test("every parameter has a usual value within its range, a name of its own, and is kept when set to it")
  func usual() throws {
    for method in EventMethod.allCases {
      let parameters = EventSettings.parameters.filter { $0.method == method }
      #expect(!parameters.isEmpty && Set(parameters.map(\.name)).count == parameters.count)
      for parameter in parameters {
        #expect(parameter.range.contains(parameter.usual), "\(parameter.name)")
        var settings = EventSettings()
        try settings.set(parameter.name, to: parameter.usual, of: method)
        #expect(parameter.read(settings) == parameter.usual)
      }
    }
  }

  @Test("what is no parameter, or outside its range, is refused by name")
  func refusals() throws {
    var settings = EventSettings()
    #expect(throws: EventSettingError.unknown(name: "spindle.size", method: .regie)) {
      try settings.set("spindle.size", to: 1, of: .regie)
    }
    for parameter in EventSettings.parameters {
      for value in [parameter.range.upperBound + 1, .nan, .infinity] {
        #expect(throws: EventSettingError.outside(name: parameter.name, range: parameter.range)) {
          try settings.set(parameter.name, to: value, of: parameter.method)
        }
      }
    }
  }
}
