import Journal
import Show

// When readings leave the journal. A pure state machine: the control room asks it in each turn what is to be done, does
// it, and tells it what came of it.
//
// | phase | what it waits for | out of it |
// |---|---|---|
// | off | the journal to be proven, where the configuration says how long readings are kept | proven → resting |
// | resting | a day to pass, then the hall to be closed, for another day at most; the first time nothing | due → looking |
// | looking | the journal's word: is there something to erase, and can the clock be believed | → erasing, resting |
// | erasing | the pause between two portions | the last one, a failure, an unknown clock → resting |
//
// A clock that was set forward makes all readings look old. So the clock is believed only if the journal has an entry
// from shortly before the last three days by that clock: a hall that was shut for long, or whose clock was set, erases
// nothing until it has run for three days by it.

/// What is to be done about old readings.
enum RetentionAction: Hashable, Sendable {
  /// Nothing.
  case none
  /// The journal is asked for readings from before an instant, and for its newest entry up to another.
  case look(before: WallInstant, entriesUpTo: WallInstant)
  /// A portion of the readings from before an instant is erased.
  case erase(before: WallInstant)
}

/// What became of a look into the journal.
enum RetentionVerdict: Hashable, Sendable {
  /// There is nothing to erase.
  case nothing
  /// There is, and it will be.
  case begins
  /// There is, but the clock cannot be believed: the newest entry from before is of this instant.
  case doubts(newest: WallInstant, now: WallInstant)
}

/// Readings that were erased one portion after the other.
struct RetentionRound: Hashable, Sendable {
  /// Readings from before this go.
  let before: WallInstant
  /// How many went.
  var count = 0
}

/// How old readings are erased; see the table above.
struct Retention: Hashable, Sendable {
  /// In what phase it is.
  private enum Phase: Hashable, Sendable {
    case off
    case resting
    case looking(before: WallInstant, now: WallInstant)
    case erasing(RetentionRound, next: ShowInstant)
  }

  /// How long after a round the next is due, and how long that one waits at most for the hall to be closed.
  static let every = TimeSpan.hours(24)
  /// How long after a round that could not be had the next is due.
  static let again = TimeSpan.hours(1)
  /// What lies between two portions, so that the disk is the show's.
  static let pause = TimeSpan.milliseconds(100)
  /// How long the hall must have run by its clock, at most.
  static let longestProbation = TimeSpan.hours(3 * 24)
  /// How long the journal may say nothing before that, at most.
  static let longestSilence = TimeSpan.hours(31 * 24)

  private let keeps: TimeSpan?
  private var phase = Phase.off
  /// When the next round is due; nothing before the first.
  private var due: ShowInstant?

  /// Erases nothing until the journal is proven.
  ///
  /// - Parameter keeps: how long readings are kept; for ever unless given.
  init(keeps: TimeSpan?) { self.keeps = keeps }

  /// When ``next(at:wall:isQuiet:)`` has something to say though nothing else happens.
  var nextDeadline: ShowInstant? {
    if case .erasing(_, let next) = phase { next } else { nil }
  }

  /// The whole journal was found in order.
  mutating func isProven() {
    if phase == .off, keeps != nil { phase = .resting }
  }

  /// What is to be done now; the journal must be able to do it.
  ///
  /// - Parameters:
  ///   - now: show time.
  ///   - wall: the wall clock, where it is known to be right.
  ///   - isQuiet: whether the hall is closed.
  mutating func next(at now: ShowInstant, wall: WallInstant?, isQuiet: Bool) -> RetentionAction {
    guard let keeps else { return .none }
    switch phase {
    case .off, .looking: return .none
    case .resting:
      guard let wall, isDue(at: now, isQuiet: isQuiet) else { return .none }
      let before = WallInstant(milliseconds: wall.milliseconds - keeps.milliseconds)
      phase = .looking(before: before, now: wall)
      return .look(before: before, entriesUpTo: wall + .milliseconds(-probation.milliseconds))
    case .erasing(let round, let next):
      guard wall != nil else {
        rest(until: now + Self.again)
        return .none
      }
      return now >= next ? .erase(before: round.before) : .none
    }
  }

  /// The journal has answered; nothing where it could not.
  mutating func looked(_ outlook: ErasureOutlook?, at now: ShowInstant) -> RetentionVerdict {
    guard case .looking(let before, let wall) = phase else { return .nothing }
    guard let outlook else {
      rest(until: now + Self.again)
      return .nothing
    }
    guard outlook.hasOldReadings else {
      rest(until: now + Self.every)
      return .nothing
    }
    if let newest = outlook.wallBeforeMilliseconds.map({ WallInstant(milliseconds: $0) }),
      wall - newest > probation + silence
    {
      rest(until: now + Self.again)
      return .doubts(newest: newest, now: wall)
    }
    phase = .erasing(RetentionRound(before: before), next: now)
    return .begins
  }

  /// A portion was erased.
  ///
  /// - Returns: the round, if it is over.
  mutating func erased(_ erasure: Erasure, at now: ShowInstant) -> RetentionRound? {
    guard case .erasing(var round, _) = phase else { return nil }
    round.count += erasure.count
    if erasure.isPartial {
      phase = .erasing(round, next: now + Self.pause)
      return nil
    }
    rest(until: now + Self.every)
    return round
  }

  /// A portion was not erased.
  mutating func failed(at now: ShowInstant) { rest(until: now + Self.again) }

  private mutating func rest(until instant: ShowInstant) { (phase, due) = (.resting, instant) }

  private func isDue(at now: ShowInstant, isQuiet: Bool) -> Bool {
    guard let due else { return true }
    return now >= due && (isQuiet || now >= due + Self.every)
  }

  /// Never more than half of what is kept, so that a clock that was set forward never takes all of it.
  private var probation: TimeSpan { min(Self.longestProbation, half) }
  private var silence: TimeSpan { min(Self.longestSilence, half) }
  private var half: TimeSpan { .milliseconds((keeps ?? .zero).milliseconds / 2) }
}
