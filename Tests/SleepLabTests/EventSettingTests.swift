import Testing

@testable import SleepLab

@Suite("Parameters of events")
struct EventSettingTests {
  @Test("each parameter's usual value lies in its range, has a name of its own and says what it is")
  func usual() {
    for method in EventMethod.allCases {
      let parameters = EventSettings.parameters.filter { $0.method == method }
      #expect(Set(parameters.map(\.name)).count == parameters.count)
      #expect(parameters.allSatisfy { $0.range.contains($0.usual) && $0.words.count > 10 })
      let kinds = Set(parameters.compactMap { $0.name.split(separator: ".").first.map(String.init) })
      #expect(kinds == Set(SleepEvent.Kind.allCases.map(\.wording)))
    }
  }

  @Test("what is set is what is read, for each parameter, and no other changes")
  func set() throws {
    for parameter in EventSettings.parameters {
      var settings = EventSettings()
      // A hundredth of the range up, or down: near enough that no range is crossed.
      let step = (parameter.range.upperBound - parameter.range.lowerBound) / 100
      let value = parameter.usual + step < parameter.range.upperBound ? parameter.usual + step : parameter.usual - step
      try settings.set(parameter.name, to: value, of: parameter.method)
      for other in EventSettings.parameters {
        let isSame = other.name == parameter.name && other.method == parameter.method
        let expected = isSame ? value : other.usual
        #expect(abs(other.read(settings) - expected) < 1e-5 * max(1, abs(expected)), "\(parameter.name): \(other.name)")
      }
    }
  }

  @Test("an unknown name, a value outside and a crossed range are refused with the way out")
  func refused() throws {
    var settings = EventSettings()
    #expect(throws: EventSettingError.unknown(name: "spindle.colour", method: .regie)) {
      try settings.set("spindle.colour", to: 1, of: .regie)
    }
    #expect(throws: EventSettingError.unknown(name: "spindle.deviations", method: .regie)) {
      try settings.set("spindle.deviations", to: 1, of: .regie)
    }
    for value in [-1, 1.5, Double.nan, .infinity] {
      #expect(throws: EventSettingError.outside(name: "spindle.least-correlation", range: 0...1)) {
        try settings.set("spindle.least-correlation", to: value, of: .regie)
      }
    }
    #expect(throws: EventSettingError.crossed(name: "spindle.least-s")) {
      try settings.set("spindle.least-s", to: 3, of: .regie)
    }
    #expect(EventSettingError.outside(name: "a", range: 0...1).description == "a takes 0 to 1")
    #expect(EventSettingError.crossed(name: "a").description.contains("set the other one first"))
  }

  @Test("a band as narrow as can be set is looked at, and no failure", arguments: EventMethod.allCases)
  func narrow(method: EventMethod) throws {
    let made = SyntheticNight(seed: 32, hours: 0.1, difficulty: .real)
    let recording = try Recording(MappedBytes(made.recording))
    for kind in ["spindle", "slow-wave"] {
      let from = try #require(
        EventSettings.parameters.first { $0.name == "\(kind).band-from-hz" && $0.method == method })
      for end in [from.range.lowerBound, from.range.upperBound - 0.001] {
        var settings = EventSettings()
        try settings.set("\(kind).band-to-hz", to: from.range.upperBound, of: method)
        try settings.set("\(kind).band-from-hz", to: end, of: method)
        try settings.set("\(kind).band-to-hz", to: end + 0.001, of: method)
        let found = try Preparation.events(of: recording, by: method, settings: settings)
        #expect(found.allSatisfy { $0.onsetSeconds.isFinite && $0.amplitudeMicrovolts.isFinite })
      }
    }
  }

  @Test("stricter parameters find fewer events, all of them among the others")
  func stricter() throws {
    let made = SyntheticNight(seed: 31, hours: 0.8, difficulty: .real)
    let recording = try Recording(MappedBytes(made.recording))
    let expert = try HypnogramFile(MappedBytes(made.hypnogram))
    let usual = try Preparation.events(of: recording, hypnogram: expert, by: .regie)
    for (name, value, kind) in [
      ("spindle.least-power", 2.0, SleepEvent.Kind.spindle), ("slow-wave.least-uv", 170, .slowWave),
      ("k-complex.least-depth-uv", 110, .kComplex), ("rem.least-step-uv", 110, .eyeMovement),
    ] {
      var settings = EventSettings()
      try settings.set(name, to: value, of: .regie)
      let strict = try Preparation.events(of: recording, hypnogram: expert, by: .regie, settings: settings)
      let (few, many) = (strict.filter { $0.kind == kind }, usual.filter { $0.kind == kind })
      #expect(few.count < many.count, "\(name): \(few.count) of \(many.count)")
      let isAmong = few.allSatisfy { one in
        many.contains { $0.onsetSeconds < one.endSeconds && $0.endSeconds > one.onsetSeconds }
      }
      #expect(kind == .kComplex || isAmong, "\(name)")
    }
  }
}
