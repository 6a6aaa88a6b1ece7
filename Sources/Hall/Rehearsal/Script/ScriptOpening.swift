import Sequencer
import Show

/// An opening of the hall that a script puts into the programme.
public struct ScriptOpening: Hashable, Sendable, CustomStringConvertible {
  /// When the doors open; `+15m` counts from the line itself.
  public var doors: ScriptTime
  /// How long they stay open, less than a day.
  public var lasting: TimeSpan
  /// How long before the doors the phase `opening` begins.
  public var lead: TimeSpan

  /// An opening.
  public init(doors: ScriptTime, lasting: TimeSpan, lead: TimeSpan) {
    (self.doors, self.lasting, self.lead) = (doors, lasting, lead)
  }

  /// As a script writes it.
  public var description: String { "programme opens \(doors) for \(lasting)" + (lead > .zero ? " lead \(lead)" : "") }

  /// The entry of the programme.
  ///
  /// - Parameters:
  ///   - id: its name.
  ///   - now: what the wall clock shows.
  ///   - clock: the clock of the hall's zone.
  func entry(_ id: ScheduleEntryID, at now: WallInstant, _ clock: HallClock) -> ScheduleEntry? {
    let doors: LocalTime? =
      switch doors {
      case .after(let span): clock.local(now + span)
      case .at(let time): clock.day(of: now).map { LocalTime(date: $0, time: time) }
      case .on(let local): local
      }
    guard let doors, let end = clock.local(clock.instant(of: doors) + lasting)?.time else { return nil }
    return ScheduleEntry(id: id, kind: .opening(date: doors.date, from: doors.time, to: end, lead: lead))
  }
}
