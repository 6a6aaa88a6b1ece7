import Show

/// Whether entries of a programme want different things at one time and nothing decides between them, in any year.
enum ProgrammeProof {
  /// After so many years every calendar has come round: days of the week and leap days repeat.
  static let years = 28

  /// The conflicts that nothing decides, each in a sentence.
  static func conflicts(in hall: Hall) -> [String] {
    let entries = hall.schedule
    guard entries.count > 1, let first = entries.map(\.firstDate).min(), let last = entries.map(\.firstDate).max()
    else {
      return []
    }
    let clock = HallClock(timeZone: hall.timeZone)
    guard var from = clock.midnight(of: first), let end = clock.midnight(of: last) else { return [] }
    let repeats = entries.contains { $0.repeats != nil }
    let until = end + .hours(24 * (repeats ? 366 * Int64(years) : 8))
    var found: [String] = []
    while from < until {
      let agenda = AgendaResolver.resolve(
        entries: entries, timeZone: hall.timeZone, from: from, to: min(until, from + .hours(24 * 366)))
      for conflict in agenda.conflicts where conflict.hasPrefix("unresolved: ") {
        let words = String(conflict.dropFirst("unresolved: ".count))
        let pair = words.split(separator: " ").prefix(6).joined(separator: " ")
        if !found.contains(where: { $0.hasPrefix(pair) }) { found.append(words) }
      }
      guard agenda.to > from else { break }
      from = agenda.to
    }
    return found
  }
}

extension ScheduleEntry {
  /// The day on which it happens first.
  fileprivate var firstDate: LocalDate {
    switch kind {
    case .opening(let date, _, _, _): date
    case .window(_, _, let from, _): from.date
    case .moment(_, _, let at, _): at.date
    }
  }
}
