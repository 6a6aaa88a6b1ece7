/// One entry of the programme, as hall.yaml or a message gives it: local times are in the hall's zone.
public struct ScheduleEntry: Hashable, Sendable, Codable {
  /// Its name.
  public var id: ScheduleEntryID
  /// What it schedules.
  public var kind: ScheduleKind
  /// Of two that overlap, the higher wins; 0 unless given.
  public var priority: Int
  /// How it repeats, if it does (RFC 5545, section 3.3.10).
  public var repeats: Recurrence?

  /// An entry of the programme.
  public init(id: ScheduleEntryID, kind: ScheduleKind, priority: Int = 0, repeats: Recurrence? = nil) {
    (self.id, self.kind, self.priority, self.repeats) = (id, kind, priority, repeats)
  }
}

/// What an entry schedules.
public enum ScheduleKind: Hashable, Sendable, Codable {
  /// The hall is open to visitors from one time to another (past midnight if `to` is not later), `lead` before being `opening`.
  case opening(date: LocalDate, from: TimeOfDay, to: TimeOfDay, lead: TimeSpan)
  /// A scene stands in for an artwork's start.
  case window(ArtworkID, SceneID, from: LocalTime, to: LocalTime)
  /// An artwork enters a scene, once.
  case moment(ArtworkID, SceneID, at: LocalTime, missed: MissedPolicy)
}

/// What becomes of a moment that was missed.
public enum MissedPolicy: Hashable, Sendable, Codable {
  /// It is skipped.
  case skip
  /// It runs when late by no more than this.
  case within(TimeSpan)
}

/// A day of the Gregorian calendar, in the hall's zone.
public struct LocalDate: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The year, 1970 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31 as the month has them.
  public let day: Int

  /// A day, or nothing if there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1970...9999).contains(year), (1...12).contains(month) else { return nil }
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    guard (1...length).contains(day) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Reads `YYYY-MM-DD`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isNumber) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Earlier before later.
  public static func < (left: LocalDate, right: LocalDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
  /// As `YYYY-MM-DD`.
  public var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }
}

/// A day and a time of day, in the hall's zone.
public struct LocalTime: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The day.
  public let date: LocalDate
  /// The time of day.
  public let time: TimeOfDay

  /// A day and a time of it.
  public init(date: LocalDate, time: TimeOfDay) { (self.date, self.time) = (date, time) }

  /// Reads `YYYY-MM-DDTHH:MM` or with seconds; a zone or an offset is refused, for the hall's zone is meant.
  public init?(_ text: String) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = LocalDate(String(parts[0])), let time = TimeOfDay(String(parts[1])) else {
      return nil
    }
    self.init(date: date, time: time)
  }
  /// As `YYYY-MM-DDTHH:MM`.
  public var description: String { "\(date)T\(time)" }
}

/// How an entry repeats: FREQ, INTERVAL, COUNT, UNTIL and BYDAY of RFC 5545, section 3.3.10.
public struct Recurrence: Hashable, Sendable, Codable {
  /// FREQ.
  public enum Frequency: String, Sendable, Codable, CaseIterable {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }
  /// The days of the week of BYDAY.
  public enum Weekday: String, Sendable, Codable, CaseIterable {
    case monday = "MO"
    case tuesday = "TU"
    case wednesday = "WE"
    case thursday = "TH"
    case friday = "FR"
    case saturday = "SA"
    case sunday = "SU"
  }

  /// How often.
  public var frequency: Frequency
  /// Every how many of them, 1 to 1000.
  public var interval: Int
  /// How many times in all, the first included; 1 to 10000.
  public var count: Int?
  /// The last local time it may begin at.
  public var until: LocalTime?
  /// The days of the week it is limited to; every day if empty.
  public var weekdays: [Weekday]

  /// A rule of repetition.
  public init(
    frequency: Frequency, interval: Int = 1, count: Int? = nil, until: LocalTime? = nil, weekdays: [Weekday] = []
  ) {
    (self.frequency, self.interval, self.count) = (frequency, interval, count)
    (self.until, self.weekdays) = (until, weekdays)
  }
}

/// The programme with every local time turned into an instant, for some weeks: an input of the sequencer, so that it needs no zone data.
public struct Agenda: Hashable, Sendable, Codable {
  /// An opening of the hall.
  public struct Opening: Hashable, Sendable, Codable {
    /// The entry it comes from.
    public var entry: ScheduleEntryID
    /// When the phase `opening` begins.
    public var lead: WallInstant
    /// When the doors open.
    public var from: WallInstant
    /// When they close.
    public var to: WallInstant
    /// The entry's priority.
    public var priority: Int

    /// An opening of the hall.
    public init(entry: ScheduleEntryID, lead: WallInstant, from: WallInstant, to: WallInstant, priority: Int) {
      (self.entry, self.lead, self.from, self.to, self.priority) = (entry, lead, from, to, priority)
    }
  }
  /// A scene that stands in for an artwork's start.
  public struct Window: Hashable, Sendable, Codable {
    /// The entry it comes from.
    public var entry: ScheduleEntryID
    /// The artwork.
    public var artwork: ArtworkID
    /// The scene.
    public var scene: SceneID
    /// When it begins.
    public var from: WallInstant
    /// When it ends.
    public var to: WallInstant
    /// The entry's priority.
    public var priority: Int

    /// A window of an artwork.
    public init(
      entry: ScheduleEntryID, artwork: ArtworkID, scene: SceneID, from: WallInstant, to: WallInstant, priority: Int
    ) {
      (self.entry, self.artwork, self.scene) = (entry, artwork, scene)
      (self.from, self.to, self.priority) = (from, to, priority)
    }
  }
  /// A scene that is entered once.
  public struct Moment: Hashable, Sendable, Codable {
    /// The entry it comes from.
    public var entry: ScheduleEntryID
    /// The artwork.
    public var artwork: ArtworkID
    /// The scene.
    public var scene: SceneID
    /// When.
    public var at: WallInstant
    /// What becomes of it when missed.
    public var missed: MissedPolicy
    /// The entry's priority.
    public var priority: Int

    /// A moment of an artwork.
    public init(
      entry: ScheduleEntryID, artwork: ArtworkID, scene: SceneID, at: WallInstant, missed: MissedPolicy, priority: Int
    ) {
      (self.entry, self.artwork, self.scene, self.at) = (entry, artwork, scene, at)
      (self.missed, self.priority) = (missed, priority)
    }
  }
  /// From an instant on, the hall's zone is so far ahead of UTC.
  public struct ZoneOffset: Hashable, Sendable, Codable {
    /// Since when.
    public var from: WallInstant
    /// Seconds ahead of UTC, −50400 to 50400.
    public var seconds: Int

    /// An offset of the zone and since when it holds.
    public init(from: WallInstant, seconds: Int) { (self.from, self.seconds) = (from, seconds) }
  }

  /// The span that was resolved: from here …
  public var from: WallInstant
  /// … to here; a new agenda is due before.
  public var to: WallInstant
  /// The zone's offsets over the span, oldest first, the first in force at `from`.
  public var zone: [ZoneOffset]
  /// The openings that touch the span, in the order of their start, then entry.
  public var openings: [Opening]
  /// The windows that touch the span, likewise.
  public var windows: [Window]
  /// The moments in the span, likewise.
  public var moments: [Moment]
  /// Conflicts of entries, each as a sentence that names both and what wins.
  public var conflicts: [String]

  /// An agenda of a span.
  public init(
    from: WallInstant, to: WallInstant, zone: [ZoneOffset], openings: [Opening] = [], windows: [Window] = [],
    moments: [Moment] = [], conflicts: [String] = []
  ) {
    (self.from, self.to, self.zone, self.openings) = (from, to, zone, openings)
    (self.windows, self.moments, self.conflicts) = (windows, moments, conflicts)
  }

  /// An agenda of nothing, in UTC.
  public static let empty = Agenda(
    from: WallInstant(milliseconds: 0), to: WallInstant(milliseconds: 0),
    zone: [ZoneOffset(from: WallInstant(milliseconds: 0), seconds: 0)])
}
