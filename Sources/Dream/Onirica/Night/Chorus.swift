import DreamKernels
import SleepLab

/// The dreamers beside the first one. Each has a place and a colour of their own in the one picture: there their points of
/// light gather, their spindles and K-complexes raise waves, and what is around looks where they look. Stage, rhythms and
/// tint of the whole are the mean of all.
struct Chorus {
  private var voices = InlineArray<7, Voice>(repeating: Voice())
  /// How many are there together; those that come or go count in part.
  private(set) var size = 0.0

  /// Whether the first one dreams alone.
  var isEmpty: Bool { size <= 0 }

  /// Half heights around a place in which one looks where its dreamer looks.
  static let reach = 0.85
  /// How much brighter a place is where its dreamer dreams most, as a share of the light's root.
  static let lift = 0.16

  /// Where a dreamer is: on an oval around the middle, those who come one after the other far from one another.
  ///
  /// - Parameter widthUnits: the picture's width in half heights.
  /// - Returns: half heights from the middle.
  static func place(of number: Int, widthUnits: Double) -> (x: Double, y: Double) {
    let turn = 0.53 + Double(number) * 3 / 7
    return (0.62 * widthUnits / 2 * Exact.cosine(turns: turn), 0.56 * Exact.sine(turns: turn))
  }

  /// A dreamer's colour, as factors on linear light, of mean luminance 1.
  static func colour(of number: Int) -> SIMD3<Float> { ReportTint.level(ReportTint.hue(of: number + 1)) }

  /// Advances by one step, and lets the events of each night raise what they raise.
  mutating func advance(
    _ dreamers: [Dreamer?], to moment: ChorusMoment, seconds: Double, elapsed: Double, seed: UInt64, widthUnits: Double,
    ripples: inout Ripples, swell: inout Swell
  ) {
    size = 0
    for number in 0..<ChorusMoment.most {
      let presence = min(max(moment.presences[number], 0), 1)
      guard presence > 0, number < dreamers.count, let dreamer = dreamers[number] else {
        voices[number].leave()
        continue
      }
      size += presence
      let events = voices[number].advance(
        dreamer, to: moment.positions[number], presence: presence, seconds: seconds, elapsed: elapsed)
      for event in events {
        switch event.kind {
        case .spindle, .kComplex:
          ripples.raise(
            event, seed: seed, at: Chorus.place(of: number, widthUnits: widthUnits), colour: Chorus.colour(of: number),
            strength: Float(presence))
        case .slowWave: swell.lift(by: event, share: presence / (1 + size))
        case .eyeMovement: voices[number].look(by: event, widthUnits: widthUnits, seed: seed &+ UInt64(number) &+ 1)
        }
      }
    }
  }

  /// The stages of all, each dreamer with one voice.
  func blended(_ own: StageWeights) -> StageWeights {
    if isEmpty { return own }
    var mixture = own.scaled(by: 1 / (1 + size))
    for number in voices.indices { mixture.add(voices[number].weights, share: voices[number].presence / (1 + size)) }
    return mixture
  }

  /// The rhythms of all; the stage is the first one's.
  func blended(_ own: Drivers) -> Drivers {
    var mixture = own
    var count = 1.0
    for number in voices.indices where voices[number].presence > 0 {
      count += voices[number].presence
      let stage = mixture.stage
      mixture.approach(voices[number].drivers, share: voices[number].presence / count)
      mixture.stage = stage
    }
    return mixture
  }

  /// The colours of what all dream of.
  func blended(_ own: SIMD3<Float>, of dreamers: [Dreamer?], at moment: ChorusMoment) -> SIMD3<Float> {
    var sum = own
    for number in voices.indices where voices[number].presence > 0 {
      guard let dreamer = dreamers[number] else { continue }
      sum += ReportTint.colour(dreamer.tints, at: moment.positions[number]) * Float(voices[number].presence)
    }
    return sum / Float(1 + size)
  }

  /// What a picture is to be about: the dreamers take turns.
  ///
  /// - Parameter number: of the picture.
  func theme(
    ofPicture number: Int, own: DreamTheme?, dreamers: [Dreamer?], at moment: ChorusMoment
  ) -> DreamTheme? {
    var there = 1
    for place in voices.indices where voices[place].presence > 0.5 { there += 1 }
    var turn = (number % there + there) % there
    guard turn > 0 else { return own }
    for place in voices.indices where voices[place].presence > 0.5 {
      turn -= 1
      guard turn == 0 else { continue }
      return dreamers[place].flatMap { ReportTint.theme($0.tints, at: moment.positions[place]) }
    }
    return own
  }

  /// Writes where each one looks into the grid's arguments.
  func write(to arguments: inout DreamGridArguments, widthUnits: Double) {
    var count: Int32 = 0
    for number in voices.indices where voices[number].presence > 0 {
      let voice = voices[number], place = Chorus.place(of: number, widthUnits: widthUnits)
      dreamSetSpot(
        &arguments, count,
        DreamSpot(
          centreX: Float(place.x), centreY: Float(place.y), inverseSquare: Float(1 / (Chorus.reach * Chorus.reach)),
          x: Float(1.5 * voice.gaze.x * voice.presence), y: Float(1.5 * voice.gaze.y * voice.presence),
          lift: Float(Chorus.lift * voice.drivers.dream * voice.presence)))
      count += 1
    }
    arguments.spotCount = count
  }

  /// Where a point of light gathers, if its dreamer is there.
  ///
  /// - Parameter index: of the point; every eighth stays with the first dreamer.
  /// - Returns: the dreamer's number, how far the point has come to them, where they look at, and how much they dream.
  func gathering(
    ofPoint index: Int, widthUnits: Double
  ) -> (number: Int, share: Double, x: Double, y: Double, dream: Double)? {
    let number = index % (ChorusMoment.most + 1) - 1
    guard number >= 0, voices[number].presence > 0 else { return nil }
    let voice = voices[number], place = Chorus.place(of: number, widthUnits: widthUnits)
    return (number, voice.presence, place.x + voice.gaze.x, place.y + voice.gaze.y, voice.drivers.dream)
  }

  mutating func exchange(with ledger: inout StateLedger) {
    for number in voices.indices { voices[number].exchange(with: &ledger) }
    ledger.exchange(&size)
  }
}
