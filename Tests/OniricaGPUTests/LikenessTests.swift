import Onirica
import SleepLab
import Testing

@testable import OniricaGPU

/// Whether there is any graphics device here, be it the processor in disguise.
let hasDevice: Bool = {
  do throws(RendererLoss) {
    _ = try GraphicsDevice.open(.any)
    return true
  } catch { return false }
}()

/// A night of one stage with that stage's events.
func denseNight(_ stage: Stage) -> Night {
  let seconds = 60.0
  let count = Int(seconds * FeatureTrack.rateHz)
  let track = FeatureTrack(count: count) { feature in
    (0..<count).map { Float(($0 * (feature.rawValue + 3)) % 97) / 48 - 1 }
  }
  let events = stride(from: 1.2, to: 40, by: 2.5).flatMap { onset -> [SleepEvent] in
    switch stage {
    case .n2:
      [SleepEvent(kind: .spindle, onsetSeconds: onset, durationSeconds: 1, amplitudeMicrovolts: 60, frequencyHz: 13)]
    case .n3:
      [SleepEvent(kind: .slowWave, onsetSeconds: onset, durationSeconds: 1, amplitudeMicrovolts: 150, frequencyHz: 1)]
    case .rem:
      [
        SleepEvent(
          kind: .eyeMovement, onsetSeconds: onset, durationSeconds: 0.5, amplitudeMicrovolts: 120, direction: 1)
      ]
    case .wake, .n1, .unknown: []
    }
  }
  return Night(
    id: NightID(9), durationSeconds: seconds,
    epochs: [Epoch](repeating: Epoch(stage: stage, scoredBy: .expert, sure: 1, powers: nil), count: 2), track: track,
    events: events, provenance: [])
}

/// A dream drawn and the same dream painted, in step.
struct Pair {
  let drawn: Dream, painted: Dream
  private let one: Frame, other: Frame
  private let framesPerSecond: Double
  private var index = 0

  init(
    _ night: Night, width: Int, height: Int, seed: UInt64, framesPerSecond: Double = 20, scales: [Double] = [1]
  ) {
    let plan = Dream.Plan(width: width, height: height, framesPerSecond: framesPerSecond, seed: seed)
    let crew = Crew(threadCount: 1)
    drawn = Dream(night: night, plan: plan, crew: crew, scales: scales)
    painted = Dream(night: night, plan: plan, crew: crew, scales: scales)
    for dream in [drawn, painted] { dream.begin(at: 1, elapsed: 40, preRollSeconds: 0.2) }
    one = Frame(width: width, height: height)
    other = Frame(width: width, height: height)
    self.framesPerSecond = framesPerSecond
  }

  /// Advances both.
  ///
  /// - Returns: how alike they are then, in decibels.
  mutating func advance() -> Double {
    let seconds = Double(index) / framesPerSecond
    index += 1
    for dream in [drawn, painted] { dream.advance(to: 1 + seconds, elapsed: 40 + seconds) }
    drawn.show(in: one)
    painted.show(in: other)
    return FrameLikeness.decibels(one, other)
  }
}

@Suite("The picture of a graphics device", .enabled(if: hasDevice, "there is no EGL device here, not even Mesa's"))
struct LikenessTests {
  @Test(
    "ten seconds on it is still the processor's, in every stage, at two sizes and several seeds",
    arguments: [
      (Stage.wake, 320, 180, 3 as UInt64), (.n1, 320, 180, 4), (.n2, 320, 180, 5), (.n3, 320, 180, 6),
      (.rem, 320, 180, 7), (.n2, 203, 117, 8), (.rem, 203, 117, 9), (.n1, 203, 117, 10),
    ])
  func likeness(stage: Stage, width: Int, height: Int, seed: UInt64) throws {
    var pair = Pair(denseNight(stage), width: width, height: height, seed: seed)
    pair.drawn.renderer = try GraphicsRenderer(hardwareOnly: false, patienceSeconds: 60)
    var least = Double.infinity
    for _ in 0..<200 { least = min(least, pair.advance()) }
    #expect(pair.drawn.renderer != nil, "lost: \(pair.drawn.rendererLoss.map(\.description) ?? "no")")
    #expect(least >= FrameLikeness.sufficientDecibels, "\(stage) of \(width)×\(height), seed \(seed): \(least) dB")
    print("least likeness of \(stage) at \(width)×\(height), seed \(seed): \(least) dB")
  }
}
