import OpenSoundControl

/// What a night is at a moment, and what began since the moment before: what a stream of it says.
public struct NightMoment: Sendable, Hashable {
  /// Seconds from the night's beginning.
  public var positionSeconds: Double
  /// The stage.
  public var stage: Stage
  /// How sure its scorer is, 0 to 1.
  public var sure: Float
  /// The features in the order of their cases.
  public var features: [Float]
  /// The events that began since the moment before, by onset.
  public var events: [SleepEvent]

  /// Takes a moment of a night.
  ///
  /// - Parameters:
  ///   - night: the night.
  ///   - seconds: from its beginning.
  ///   - passed: the stretches that were passed since the moment before; their events are told.
  public init(of night: Night, at seconds: Double, passed: [Range<Double>]) {
    positionSeconds = seconds
    stage = night.stage(at: seconds)
    sure = night.epoch(at: seconds)?.sure ?? 0
    features = FeatureTrack.Feature.allCases.map { night.track.value($0, at: seconds) }
    events = passed.flatMap { night.events(startingIn: $0) }
  }

  /// One feature.
  ///
  /// - Parameter feature: which.
  /// - Returns: its value at the moment.
  public subscript(feature: FeatureTrack.Feature) -> Float { features[feature.rawValue] }
}

/// The address space of a night's stream by Open Sound Control.
///
/// | address | values |
/// |---|---|
/// | `/night/time` | seconds from the night's beginning, `f` |
/// | `/night/stage` | `W`, `N1`, `N2`, `N3`, `REM` or `unknown`, `s`; the same as 0 to 5, `i`; how sure, 0 to 1, `f` |
/// | `/night/bands` | δ, θ, α, σ, β, z-scored over the night, `fffff` |
/// | `/night/posterior` | δ at the back of the head, z-scored, `f` |
/// | `/night/muscle` | the chin's tone, z-scored, `f` |
/// | `/night/eyes` | the correlation of the eyes, −1 to 1, `f` |
/// | `/night/event/spindle`, `…/slow-wave`, `…/k-complex`, `…/rem` | onset in seconds, length in seconds, amplitude in µV, frequency in Hz or 0, `ffff`; direction of an eye movement, −1, 0 or 1, `i` |
extension NightMoment {
  /// The moment as messages: state first, then the events that began.
  public var messages: [OSCMessage] {
    var messages = [
      OSCMessage("/night/time", [.float(Float(positionSeconds))]),
      OSCMessage("/night/stage", [.text(stage.wording), .integer(Int32(stage.rawValue)), .float(sure)]),
      OSCMessage("/night/bands", Band.allCases.map { .float(self[FeatureTrack.Feature($0)]) }),
      OSCMessage("/night/posterior", [.float(self[.posteriorDelta])]),
      OSCMessage("/night/muscle", [.float(self[.muscleTone])]),
      OSCMessage("/night/eyes", [.float(self[.eyeCorrelation])]),
    ]
    messages += events.map { event in
      OSCMessage(
        "/night/event/\(event.kind.wording)",
        [
          .float(Float(event.onsetSeconds)), .float(Float(event.durationSeconds)), .float(event.amplitudeMicrovolts),
          .float(event.frequencyHz ?? 0), .integer(Int32(event.direction)),
        ])
    }
    return messages
  }
}
