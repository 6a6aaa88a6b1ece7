import Foundation
import Testing

@testable import SleepLab

/// A source of samples whose signals are functions of time, with a way to the laboratory that can be as bad as wished.
private struct Amplifier {
  var rateHz = 200.0
  var packetSeconds = 0.1
  /// By how much the source's clock is ahead, and how much faster it runs.
  var aheadSeconds = 1000.0
  var drift = 0.0

  /// The packet of a number: its samples from number·packetSeconds on.
  func packet(_ number: Int, _ roles: [Montage.Role] = [.eeg], _ value: (Montage.Role, Double) -> Float) throws
    -> (packet: SamplePacket, sentAt: Double)
  {
    let count = Int(packetSeconds * rateHz)
    let begin = Double(number) * packetSeconds
    var values: [Montage.Role: [Float]] = [:]
    for role in roles { values[role] = (0..<count).map { value(role, begin + Double($0) / rateHz) } }
    return (
      try SamplePacket(sourceSeconds: aheadSeconds + begin, rateHz: rateHz, values: values),
      (begin + packetSeconds) / (1 + drift)
    )
  }
}

private func sine(_ hertz: Double, _ amplitude: Double, _ seconds: Double) -> Float {
  Float(amplitude * sin(2 * .pi * hertz * seconds))
}

@Suite("Live samples")
struct LiveTests {
  // The integral is Simpson's, as YASA has it, which takes a pure tone for up to 6 % less or more than it is.
  @Test("a rhythm of 10 Hz and 20 µV has an α of 14.1 µV and nothing else")
  func amplitude() throws {
    let amplifier = Amplifier()
    var lab = LiveLab()
    var last: LiveInstant?
    for number in 0..<50 {
      let (packet, sentAt) = try amplifier.packet(number) { _, at in sine(10, 20, at) }
      lab.take(packet, at: sentAt + 0.03)
      last = lab.instants(upTo: sentAt + 0.03).last ?? last
    }
    let amplitudes = try #require(last?.amplitudes)
    #expect(abs(amplitudes[.alpha] - 14.14) < 0.06 * 14.14)
    for band in Band.allCases where band != .alpha { #expect(amplitudes[band] < 0.5, "\(band)") }
    #expect(last?.missing == [])
  }

  @Test("whatever the jitter, each instant comes once, in order, and within 200 ms of its samples", arguments: 1...20)
  func punctual(seed: UInt64) throws {
    var chance = SeededChance(seed: seed)
    var amplifier = Amplifier()
    amplifier.rateHz = [50, 128, 200, 256, 512][Int(seed) % 5]
    amplifier.packetSeconds = [0.02, 0.05, 0.1][Int(seed) % 3]
    // Each packet is up to 100 ms late, a tenth is lost, some come twice.
    var arrivals: [(at: Double, packet: SamplePacket)] = []
    for number in 0..<400 {
      let (packet, sentAt) = try amplifier.packet(number) { _, at in sine(3, 40, at) }
      if number > 3, chance.unit() < 0.1 { continue }
      arrivals.append((sentAt + 0.1 * chance.unit(), packet))
      if chance.unit() < 0.1 { arrivals.append((sentAt + 0.1 * chance.unit(), packet)) }
    }
    arrivals.sort { $0.at < $1.at }
    var lab = LiveLab()
    var instants: [LiveInstant] = []
    func look(_ now: Double) {
      for instant in lab.instants(upTo: now) {
        let late = now - (instant.sourceSeconds - amplifier.aheadSeconds)
        #expect(instants.count < 5 || late <= 0.2 + 0.1, "seed \(seed): \(late) s after its samples")
        instants.append(instant)
      }
    }
    for (at, packet) in arrivals {
      while let due = lab.nextDueSeconds, due < at { look(due + 1e-9) }
      lab.take(packet, at: at)
      look(at)
    }
    for (before, after) in zip(instants, instants.dropFirst()) {
      #expect(abs(after.sourceSeconds - before.sourceSeconds - 0.1) < 1e-6, "seed \(seed)")
    }
    let condition = lab.condition
    #expect(condition.gaps > 0 && condition.latePackets > 0 && condition.missingSeconds > 0, "seed \(seed)")
    #expect(instants.allSatisfy { $0.features.allSatisfy(\.isFinite) }, "seed \(seed)")
    #expect(Double(instants.count) >= 400 * amplifier.packetSeconds * 10 - 4, "seed \(seed)")
  }

  @Test("without jitter and loss an instant comes with the packet that reaches it")
  func prompt() throws {
    let amplifier = Amplifier()
    var lab = LiveLab()
    var worst = 0.0
    for number in 0..<100 {
      let (packet, sentAt) = try amplifier.packet(number) { _, at in sine(6, 30, at) }
      lab.take(packet, at: sentAt)
      for instant in lab.instants(upTo: sentAt) {
        worst = max(worst, sentAt - (instant.sourceSeconds - amplifier.aheadSeconds))
      }
    }
    #expect(worst < 0.101)
  }

  @Test("when nothing comes any more, instants go on, the signal missing, and glide to rest")
  func silence() throws {
    let amplifier = Amplifier()
    var lab = LiveLab()
    var now = 0.0
    for number in 0..<200 {
      let (packet, sentAt) = try amplifier.packet(number) { _, at in sine(2, 10 + 8 * sin(at / 3), at) }
      lab.take(packet, at: sentAt)
      _ = lab.instants(upTo: sentAt)
      now = sentAt
    }
    var silent: [LiveInstant] = []
    for _ in 0..<300 {
      now += 0.1
      silent += lab.instants(upTo: now)
    }
    #expect((295...302).contains(silent.count))
    #expect(silent.suffix(250).allSatisfy { $0.missing == [.eeg] && $0.amplitudes == nil })
    #expect(abs(try #require(silent.last)[.delta]) < 1e-4)
  }

  @Test("a hole is given up after its patience, told, and does not ring in the eyes")
  func hole() throws {
    let amplifier = Amplifier()
    var lab = LiveLab()
    var instants: [LiveInstant] = []
    for number in 0..<200 where !(100..<110).contains(number) {
      let (packet, sentAt) = try amplifier.packet(number, [.leftEye, .rightEye, .eeg]) { role, at in
        role == .rightEye ? -sine(1, 60, at) : sine(1, 60, at)
      }
      lab.take(packet, at: sentAt)
      instants += lab.instants(upTo: sentAt)
    }
    #expect(lab.condition.gaps == 3, "one a signal")
    #expect(abs(lab.condition.missingSeconds - 3) < 1e-9)
    let torn = instants.filter { !$0.missing.isEmpty && $0.sourceSeconds > 1002 }
    #expect((28...32).contains(torn.count), "a second of hole is in the windows of three seconds")
    #expect(try #require(instants.last)[.eyeCorrelation] < -0.99)
    #expect(instants.suffix(150).filter { $0.missing.isEmpty }.allSatisfy { $0[.eyeCorrelation] < -0.9 })
  }

  @Test("a pause of a minute is one hole, told by its length, and costs no memory for it")
  func pause() throws {
    let amplifier = Amplifier()
    var lab = LiveLab()
    for number in Array(0..<50) + Array(650..<700) {
      let (packet, sentAt) = try amplifier.packet(number) { _, at in sine(10, 20, at) }
      lab.take(packet, at: sentAt)
      _ = lab.instants(upTo: sentAt)
    }
    #expect(lab.condition.gaps == 1 && lab.condition.restarts == 0)
    #expect(abs(lab.condition.missingSeconds - 60) < 0.1)
  }

  @Test("a clock that runs 200 millionths fast is found, and nothing is lost by it")
  func drift() throws {
    var amplifier = Amplifier()
    amplifier.drift = 200e-6
    var chance = SeededChance(seed: 5)
    var lab = LiveLab()
    for number in 0..<6000 {
      let (packet, sentAt) = try amplifier.packet(number) { _, at in sine(10, 20, at) }
      lab.take(packet, at: sentAt + 0.02 * chance.unit())
      _ = lab.instants(upTo: sentAt + 0.02)
    }
    let drift = try #require(lab.condition.driftPartsPerMillion)
    #expect(abs(drift - 200) < 30, "\(drift)")
    #expect(lab.condition.gaps == 0 && lab.condition.latePackets == 0)
  }

  @Test("a source that begins anew, or at another rate, is followed at once")
  func restart() throws {
    var lab = LiveLab()
    var now = 0.0
    for (ahead, rate) in [(1000.0, 200.0), (5.0, 200.0), (5.0, 256.0)] {
      var amplifier = Amplifier()
      (amplifier.aheadSeconds, amplifier.rateHz) = (ahead, rate)
      amplifier.packetSeconds = 0.125
      var found: [LiveInstant] = []
      for number in 0..<80 {
        let (packet, _) = try amplifier.packet(number) { _, at in sine(10, 20, at) }
        now += 0.125
        lab.take(packet, at: now)
        found += lab.instants(upTo: now)
      }
      let last = try #require(found.last)
      #expect(abs(last.sourceSeconds - (ahead + 10)) < 0.2)
      #expect(abs(try #require(last.amplitudes)[.alpha] - 14.14) < 0.06 * 14.14)
    }
    #expect(lab.condition.restarts == 2)
  }

  @Test("the live track is the prepared night's, a second later")
  func likeTheNight() throws {
    let rateHz = 100.0
    var chance = SeededChance(seed: 11)
    // Ten minutes in which δ and σ come and go.
    let values: [Float] = (0..<60_000).map { index in
      let at = Double(index) / rateHz
      let slow = (30 + 25 * sin(at / 40)) * sin(2 * .pi * 1.2 * at)
      let fast = (6 + 5 * cos(at / 25)) * sin(2 * .pi * 13.3 * at)
      return Float(slow + fast + 4 * (chance.unit() - 0.5))
    }
    let night = TrackBuilder.bands(of: SampledSignal(rateHz: rateHz, values: values, gaps: []), count: 6000)
    var lab = LiveLab()
    var live: [LiveInstant] = []
    for start in stride(from: 0, to: values.count, by: 10) {
      let at = Double(start) / rateHz
      lab.take(
        try SamplePacket(
          sourceSeconds: at, rateHz: rateHz, values: [.eeg: Array(values[start..<(start + 10)])]), at: at + 0.1)
      live += lab.instants(upTo: at + 0.1)
    }
    for (band, feature) in [(Band.delta, FeatureTrack.Feature.delta), (.sigma, .sigma)] {
      let column = try #require(night[band])
      let pairs = live.dropFirst(3000).compactMap { instant -> (Double, Double)? in
        let index = Int((instant.sourceSeconds * 10).rounded()) - 10
        return column.indices.contains(index) ? (Double(column[index]), Double(instant[feature])) : nil
      }
      #expect(pairs.count > 2900)
      #expect(correlation(pairs) > 0.99, "\(band)")
    }
  }

  private func correlation(_ pairs: [(Double, Double)]) -> Double {
    let count = Double(pairs.count)
    let (meanA, meanB) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    let products = pairs.reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
    let squaresA = pairs.reduce(0) { $0 + ($1.0 - meanA) * ($1.0 - meanA) }
    let squaresB = pairs.reduce(0) { $0 + ($1.1 - meanB) * ($1.1 - meanB) }
    return products / (squaresA * squaresB).squareRoot()
  }

  @Test("a causal filter never looks ahead, passes its band and stops what is outside")
  func filter() {
    var filter = CausalFilter(bandHz: 0.5...5, rateHz: 200)
    #expect((0..<100).map { _ in filter.filtered(0) }.allSatisfy { $0 == 0 })
    func gain(_ hertz: Double) -> Float {
      var filter = CausalFilter(bandHz: 0.5...5, rateHz: 200)
      return (0..<8000).map { filter.filtered(sine(hertz, 1, Double($0) / 200)) }.suffix(4000).max() ?? 0
    }
    #expect(abs(gain(2) - 1) < 0.02)
    #expect(abs(gain(5) - 0.707) < 0.02 && abs(gain(0.5) - 0.707) < 0.02)
    #expect(gain(20) < 0.01 && gain(0.05) < 0.01)
  }

  @Test("samples that cannot be used are refused by name")
  func refusals() {
    #expect(throws: SamplePacket.Fault.empty) { try SamplePacket(sourceSeconds: 1, rateHz: 100, values: [:]) }
    #expect(throws: SamplePacket.Fault.rate) { try SamplePacket(sourceSeconds: 1, rateHz: .nan, values: [.eeg: [1]]) }
    #expect(throws: SamplePacket.Fault.instant) {
      try SamplePacket(sourceSeconds: -1, rateHz: 100, values: [.eeg: [1]])
    }
    #expect(throws: SamplePacket.Fault.unequal(.chin)) {
      try SamplePacket(sourceSeconds: 1, rateHz: 100, values: [.eeg: [1, 2], .chin: [1]])
    }
    #expect(throws: SamplePacket.Fault.tooLong(count: 20_001)) {
      try SamplePacket(sourceSeconds: 1, rateHz: 100, values: [.eeg: Array(repeating: 0, count: 20_001)])
    }
  }
}
