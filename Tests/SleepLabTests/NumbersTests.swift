import Foundation
import Testing

@testable import SleepLab

@Suite("Numbers")
struct NumbersTests {
  private func sine(_ frequencyHz: Double, rateHz: Double, seconds: Double, amplitude: Float = 1) -> [Float] {
    (0..<Int(rateHz * seconds)).map { amplitude * Float(sin(2 * .pi * frequencyHz * Double($0) / rateHz)) }
  }

  private func strength(_ values: ArraySlice<Float>) -> Float {
    (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
  }

  @Test("a band-pass lets its band through unshifted and stops the rest", arguments: [100.0, 128, 256, 512])
  func bandPass(rateHz: Double) {
    let filter = Filter(bandHz: 12...15, transitionsHz: (1.5, 1.5), rateHz: rateHz)
    let middle = Int(5 * rateHz)..<Int(25 * rateHz)
    let inside = sine(13.5, rateHz: rateHz, seconds: 30)
    let passed = filter.applied(to: inside)
    #expect(zip(inside[middle], passed[middle]).allSatisfy { abs($0 - $1) < 0.01 })
    for outside in [2.0, 9, 18, 40] {
      #expect(strength(filter.applied(to: sine(outside, rateHz: rateHz, seconds: 30))[middle]) < 0.01)
    }
  }

  @Test("a sine's power stands in its band and grows with its amplitude squared", arguments: [100.0, 200, 256])
  func power(rateHz: Double) throws {
    let powers = try [Float(10), 20].map { amplitude -> BandPowers in
      let values = sine(10, rateHz: rateHz, seconds: 60, amplitude: amplitude)
      return try #require(
        EpochPowers.powers(of: SampledSignal(rateHz: rateHz, values: values, gaps: []), epochCount: 2)[1])
    }
    // Half the amplitude squared; Simpson's rule weighs a single line by up to 4/3.
    #expect((200...267).contains(powers[1].absolute[.alpha]) || (133...200).contains(powers[1].absolute[.alpha]))
    #expect(abs(powers[1].absolute[.alpha] / powers[0].absolute[.alpha] - 4) < 1e-3)
    #expect(powers[1].absolute[.delta] < 0.1)
    #expect(powers[1].relative[.alpha] > 0.99)
  }

  @Test("a constant has no power, and a gap takes an epoch's powers away")
  func constantAndGap() throws {
    let flat = SampledSignal(rateHz: 100, values: Array(repeating: 175_000, count: 6000), gaps: [])
    #expect(try #require(EpochPowers.powers(of: flat, epochCount: 2)[0]).absolute[.delta] < 1e-3)
    let holed = SampledSignal(rateHz: 100, values: sine(5, rateHz: 100, seconds: 60), gaps: [500..<2500])
    let powers = EpochPowers.powers(of: holed, epochCount: 2)
    #expect(powers[0] == nil && powers[1] != nil)
  }

  @Test("a spline goes through its knots and bends like a sine between them")
  func spline() {
    let knots = (0..<200).map { Float(sin(Double($0) * 0.3)) }
    let samples = Spline.samples(knots, spacing: 10, count: 2100)
    #expect(samples[1990] != 0 && samples[1991...].allSatisfy { $0 == 0 })
    #expect((100..<1900).allSatisfy { abs(samples[$0] - Float(sin(Double($0) * 0.03))) < 1e-3 })
  }

  @Test("peaks: a plateau counts once, the higher of two near ones stays, bases are the lowest samples")
  func peaks() {
    let values: [Float] = [0, 1, 5, 5, 5, 2, 3, 1, 0, 4, 0]
    #expect(Peaks.maxima(values) { $0 > 0 } == [3, 6, 9])
    #expect(Peaks.apart([3, 6, 9], in: values, distance: 4) == [3, 9])
    let peak = Peaks.standing(6, in: values, window: 10)
    #expect(peak.leftBase == 5 && peak.rightBase == 8 && peak.prominence == 1)
  }

  @Test("the track's bands are z-scored and finite, also over gaps and a signal that never changes")
  func track() {
    var values = sine(2, rateHz: 100, seconds: 300, amplitude: 30)
    for index in 15_000..<30_000 { values[index] *= 3 }
    let signal = SampledSignal(rateHz: 100, values: values, gaps: [10_000..<12_000])
    for (_, column) in TrackBuilder.bands(of: signal, count: 3000) {
      #expect(column.count == 3000 && column.allSatisfy { $0.isFinite })
    }
    let delta = TrackBuilder.bands(of: signal, count: 3000)[.delta] ?? []
    #expect(delta[500] < -0.5 && delta[2500] > 0.5 && delta[1100] == 0)
    let flat = SampledSignal(rateHz: 100, values: Array(repeating: 3, count: 30_000), gaps: [])
    #expect(TrackBuilder.bands(of: flat, count: 3000).values.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test("eyes that turn together correlate by −1, a wave that both see by 1")
  func eyes() {
    let wave = sine(1, rateHz: 50, seconds: 60, amplitude: 50)
    let left = SampledSignal(rateHz: 50, values: wave, gaps: [])
    let right = SampledSignal(rateHz: 50, values: wave.map { -$0 }, gaps: [])
    #expect(TrackBuilder.eyeCorrelation(left, right, count: 600)[300] < -0.999)
    #expect(TrackBuilder.eyeCorrelation(left, left, count: 600)[300] > 0.999)
  }
}
