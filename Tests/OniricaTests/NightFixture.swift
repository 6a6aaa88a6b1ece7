import SleepLab

@testable import Onirica

/// A night of given epochs, with an event every few seconds where its stage has one.
func madeUpNight(_ stages: [Stage], events: [SleepEvent] = [], reports: [DreamReport] = []) -> Night {
  let seconds = Double(stages.count) * Epoch.lengthSeconds
  let count = Int(seconds * FeatureTrack.rateHz)
  let track = FeatureTrack(count: count) { feature in
    (0..<count).map { Float(($0 * (feature.rawValue + 3)) % 97) / 48 - 1 }
  }
  return Night(
    id: NightID(7), durationSeconds: seconds,
    epochs: stages.map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil) }, track: track, events: events,
    provenance: [], reports: reports)
}

/// A night of one stage whose features are told by a function.
func feltNight(
  _ stage: Stage, minutes: Int = 1, events: [SleepEvent] = [], reports: [DreamReport] = [],
  feature: (FeatureTrack.Feature, Double) -> Float = { _, _ in 0 }
) -> Night {
  let seconds = Double(minutes) * 60
  let count = Int(seconds * FeatureTrack.rateHz)
  let track = FeatureTrack(count: count) { kind in (0..<count).map { feature(kind, Double($0) / FeatureTrack.rateHz) } }
  let epochs = [Epoch](
    repeating: Epoch(stage: stage, scoredBy: .expert, sure: 1, powers: nil), count: minutes * 2)
  return Night(
    id: NightID(8), durationSeconds: seconds, epochs: epochs, track: track, events: events, provenance: [],
    reports: reports)
}

/// A dream that is watched frame by frame.
struct Watched {
  var night: Night
  var width = 256, height = 144
  var framesPerSecond = 20.0
  var seed: UInt64 = 3
  var start = 0.0
  var looks = StageLooks.standard
  var stills: (any StillSource)?

  /// Shows each frame of some seconds, before the limiter.
  func watch(seconds: Double, _ look: (Int, Frame) -> Void) {
    let dream = Dream(
      night: night,
      plan: Dream.Plan(width: width, height: height, framesPerSecond: framesPerSecond, seed: seed, looks: looks),
      crew: Crew(threadCount: 2), stills: stills)
    let frame = Frame(width: width, height: height)
    dream.begin(at: start, elapsed: 40)
    for index in 0..<Int(seconds * framesPerSecond) {
      let now = Double(index) / framesPerSecond
      dream.advance(to: start + now, elapsed: 40 + now)
      dream.show(in: frame)
      look(index, frame)
    }
  }

  /// The last frame after some seconds.
  func frame(after seconds: Double) -> Frame {
    let last = Frame(width: width, height: height)
    watch(seconds: seconds) { last.copy(from: $1) }
    return last
  }
}

extension Frame {
  /// Luma of a pixel, 0 to 255.
  func luma(_ x: Int, _ y: Int) -> Float {
    let word = self[x, y]
    return 0.2126 * Float(word >> 16 & 255) + 0.7152 * Float(word >> 8 & 255) + 0.0722 * Float(word & 255)
  }

  /// Mean difference of code values from another frame.
  func difference(from other: Frame) -> Double {
    var sum = 0.0
    for y in 0..<height {
      for x in 0..<width {
        for shift: UInt32 in [0, 8, 16] {
          sum += abs(Double(self[x, y] >> shift & 255) - Double(other[x, y] >> shift & 255))
        }
      }
    }
    return sum / Double(3 * width * height)
  }

  /// Mean of each colour's code value: red, green, blue.
  var meanColour: SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    for y in 0..<height {
      for x in 0..<width {
        let word = self[x, y]
        sum += SIMD3(Double(word >> 16 & 255), Double(word >> 8 & 255), Double(word & 255))
      }
    }
    return sum / Double(width * height)
  }
}
