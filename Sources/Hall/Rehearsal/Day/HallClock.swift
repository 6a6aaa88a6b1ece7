import Show

/// The clock on the wall of a rehearsed hall: what it shows at an instant, and when it shows a local time.
public struct HallClock: Sendable {
  private let clock: LocalClock

  /// The clock of a hall's zone; UTC where the machine does not know the zone.
  public init(timeZone: String) { clock = LocalClock(timeZone: timeZone) ?? LocalClock(secondsAheadOfUTC: 0) }

  /// The day and the time to the second, as the clock shows them.
  public func local(_ instant: WallInstant) -> LocalTime? { clock.localTime(at: instant) }

  /// The first instant at which it shows a local time or a later one.
  public func instant(of local: LocalTime) -> WallInstant { clock.instant(of: local) }

  /// The beginning of a day.
  public func midnight(of date: LocalDate) -> WallInstant? {
    TimeOfDay(hour: 0, minute: 0).map { clock.instant(of: LocalTime(date: date, time: $0)) }
  }

  /// The day on which an instant lies.
  public func day(of instant: WallInstant) -> LocalDate? { clock.localTime(at: instant)?.date }

  /// The time of day, as `09:00` or `09:00:05`.
  public func time(_ instant: WallInstant, seconds: Bool = true) -> String {
    let text = clock.localTime(at: instant)?.time.description ?? "?"
    if !seconds { return String(text.prefix(5)) }
    return text.utf8.count == 5 ? text + ":00" : text
  }

  /// The day and the time, as `2025-06-10 09:00:05`.
  public func dayAndTime(_ instant: WallInstant) -> String {
    "\(day(of: instant).map(\.description) ?? "?") \(time(instant))"
  }
}
