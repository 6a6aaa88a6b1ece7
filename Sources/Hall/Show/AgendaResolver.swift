/// Turns the programme's local times into instants: done once outside the sequencer, journalled as an input, so that a
/// replay needs no zone data.
public enum AgendaResolver {
  /// The longest span that is resolved at once.
  public static let longestSpan = TimeSpan.hours(400 * 24)
  /// The most occurrences that an agenda holds; a fuller programme gives an agenda of a shorter span.
  public static let mostOccurrences = 5000

  /// Resolves a span of the programme.
  ///
  /// - Parameters:
  ///   - entries: the programme, in any order; of two entries of one name the later counts.
  ///   - timeZone: the hall's zone, by its IANA name; a name the machine does not know counts as UTC, and is named among
  ///     the conflicts.
  ///   - from: the beginning of the span; what began before it and still lasts is in the agenda too.
  ///   - to: the end of the span, at most ``longestSpan`` later.
  /// - Returns: the agenda; its `to` is earlier than asked for where the span was cut.
  public static func resolve(
    entries: [ScheduleEntry], timeZone: String, from: WallInstant, to: WallInstant
  ) -> Agenda {
    let known = LocalClock(timeZone: timeZone)
    let end = max(from, min(to, from + longestSpan))
    var resolution = Resolution(clock: known ?? LocalClock(secondsAheadOfUTC: 0), from: from, to: end)
    let named = Dictionary(entries.map { ($0.id, $0) }) { _, later in later }
    for (_, entry) in named.sorted(by: { $0.key < $1.key }) { resolution.add(entry) }
    resolution.cut()
    var agenda = resolution.agenda
    if known == nil { agenda.conflicts.append("the time zone \(timeZone) is unknown on this machine: UTC is taken") }
    return agenda
  }
}

/// One resolution: collects what touches the span.
private struct Resolution {
  let clock: LocalClock
  let from: WallInstant
  var to: WallInstant
  private var openings: [Agenda.Opening] = []
  private var windows: [Agenda.Window] = []
  private var moments: [Agenda.Moment] = []

  init(clock: LocalClock, from: WallInstant, to: WallInstant) { (self.clock, self.from, self.to) = (clock, from, to) }

  mutating func add(_ entry: ScheduleEntry) {
    switch entry.kind {
    case .opening(let date, let start, let end, let lead):
      // Past midnight where the end is not later than the start.
      let length = end.milliseconds - start.milliseconds + (end <= start ? 86_400_000 : 0)
      let first = LocalTime(date: date, time: start)
      for (from, to) in spans(of: entry, first: first, milliseconds: length, lead: lead) {
        openings.append(
          Agenda.Opening(
            entry: entry.id, lead: from + TimeSpan(milliseconds: -lead.milliseconds), from: from, to: to,
            priority: entry.priority))
      }
    case .window(let artwork, let scene, let start, let end):
      let length = end.millisecondsOnTheClock - start.millisecondsOnTheClock
      for (from, to) in spans(of: entry, first: start, milliseconds: length, lead: .zero) {
        windows.append(
          Agenda.Window(
            entry: entry.id, artwork: artwork, scene: scene, from: from, to: to, priority: entry.priority))
      }
    case .moment(let artwork, let scene, let at, let missed):
      for day in days(of: entry, first: at, daysBefore: 0) {
        guard let instant = instant(day: day, at.time), from <= instant, instant < to else { continue }
        moments.append(
          Agenda.Moment(
            entry: entry.id, artwork: artwork, scene: scene, at: instant, missed: missed, priority: entry.priority))
      }
    }
  }

  /// The spans of an entry's occurrences that touch the agenda's span.
  private func spans(
    of entry: ScheduleEntry, first: LocalTime, milliseconds length: Int64, lead: TimeSpan
  ) -> [(from: WallInstant, to: WallInstant)] {
    let daysBefore = Int((length + 86_399_999) / 86_400_000)
    return days(of: entry, first: first, daysBefore: daysBefore).compactMap { day in
      let start = Int64(day) * 86_400_000 + first.time.milliseconds
      guard let startTime = LocalTime(millisecondsOnTheClock: start),
        let endTime = LocalTime(millisecondsOnTheClock: start + length)
      else { return nil }
      let span = (from: clock.instant(of: startTime), to: clock.instant(of: endTime))
      let begins = span.from + TimeSpan(milliseconds: -lead.milliseconds)
      return span.from < span.to && begins < to && from < span.to ? span : nil
    }
  }

  /// The days on which an entry may begin and touch the span, with two days to spare for zones and leads.
  private func days(of entry: ScheduleEntry, first: LocalTime, daysBefore: Int) -> [Int] {
    let firstDay = Int(from.milliseconds / 86_400_000) - daysBefore - 2
    let lastDay = Int(to.milliseconds / 86_400_000) + 2
    guard firstDay <= lastDay else { return [] }
    return Occurrences(first: first.date, time: first.time, rule: entry.repeats).days(in: firstDay...lastDay)
  }

  private func instant(day: Int, _ time: TimeOfDay) -> WallInstant? {
    LocalTime(millisecondsOnTheClock: Int64(day) * 86_400_000 + time.milliseconds).map(clock.instant)
  }

  /// Shortens the span where it holds more than an agenda may.
  mutating func cut() {
    let starts = openings.map(\.lead) + windows.map(\.from) + moments.map(\.at)
    guard starts.count > AgendaResolver.mostOccurrences else { return }
    let end = max(from, starts.sorted()[AgendaResolver.mostOccurrences])
    to = end
    openings.removeAll { $0.lead >= end }
    windows.removeAll { $0.from >= end }
    moments.removeAll { $0.at >= end }
  }

  var agenda: Agenda {
    let openings = openings.sorted { ($0.from, $0.entry) < ($1.from, $1.entry) }
    let windows = windows.sorted { ($0.from, $0.entry) < ($1.from, $1.entry) }
    let moments = moments.sorted { ($0.at, $0.entry) < ($1.at, $1.entry) }
    var conflicts = AgendaConflicts(clock: clock)
    conflicts.find(among: openings)
    conflicts.find(among: windows)
    conflicts.find(among: moments)
    return Agenda(
      from: from, to: to, zone: clock.offsets(from: from, to: to), openings: openings, windows: windows,
      moments: moments, conflicts: conflicts.sentences)
  }
}
