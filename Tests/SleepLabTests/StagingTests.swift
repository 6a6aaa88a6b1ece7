import Foundation
import Testing

@testable import SleepLab

@Suite("Staging by rules")
struct StagingTests {
  private static let staging: Staging? = {
    guard let recording = try? Recording(MappedBytes(SyntheticNight(seed: 3, hours: 1.5).recording)) else { return nil }
    return try? Preparation.staging(of: recording)
  }()

  @Test("each epoch has a probability for each stage, that of its own the greatest, and together they are one")
  func probabilities() throws {
    let staging = try #require(Self.staging)
    for (stage, probabilities) in zip(staging.stages, staging.probabilities) {
      let row = try #require(probabilities)
      #expect(abs(row.reduce(0, +) - 1) < 1e-4)
      let best = try #require(row.indices.max { row[$0] < row[$1] })
      #expect(StageExplanation.stages[best] == stage)
    }
  }

  @Test("an explanation's rules are those that make the points, and the belief by the epoch alone follows from them")
  func explanation() throws {
    let staging = try #require(Self.staging)
    for epoch in stride(from: 0, to: staging.stages.count, by: 7) {
      let explanation = try #require(staging.explanation(of: epoch))
      #expect(explanation.stage == staging.stages[epoch])
      #expect(explanation.probabilities == staging.probabilities[epoch])
      #expect(!explanation.rules.isEmpty && explanation.rules.allSatisfy { $0.weight > 0.05 && $0.points.count == 5 })
      let sum = explanation.rules.reduce([0, 0, 0, 0, 0] as [Float]) { sum, rule in
        zip(sum, rule.points).map { $0 + rule.weight * $1 }
      }
      let bySum = try #require(sum.indices.max { sum[$0] < sum[$1] })
      let alone = try #require(explanation.alone.indices.max { explanation.alone[$0] < explanation.alone[$1] })
      // The rules that hardly apply are left out; they cannot turn what is clear.
      if explanation.alone[alone] > 0.8 { #expect(bySum == alone, "epoch \(epoch)") }
      #expect(explanation.neighbours.before == (epoch > 0 ? staging.stages[epoch - 1] : nil))
    }
    #expect(staging.explanation(of: -1) == nil && staging.explanation(of: staging.stages.count) == nil)
  }

  @Test("agreement and Cohen's kappa are those of a worked example")
  func agreement() throws {
    // 20 epochs, 15 the same; chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5: κ = (0.75 − 0.5) / 0.5.
    let first = Array(repeating: Stage.wake, count: 10) + Array(repeating: Stage.n2, count: 10)
    let second =
      Array(repeating: Stage.wake, count: 8) + Array(repeating: Stage.n2, count: 2)
      + Array(repeating: Stage.wake, count: 3) + Array(repeating: Stage.n2, count: 7)
    let agreement = Agreement(first + [.unknown, .rem], second + [.rem, .unknown])
    #expect(agreement.epochCount == 20)
    #expect(agreement.share == 0.75)
    let kappa = try #require(agreement.kappa)
    #expect(abs(kappa - (0.75 - 0.5) / 0.5) < 1e-12)
    #expect(Agreement(first, first).kappa == 1)
    #expect(Agreement([Stage.n2, .n2], [Stage.n2, .n2]).kappa == nil, "chance explains all")
    #expect(Agreement([Stage](), []).share == nil)
  }
}

@Suite("Events by the own method")
struct OwnMethodTests {
  @Test("spindles are found at any rate, also one too slow for 30 Hz", arguments: [50.0, 100, 128, 200, 256, 500])
  func rates(rateHz: Double) throws {
    var chance = SeededChance(seed: 21)
    var values = (0..<Int(120 * rateHz)).map { _ in Float(12 * chance.normal()) }
    var low: Float = 0
    for index in values.indices {
      // A spectrum that falls, as the brain's does.
      low += (values[index] - low) * Float(min(1, 12 / rateHz))
      values[index] = 4 * low + 0.1 * values[index]
    }
    let onsets = stride(from: 5.0, to: 115, by: 10).map { $0 }
    for onset in onsets {
      for index in 0..<Int(rateHz) {
        let at = Double(index) / rateHz
        let shape = 0.5 - 0.5 * cos(2 * .pi * at)
        values[Int(onset * rateHz) + index] += Float(35 * shape * sin(2 * .pi * 13 * at))
      }
    }
    let signal = SampledSignal(rateHz: rateHz, values: values, gaps: [])
    let found = FourTestSpindles().events(in: signal, stages: Array(repeating: .n2, count: 4))
    for onset in onsets {
      #expect(
        found.contains { $0.onsetSeconds < onset + 0.8 && $0.endSeconds > onset + 0.2 }, "\(rateHz) Hz at \(onset) s")
    }
    #expect(found.count < onsets.count + 6)
    #expect(found.allSatisfy { (0.3...2.5).contains($0.durationSeconds) && $0.amplitudeMicrovolts > 0 })
    #expect(FourTestSpindles().events(in: signal, stages: Array(repeating: .rem, count: 4)) == [])
  }

  @Test("a flat, a short and a slow signal have no events, and nothing fails", arguments: [10.0, 30, 100])
  func degenerate(rateHz: Double) {
    for count in [0, 1, 5, Int(31 * rateHz)] {
      let signal = SampledSignal(rateHz: rateHz, values: [Float](repeating: 3, count: count), gaps: [])
      let stages = Array(repeating: Stage.n2, count: 2)
      #expect(FourTestSpindles().events(in: signal, stages: stages) == [])
      #expect(HalfWaves().events(in: signal, stages: stages) == [])
    }
  }
}
