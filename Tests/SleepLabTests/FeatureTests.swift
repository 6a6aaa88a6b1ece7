import Testing

@testable import SleepLab

@Suite("Features of signals as they come")
struct FeatureTests {
  private func noise(_ rateHz: Double, seconds: Double, seed: UInt64) -> SampledSignal {
    var chance = SeededChance(seed: seed)
    var slow = 0.0
    let values = (0..<Int(seconds * rateHz)).map { _ -> Float in
      slow = 0.97 * slow + 3 * chance.normal()
      return Float(slow + 4 * chance.normal())
    }
    return SampledSignal(rateHz: rateHz, values: values, gaps: [])
  }

  @Test(
    "a sliding window has the spectrum of the whole transform, wherever it stands",
    arguments: [50.0, 100, 200, 250, 500])
  func sliding(rateHz: Double) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let signal = noise(rateHz, seconds: 20, seed: seed)
      for isCentred in [true, false] {
        let sliding = try #require(
          SlidingSpectrum(stepSeconds: 0.1, stepCount: 20, rateHz: rateHz, highestHz: min(30, 0.4 * rateHz)))
        let whole = Spectrum(seconds: 2, rateHz: rateHz)
        #expect(sliding.binCount == whole.binCount(upTo: min(30, 0.4 * rateHz)))
        // A row a bin: each sum is that bin's density.
        let rows = (0..<sliding.binCount).map { bin in (0..<sliding.binCount).map { Float($0 == bin ? 1 : 0) } }
        sliding.sums(of: signal.values, windows: -15..<195, isCentred: isCentred, weights: rows) { window, density in
          let start = window * sliding.stepSamples
          let stretch = (start..<(start + whole.size)).map {
            signal.values.indices.contains($0) ? signal.values[$0] : 0
          }
          var expected = [Float](repeating: 0, count: density.count)
          whole.add(stretch, from: 0, isCentred: isCentred, to: &expected)
          let largest = expected.max() ?? 0
          let isNear = (1..<density.count).allSatisfy { abs(density[$0] - expected[$0]) <= 1e-3 * largest }
          #expect(isNear, "seed \(seed), window \(window)")
        }
      }
    }
  }

  @Test("a step that is no whole number of samples cannot slide", arguments: [128.0, 256, 512])
  func uneven(rateHz: Double) {
    #expect(SlidingSpectrum(stepSeconds: 0.1, stepCount: 20, rateHz: rateHz, highestHz: 30) == nil)
  }

  @Test(
    "bands are followed alike at every rate: a rhythm stands in its own band alone",
    arguments: [50.0, 100, 128, 200, 256, 500, 512])
  func rates(rateHz: Double) throws {
    var signal = noise(rateHz, seconds: 90, seed: 8)
    for index in Int(30 * rateHz)..<Int(60 * rateHz) {
      signal.values[index] += 30 * Shape.sine(10 * Double(index) / rateHz)
    }
    let bands = TrackBuilder.bands(of: signal, count: 900)
    let alpha = try #require(bands[.alpha]), sigma = try #require(bands[.sigma])
    #expect(alpha.count == 900 && alpha.allSatisfy { $0.isFinite })
    let within = alpha[320..<580].reduce(0, +) / 260
    let around = (alpha[0..<280].reduce(0, +) + alpha[620..<900].reduce(0, +)) / 560
    #expect(within - around > 1.8)
    #expect(abs(sigma[320..<580].reduce(0, +) / 260) < 0.6)
  }

  @Test(
    "gaps, flat stretches and what is not a number leave every feature finite", arguments: [50.0, 100, 128, 256, 512])
  func broken(rateHz: Double) throws {
    var signal = noise(rateHz, seconds: 95, seed: 4)
    let gap = Int(20 * rateHz)..<Int(52.3 * rateHz)
    for index in gap { signal.values[index] = 0 }
    signal.gaps = [gap]
    for index in Int(60 * rateHz)..<Int(75 * rateHz) { signal.values[index] = 12 }
    let flat = SampledSignal(rateHz: rateHz, values: [Float](repeating: 7, count: signal.values.count), gaps: [])
    for eeg in [signal, flat] {
      for column in TrackBuilder.bands(of: eeg, count: 950).values {
        #expect(column.count == 950 && column.allSatisfy { $0.isFinite })
      }
      #expect(TrackBuilder.muscleTone(of: eeg, count: 950).allSatisfy { $0.isFinite })
      #expect(TrackBuilder.eyeCorrelation(eeg, eeg, count: 950).allSatisfy { $0.isFinite && abs($0) <= 1 })
      for powers in EpochPowers.powers(of: eeg, epochCount: 4).compactMap({ $0 }) {
        #expect(Band.allCases.allSatisfy { powers.absolute[$0].isFinite && powers.relative[$0].isFinite })
      }
    }
    // What lies in the gap is nothing; half a minute that is mostly gap has no powers.
    let delta = try #require(TrackBuilder.bands(of: signal, count: 950)[.delta])
    #expect(delta[215..<400].allSatisfy { $0 == 0 })
    #expect(EpochPowers.powers(of: signal, epochCount: 4)[1] == nil)
  }

  @Test("signals shorter than a window are no failure", arguments: [0, 1, 2, 50, 199])
  func short(count: Int) {
    let signal = SampledSignal(rateHz: 100, values: (0..<count).map { Float($0 % 7) }, gaps: [])
    #expect(
      TrackBuilder.bands(of: signal, count: 20).values.allSatisfy { $0.count == 20 && $0.allSatisfy { $0.isFinite } })
    #expect(EpochPowers.powers(of: signal, epochCount: 1) == [nil])
    for method in EventMethod.allCases {
      let found = EventFinding(eeg: signal, eyes: nil).events([.n2], by: [method])
      #expect((found[method] ?? []) == [])
    }
  }
}
