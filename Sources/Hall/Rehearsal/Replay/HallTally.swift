import Sequencer
import Show

/// What came of a span of a hall's life, in numbers: made from its moments, one after the other.
public struct HallTally: Sendable {
  /// One input, what came of it, and what of the rotations was on then.
  public struct Moment: Sendable {
    /// The input and what came of it.
    public var moment: VirtualHall.Moment
    /// What is on, of each rotation of each artwork.
    var onAir: [RotationTally.Key: String]

    /// A moment of a hall.
    ///
    /// - Parameters:
    ///   - input: an input.
    ///   - step: what came of it.
    ///   - hall: the hall after it.
    public init(_ input: Input, _ step: Step, of hall: Sequencer) {
      moment = VirtualHall.Moment(input: input, step: step)
      onAir = RotationTally.onAir(in: hall)
    }
  }

  /// What came of a trigger.
  public struct TriggerCount: Hashable, Sendable {
    /// How often it fired.
    public var fired = 0
    /// How often something started it, and it did not fire.
    public var notFired = 0
    /// Why it did not fire, the last time.
    public var lastReason: String?

    /// A trigger that nothing started.
    public init() {}
  }

  /// What came of a scene.
  public struct SceneCount: Hashable, Sendable {
    /// How often it ran.
    public var count = 0
    /// How long, all together.
    public var time: TimeSpan = .zero
    /// How long of that the hall was open.
    public var timeOpen: TimeSpan = .zero
  }

  /// A way from one scene to another.
  public struct Transition: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The artwork.
    public var artwork: ArtworkID
    /// The scene that was left, if one was.
    public var from: SceneID?
    /// The scene that was entered.
    public var to: SceneID

    /// By artwork, then scenes.
    public static func < (left: Transition, right: Transition) -> Bool {
      (left.artwork, left.from ?? "", left.to) < (right.artwork, right.from ?? "", right.to)
    }
    /// As decisions write it.
    public var description: String { "\(artwork): \(from.map { "\($0) " } ?? "")→ \(to)" }
  }

  /// How often something happened, and why, the first time.
  public struct Count: Hashable, Sendable {
    /// How often.
    public var times = 0
    /// The decision, as one sentence.
    public var sentence: String
  }

  /// The scenes, phases and what happened to the artworks, to be drawn; its instants count from the span's beginning.
  public private(set) var record: TimelineRecord
  /// The ways that were taken.
  public private(set) var transitions: [Transition: Count] = [:]
  /// The triggers of each artwork that something started, by name.
  public private(set) var triggers: [ArtworkID: [TriggerID: TriggerCount]] = [:]
  /// How often each pool and rotation of an artwork gave something.
  public private(set) var draws: [ArtworkID: [SourceID: Int]] = [:]
  /// How long each thing of the rotations was on.
  public private(set) var rotations = RotationTally()
  /// How often each device was told something else.
  public private(set) var told: [DeviceID: Int] = [:]
  /// How many messages were sent on each topic.
  public private(set) var messages: [String: Int] = [:]

  private let beginning: ShowInstant
  private var onAir: [RotationTally.Key: String] = [:]
  private var seenUntil: ShowInstant

  /// A tally that begins with a hall as it stands.
  ///
  /// - Parameters:
  ///   - hall: the hall at the beginning of the span, or before it began.
  ///   - instant: the beginning.
  ///   - keepsCues: whether cues are kept for a drawing.
  public init(_ hall: Sequencer, from instant: ShowInstant, keepsCues: Bool) {
    (beginning, seenUntil) = (instant, instant)
    record = TimelineRecord(hall.show, keepsCues: keepsCues)
    var standing = Step()
    standing.effects = hall.show.artworks.compactMap { artwork in
      hall.status(of: artwork.id).map { .artworkState(artwork.id, $0) }
    }
    if !hall.state.showFingerprint.isEmpty { standing.effects.append(.hallState(hall.hallStatus)) }
    let input = Input(seq: hall.state.lastSeq, at: .zero, event: .deadline(late: false))
    let moment = Moment(input, standing, of: hall)
    record.take(moment.moment)
    rotations.follow(hall.show)
    onAir = moment.onAir
  }

  /// Takes what happened next.
  ///
  /// - Parameters:
  ///   - moment: an input of the span, and what came of it.
  ///   - show: the show that ran.
  public mutating func take(_ moment: Moment, of show: Show) {
    var told = moment.moment
    advance(to: told.input.at)
    onAir = moment.onAir
    if case .show = told.input.event {
      record.follow(show)
      rotations.follow(show)
    }
    rotations.took(told.step)
    told.input.at = .zero + (told.input.at - beginning)
    record.take(told)
    for decision in told.step.decisions { take(decision, in: show) }
    for effect in told.step.effects {
      switch effect {
      case .desired(let device, _): self.told[device, default: 0] += 1
      case .publish(let publication): messages[publication.topic, default: 0] += 1
      case .send(let message): messages[message.target, default: 0] += 1
      default: break
      }
    }
  }

  /// Ends what lasts: time went on to here.
  public mutating func finish(at instant: ShowInstant) {
    advance(to: instant)
    record.finish(at: .zero + (instant - beginning))
  }

  private mutating func take(_ decision: Decision, in show: Show) {
    guard let artwork = decision.artwork else { return }
    switch decision.kind {
    case .scene:
      guard let to = decision.to else { return }
      let way = Transition(artwork: artwork, from: decision.from, to: to)
      transitions[way, default: Count(sentence: decision.sentence)].times += 1
      count(decision, artwork, in: show) { $0.fired += 1 }
    case .trigger: count(decision, artwork, in: show) { $0.fired += 1 }
    case .notFired:
      count(decision, artwork, in: show) { trigger in
        trigger.notFired += 1
        trigger.lastReason = decision.sentence
      }
    case .draw:
      guard let subject = decision.subject, decision.values[Decision.passedOver] == nil else { return }
      draws[artwork, default: [:]][SourceID(subject), default: 0] += 1
    default: break
    }
  }

  private mutating func count(
    _ decision: Decision, _ artwork: ArtworkID, in show: Show, _ change: (inout TriggerCount) -> Void
  ) {
    // The subject of a change of scene may also be a moment of the programme.
    guard let subject = decision.subject, show.artwork(artwork)?.trigger(TriggerID(subject)) != nil else { return }
    change(&triggers[artwork, default: [:]][TriggerID(subject), default: TriggerCount()])
  }

  private mutating func advance(to instant: ShowInstant) {
    guard instant > seenUntil else { return }
    rotations.passed(instant - seenUntil, with: onAir)
    seenUntil = instant
  }
}

extension HallTally {
  /// How long the hall was open.
  public var timeOpen: TimeSpan { record.openSpans.reduce(.zero) { $0 + (($1.to ?? record.end) - $1.from) } }

  /// How long the things of an artwork's rotations were on, those that were.
  public func airtime(of artwork: ArtworkID) -> [SourceID: [String: TimeSpan]] {
    var found: [SourceID: [String: TimeSpan]] = [:]
    for (key, airtimes) in rotations.airtimes where key.artwork == artwork {
      for airtime in airtimes where airtime.time > .zero {
        found[key.source, default: [:]][airtime.name] = airtime.time
      }
    }
    return found
  }

  /// The scenes of an artwork that ran.
  public func scenes(of artwork: ArtworkID) -> [SceneID: SceneCount] {
    var found: [SceneID: SceneCount] = [:]
    for row in record.lanes.first(where: { $0.artwork == artwork })?.rows ?? [] where !row.blocks.isEmpty {
      var count = SceneCount()
      for block in row.blocks {
        let end = block.to ?? record.end
        count.count += 1
        count.time = count.time + (end - block.from)
        for open in record.openSpans {
          let part = min(end, open.to ?? record.end) - max(block.from, open.from)
          if part > .zero { count.timeOpen = count.timeOpen + part }
        }
      }
      found[row.scene] = count
    }
    return found
  }
}

extension TimelineRecord {
  fileprivate var openSpans: [Span] { phases.filter { $0.name == HallPhase.open.description } }
}
