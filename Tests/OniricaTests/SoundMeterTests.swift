import Foundation
import Testing

@testable import Onirica

@Suite("The measures of a sound")
struct SoundMeterTests {
  /// Every measure of a sound of some seconds.
  private func measures(_ seconds: Double, rateHz: Double = 48_000, _ sample: (Double) -> Double) -> [Sound] {
    var meter = SoundMeter(rateHz: rateHz)
    return (0..<Int(seconds * rateHz)).compactMap { index in
      meter.hear(Float(sample(Double(index) / rateHz))) ? meter.sound : nil
    }
  }

  private func tone(_ hertz: Double, _ amplitude: Double = 0.5) -> (Double) -> Double {
    { amplitude * sin(2 * .pi * hertz * $0) }
  }

  /// Seeded noise of ±1.
  private func noise(_ seed: UInt64) -> (Double) -> Double {
    { 2 * Exact.chance(seed, Int(($0 * 48_000).rounded())) - 1 }
  }

  @Test("a tone of 997 Hz at full scale has −3.01 LUFS, at any rate", arguments: [44_100.0, 48_000, 96_000])
  func reference(rateHz: Double) {
    var meter = SoundMeter(rateHz: rateHz)
    for index in 0..<Int(rateHz) { _ = meter.hear(Float(sin(2 * .pi * 997 * Double(index) / rateHz))) }
    let loudness = -0.691 + 10 * log10(meter.momentaryPower)
    #expect(abs(loudness + 3.01) < 0.05, "\(loudness) LUFS")
  }

  @Test("there are a hundred measures a second at any rate", arguments: [8000.0, 11_025, 22_050, 44_100, 192_000])
  func hops(rateHz: Double) { #expect(measures(2, rateHz: rateHz, tone(440)).count == 200) }

  @Test("silence, and what is hardly heard, is nothing at all")
  func silence() {
    #expect(measures(1) { _ in 0 }.allSatisfy { $0 == .silence })
    #expect(measures(1, tone(1000, 0.0004)).allSatisfy { $0 == .silence })
    #expect(measures(0.5) { _ in .nan }.allSatisfy { $0 == .silence })
  }

  @Test("loudness is 1 at −14 LUFS, and falls by half where power falls to about a ninth")
  func loudness() throws {
    // A sine of amplitude a has −3.01 LUFS + 20·log₁₀ a near 1 kHz.
    let full = try #require(measures(1, tone(997, pow(10, -10.99 / 20))).last)
    #expect(abs(full.loudness - 1) < 0.01)
    let less = try #require(measures(1, tone(997, pow(10, -20.99 / 20))).last)
    #expect(abs(Double(less.loudness) - (pow(10, -10.0 / 40) - 0.07) / 0.93) < 0.01)
    #expect(try #require(measures(1, tone(997, 1)).last).loudness <= 1.5)
  }

  @Test(
    "a tone is in its band, and hardly in the others",
    arguments: [(80.0, 0), (120, 0), (700, 1), (900, 1), (6000, 2), (9000, 2)])
  func bands(hertz: Double, band: Int) throws {
    let sound = try #require(measures(1, tone(hertz)).last)
    let strengths = [sound.low, sound.mid, sound.high]
    #expect(strengths[band] > 0.9, "\(strengths)")
    for other in 0..<3 where other != band { #expect(strengths[other] < 0.6 * strengths[band], "\(strengths)") }
  }

  @Test("strokes over tone and noise are found within 30 ms, each once", arguments: [1, 2, 3] as [UInt64])
  func strokes(seed: UInt64) {
    let times = (1...14).map { 0.6 * Double($0) + 0.2 * Exact.chance(seed, $0) }
    let hiss = noise(seed), hum = tone(180, 0.05)
    let heard = measures(10) { now in
      let since = times.last { $0 <= now }.map { now - $0 } ?? 9
      return hum(now) + 0.03 * hiss(now) + 0.6 * exp(-since / 0.06) * hiss(now + 100)
    }
    let found = heard.indices.dropFirst().filter { heard[$0].onsets > heard[$0 - 1].onsets }.map {
      Double($0 + 1) / 100
    }
    #expect(found.count == times.count, "seed \(seed): \(found) of \(times)")
    for (stroke, time) in zip(found, times) { #expect((0...0.031).contains(stroke - time), "\(stroke) of \(time)") }
  }

  @Test("steady tones, steady noise and what swells slowly have no strokes but their beginning")
  func steady() {
    for hertz in [40.0, 55, 110, 440, 5000] {
      #expect(measures(6, tone(hertz)).last?.onsets ?? 9 <= 1, "\(hertz) Hz")
    }
    for seed in [1, 2, 3] as [UInt64] {
      let hiss = noise(seed)
      #expect(measures(8) { 0.3 * hiss($0) }.last?.onsets ?? 9 <= 1, "seed \(seed)")
    }
    let swell = tone(300)
    #expect(measures(8) { $0 / 8 * swell($0) }.last?.onsets == 0)
  }

  @Test("what comes later changes nothing that was measured before")
  func causal() {
    let hiss = noise(4)
    let one = measures(2) { 0.2 * hiss($0) }
    let two = measures(2) { $0 < 1 ? 0.2 * hiss($0) : 0 }
    #expect(Array(one.prefix(100)) == Array(two.prefix(100)) && one != two)
  }

  @Test("a track tells what has ended, is silent outside, and on a screen goes round")
  func track() {
    var track = SoundTrack()
    for hop in 0..<10 { track.append(Sound(loudness: Float(hop) / 10, onsets: hop / 5)) }
    #expect(track.seconds == 0.1)
    #expect(track.sound(atSeconds: 0) == .silence && track.sound(atSeconds: 0.009) == .silence)
    #expect(track.sound(atSeconds: 0.01).loudness == 0 && track.sound(atSeconds: 0.07).loudness == 0.6)
    #expect(track.sound(atSeconds: 0.101).loudness == 0.9 && track.sound(atSeconds: 0.2) == Sound(onsets: 1))
    track.isLooping = true
    #expect(track.sound(atSeconds: 1e9 + 0.07) == Sound(loudness: 0.6, onsets: 1 + 10_000_000_000))
    #expect(track.sound(atSeconds: .nan) == .silence)
  }
}
