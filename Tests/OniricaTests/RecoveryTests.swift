import DreamKernels
import SleepLab
import Testing

@testable import Onirica

/// Spindles and eye movements found again from the pixels alone, as a script beside a screen would: luma of frames, no
/// word of the night.
@Suite("The night can be read from its film")
struct RecoveryTests {
  private let framesPerSecond = 15.0

  /// Found at most `late` seconds after an onset, each counted once.
  private func score(_ found: [Double], _ events: [SleepEvent], late: Double) -> (f1: Double, words: String) {
    var left = events.map(\.onsetSeconds)
    var hits = 0.0
    for instant in found {
      guard let index = left.firstIndex(where: { instant > $0 - 0.15 && instant < $0 + late }) else { continue }
      left.remove(at: index)
      hits += 1
    }
    let f1 = 2 * hits / Double(found.count + events.count)
    return (f1, "\(Int(hits)) of \(events.count) in \(found.count) findings: F1 \(f1)")
  }

  private func luma(_ frame: Frame) -> [Float] {
    var luma = [Float](repeating: 0, count: frame.width * frame.height)
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let word = frame.words[y * frame.pitch + x]
        luma[y * frame.width + x] = Float((54 * (word >> 16 & 255) + 183 * (word >> 8 & 255) + 19 * (word & 255)) >> 8)
      }
    }
    return luma
  }

  /// How strong waves of one length are in a change, where they are strongest: windows along rows and along columns.
  private func strength(_ change: [Float], width: Int, height: Int, wavePixels: Double) -> Double {
    let window = 28, lines = 3, everyLines = 9
    let weights = (0..<window).map { index -> SIMD2<Float> in
      let hann = 0.5 - 0.5 * Exact.cosine(turns: (Double(index) + 0.5) / Double(window))
      let turn = Double(index) / wavePixels
      return SIMD2(Float(hann * Exact.cosine(turns: turn)), Float(hann * Exact.sine(turns: turn)))
    }
    func windows(_ length: Int, _ count: Int, _ at: (Int, Int) -> Int) -> [Float] {
      stride(from: 0, to: count - lines + 1, by: everyLines).flatMap { line in
        stride(from: 0, to: length - window + 1, by: window).map { start in
          var sum = SIMD2<Float>.zero
          for index in 0..<window {
            var value: Float = 0
            for offset in 0..<lines { value += change[at(start + index, line + offset)] }
            sum += weights[index] * (value / Float(lines))
          }
          return (sum * sum).sum().squareRoot()
        }
      }
    }
    let all = windows(width, height) { $1 * width + $0 } + windows(height, width) { $0 * width + $1 }
    let strongest = all.sorted().suffix(14)
    return Double(strongest.reduce(0, +)) / 14
  }

  @Test("each spindle is found by its rings, and K-complexes are not taken for one")
  func spindles() {
    let seed: UInt64 = 20_251_126
    var events: [SleepEvent] = []
    var instant = 3.0
    while instant < 66 {
      let random = { (index: Int) in Exact.chance(seed, Int(instant * 1000), index) }
      let isSpindle = random(0) < 0.65
      events.append(
        SleepEvent(
          kind: isSpindle ? .spindle : .kComplex, onsetSeconds: instant, durationSeconds: 0.6 + random(1),
          amplitudeMicrovolts: Float(isSpindle ? 25 + 50 * random(2) : 80 + 100 * random(2)),
          frequencyHz: isSpindle ? Float(12 + 3 * random(3)) : 1))
      instant += 3 + 1.5 * random(4)
    }
    let spindles = events.filter { $0.kind == .spindle }
    let width = 448, height = 252
    var before: [Float]?
    var found: [Double] = []
    var isOn = false
    Watched(
      night: feltNight(.n2, minutes: 2, events: events), width: width, height: height,
      framesPerSecond: framesPerSecond, seed: 5
    ).watch(seconds: 70) { index, frame in
      guard index.isMultiple(of: 2) else { return }
      let now = luma(frame)
      defer { before = now }
      guard let before else { return }
      let change = zip(now, before).map { $0 - $1 }
      let unit = Double(height) / 2
      let fine =
        [0.049, 0.056].map {
          strength(change, width: width, height: height, wavePixels: unit * $0)
        }.max() ?? 0
      let coarse = strength(change, width: width, height: height, wavePixels: unit * 0.0875)
      let ratio = fine / (coarse + 20)
      if !isOn, ratio > 0.75 { found.append(Double(index) / framesPerSecond) }
      isOn = isOn ? ratio > 0.7 : ratio > 0.75
    }
    let result = score(found, spindles, late: 0.8)
    #expect(spindles.count > 8)
    #expect(result.f1 >= 0.9, "\(result.words), seed \(seed)")
  }

  @Test("each eye movement is found by the shift of the whole picture, and its side is right")
  func eyeMovements() {
    let seed: UInt64 = 20_251_127
    var events: [SleepEvent] = []
    var instant = 3.0
    while instant < 56 {
      let random = { (index: Int) in Exact.chance(seed, Int(instant * 1000), index) }
      events.append(
        SleepEvent(
          kind: .eyeMovement, onsetSeconds: instant, durationSeconds: 0.4,
          amplitudeMicrovolts: Float(60 + 100 * random(1)), direction: random(2) < 0.5 ? 1 : -1))
      instant += 1.2 + 5 * random(3)
    }
    let width = 192, height = 108
    var before: [Float]?
    var shifts: [Double] = [0, 0]
    var found: [(instant: Double, side: Int8)] = []
    Watched(
      night: feltNight(.rem, minutes: 2, events: events), width: width, height: height,
      framesPerSecond: framesPerSecond, seed: 5
    ).watch(seconds: 60) { index, frame in
      let now = luma(frame)
      defer { before = now }
      guard let before else { return }
      var along = 0.0
      var across = 1.0
      for y in 0..<height {
        for x in 1..<(width - 1) {
          let at = y * width + x
          let slope = Double(now[at + 1] - now[at - 1] + before[at + 1] - before[at - 1]) / 4
          along -= slope * Double(now[at] - before[at])
          across += slope * slope
        }
      }
      shifts.append(along / across)
      let leap = shifts[shifts.count - 1] - shifts[shifts.count - 3]
      let seconds = Double(index) / framesPerSecond
      if abs(leap) > 0.5, index > 3, seconds - (found.last?.instant ?? -9) > 0.45 {
        found.append((seconds, leap < 0 ? 1 : -1))
      }
    }
    let result = score(found.map(\.instant), events, late: 0.45)
    let sided = found.count { finding in
      events.contains { abs(finding.instant - $0.onsetSeconds - 0.15) < 0.3 && $0.direction == finding.side }
    }
    #expect(result.f1 >= 0.9, "\(result.words), seed \(seed)")
    #expect(Double(sided) >= 0.9 * Double(events.count), "\(sided) sides of \(events.count)")
  }

  @Test("a spindle has as many rings as cycles, and its train is as wide as it is long")
  func cycles() {
    func lit(_ duration: Double, _ frequency: Float) -> (crests: Int, width: Double) {
      let event = SleepEvent(
        kind: .spindle, onsetSeconds: 1, durationSeconds: duration, amplitudeMicrovolts: 80, frequencyHz: frequency)
      var ripples = Ripples()
      ripples.raise(event, seed: 1)
      for _ in 0..<50 { ripples.advance(seconds: 0.02) }
      var rings = DreamRingsArguments()
      ripples.writeRings(to: &rings, width: 1920, height: 1080, gain: 1)
      let ring = rings.rings.0
      return (Int((2 * ring.width * ring.crests).rounded()), Double(ring.width))
    }
    #expect(lit(1, 13).crests == 13)
    #expect(lit(0.6, 15).crests == 9)
    #expect(lit(1.5, 12).crests == 18)
    #expect(abs(lit(1.6, 13).width / lit(0.8, 13).width - 2) < 0.01)
  }
}
