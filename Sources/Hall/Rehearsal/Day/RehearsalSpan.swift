import Show

/// The span of wall time that is rehearsed.
public struct RehearsalSpan: Hashable, Sendable {
  /// Its beginning.
  public var from: WallInstant
  /// Its end.
  public var to: WallInstant
  /// Whether nothing in the programme opens the hall in it, so that the rehearsal does.
  public var opensItself: Bool

  /// A span.
  public init(from: WallInstant, to: WallInstant, opensItself: Bool = false) {
    (self.from, self.to, self.opensItself) = (from, to, opensItself)
  }

  /// How long it is.
  public var length: TimeSpan { to - from }

  /// What is rehearsed before the doors' lead, and after the closed looks have to be reached.
  static let margin = TimeSpan.minutes(5)
  /// The most that is rehearsed of a programme that goes on.
  public static let longest = TimeSpan.hours(24 * 14)

  /// The whole exhibition: from the programme's first opening to its last, two weeks at most.
  ///
  /// Without an opening it is a working day of the rehearsal's own, 1 January 2025 from 09:00 to 17:00.
  public static func exhibition(of hall: Hall) -> RehearsalSpan {
    let dates = hall.schedule.compactMap { entry in
      if case .opening(let date, _, _, _) = entry.kind { date } else { nil }
    }
    let clock = HallClock(timeZone: hall.timeZone)
    guard let first = dates.min(), let midnight = clock.midnight(of: first) else { return ownDay(of: hall, clock) }
    let openings = agenda(of: hall, from: midnight, to: midnight + .hours(400 * 24)).openings
    guard let begin = openings.map(\.lead).min() else { return ownDay(of: hall, clock) }
    let end = openings.map(\.to).filter { $0 <= begin + longest }.max() ?? begin + longest
    return around(begin, end, of: hall)
  }

  /// A day: what the programme opens of it, or all of it.
  public static func day(_ date: LocalDate, of hall: Hall) -> RehearsalSpan? {
    let clock = HallClock(timeZone: hall.timeZone)
    guard let from = clock.midnight(of: date), let next = clock.day(of: from + .hours(36)),
      let to = clock.midnight(of: next)
    else { return nil }
    let openings = agenda(of: hall, from: from, to: to).openings.filter { $0.from >= from && $0.from < to }
    guard let begin = openings.map(\.lead).min(), let end = openings.map(\.to).max() else {
      return RehearsalSpan(from: from, to: to)
    }
    return around(begin, end, of: hall)
  }

  private static func around(_ begin: WallInstant, _ end: WallInstant, of hall: Hall) -> RehearsalSpan {
    RehearsalSpan(
      from: WallInstant(milliseconds: begin.milliseconds - margin.milliseconds), to: end + hall.closeWithin + margin)
  }

  private static func ownDay(of hall: Hall, _ clock: HallClock) -> RehearsalSpan {
    let nine = LocalTime("2025-01-01T09:00").map(clock.instant) ?? WallInstant(milliseconds: 1_735_722_000_000)
    return RehearsalSpan(from: nine, to: nine + .hours(8), opensItself: true)
  }

  private static func agenda(of hall: Hall, from: WallInstant, to: WallInstant) -> Agenda {
    AgendaResolver.resolve(entries: hall.schedule, timeZone: hall.timeZone, from: from, to: to)
  }
}
