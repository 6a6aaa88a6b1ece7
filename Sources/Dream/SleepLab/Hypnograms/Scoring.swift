/// What a scoring file says, before it is laid on a recording.
struct Scoring {
  var format: HypnogramFormat
  var periods: [StagePeriod] = []
  var events: [ScoredEvent] = []
  var repairs: [Repair] = []
  /// The time of day of the scoring's second 0, in seconds from midnight; used for the offset alone and then dropped.
  var clockSeconds: Double?

  /// The shortest and longest stretch to which one stage is scored, in seconds.
  static let epochLengths = 1.0...120.0
  /// No scoring lasts longer than this.
  static let longestSeconds = 1e7

  /// Adds a stretch with a stage, if it is one.
  mutating func add(_ stage: Stage, from onset: Double, lasting duration: Double) {
    guard duration > 0, abs(onset) < Scoring.longestSeconds, duration < Scoring.longestSeconds else { return }
    periods.append(StagePeriod(stage: stage, seconds: onset..<(onset + duration)))
  }

  /// Adds an event, if its times are possible.
  mutating func add(_ kind: ScoredEvent.Kind, at onset: Double, lasting duration: Double) {
    guard abs(onset) < Scoring.longestSeconds else { return }
    let length = duration > 0 && duration < Scoring.longestSeconds ? duration : 0
    events.append(ScoredEvent(kind: kind, onsetSeconds: onset, durationSeconds: length))
  }

  /// Tells what the stretches are like together: overlaps, holes and a length other than an epoch's.
  mutating func judge() {
    let sorted = periods.sorted { $0.seconds.lowerBound < $1.seconds.lowerBound }
    var overlaps = 0
    var holes = 0
    var reached = sorted.first?.seconds.upperBound ?? 0
    for period in sorted.dropFirst() {
      if period.seconds.lowerBound < reached - 0.01 { overlaps += 1 }
      if period.seconds.lowerBound > reached + 0.01 { holes += 1 }
      reached = max(reached, period.seconds.upperBound)
    }
    if overlaps > 0 {
      repairs.append(
        Repair("scoring-overlap", "\(overlaps) scored stretches overlap; the one that begins later counts"))
    }
    if holes > 0 {
      repairs.append(Repair("scoring-gaps", "\(holes) stretches between scored ones have no stage; unknown there"))
    }
  }

  /// Says that stages were scored to another length than 30 s, or refuses lengths that no epoch has.
  mutating func accept(epochSeconds: Double) throws(HypnogramError) {
    guard Scoring.epochLengths.contains(epochSeconds) else { throw .epochLength }
    if epochSeconds != Epoch.lengthSeconds {
      repairs.append(
        Repair(
          "epoch-length",
          "the stages were scored to \(epochSeconds) s; an epoch of 30 s gets the one that fills more than half of it"))
    }
  }
}
