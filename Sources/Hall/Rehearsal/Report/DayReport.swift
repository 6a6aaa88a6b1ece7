import Sequencer
import Show

/// What a span of a hall's life gave, in figures; made from its inputs stepped again, so that it is proven and not kept.
public struct DayReport: Sendable {
  /// Scenes, messages and what devices were told.
  public private(set) var tally: HallTally
  /// What went wrong, closings, refusals.
  public private(set) var incidents = IncidentLog()
  /// Visitors.
  public private(set) var visits = VisitTally()
  /// Airtime.
  public var rotations: RotationTally { tally.rotations }
  /// Stills and other media of pools.
  public private(set) var pools = PoolTally()
  /// Light on canvases.
  public private(set) var light = LightTally()
  /// Devices.
  public private(set) var devices = DeviceTally()
  /// The instants of the programme.
  public private(set) var programme = ProgrammeTally()
  /// How many inputs there were.
  public private(set) var inputs = 0
  private var seenTo: ShowInstant

  /// A report that begins with a hall as it stands.
  ///
  /// - Parameters:
  ///   - hall: the hall at the beginning of the span.
  ///   - instant: the beginning.
  public init(_ hall: Sequencer, from instant: ShowInstant) {
    seenTo = instant
    tally = HallTally(hall, from: instant, keepsCues: false)
  }

  /// Hears of an input that comes now.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - hall: the hall before it.
  public mutating func expect(_ input: Input, in hall: Sequencer) { pass(to: input.at, hall) }

  /// Takes an input.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - step: what came of it.
  ///   - hall: the hall after it.
  public mutating func take(_ input: Input, _ step: Step, in hall: Sequencer) {
    inputs += 1
    tally.take(HallTally.Moment(input, step, of: hall), of: hall.show)
    incidents.take(step, at: input.at)
    visits.took(input, step, in: hall)
    pools.took(input, step, in: hall)
    light.took(input, step, in: hall)
    devices.took(input, step, in: hall)
    programme.took(input, step, in: hall)
  }

  /// Ends what lasts.
  ///
  /// - Parameters:
  ///   - instant: the end of the span.
  ///   - hall: the hall then.
  public mutating func finish(at instant: ShowInstant, in hall: Sequencer) {
    pass(to: instant, hall)
    tally.finish(at: instant)
    incidents.finish(at: instant)
    light.finish(hall, at: instant)
  }

  private mutating func pass(to instant: ShowInstant, _ hall: Sequencer) {
    let span = max(instant - seenTo, .zero)
    visits.passed(span, in: hall)
    pools.passed(span, in: hall)
    light.passed(span, in: hall)
    devices.passed(span, in: hall)
    programme.passed(span, in: hall)
    seenTo = max(seenTo, instant)
  }
}

extension DayReport {
  /// What the report shows not to have been as it should, each as a sentence; nothing of a good day.
  public var objections: [(topic: Topic, sentence: String)] {
    var found: [(Topic, String)] = []
    for (key, airtimes) in rotations.airtimes.sorted(by: { $0.key < $1.key }) where airtimes.isFair == false {
      found.append(
        (
          .airtime,
          "\(key.artwork): \(key.source) was not fair: the times differ by \(airtimes.spread), and no showing took longer "
            + "than \(airtimes.longestShowing)"
        ))
    }
    for (key, draws) in pools.pools.sorted(by: { $0.key < $1.key }) where draws.repeats.isEmpty == false {
      found.append((.stills, "\(key.artwork): \(key.source) repeated before all were shown: \(draws.repeats[0])"))
    }
    for (id, light) in light.canvases.sorted(by: { $0.key < $1.key }) {
      if light.isUnderCeiling == false {
        found.append((.light, "\(id) was lit with \(Exposure.figures(light.mostLux)) lux, above its ceiling"))
      }
      if light.isWithinBudget == false { found.append((.light, "\(id) had \(light.exposure), more than its budget")) }
    }
    for (planned, outcome) in programme.instants.sorted(by: { $0.key < $1.key }) {
      if outcome.times > 1 { found.append((.programme, "\(planned.what) happened \(outcome.times) times")) }
      if outcome.times == 0, outcome.reason == nil { found.append((.programme, "\(planned.what) did not happen")) }
    }
    return found
  }

  /// A topic of the report.
  public enum Topic: String, Hashable, Sendable, CaseIterable {
    case visits, scenes, airtime, stills, light, devices, programme, incidents
  }
}
