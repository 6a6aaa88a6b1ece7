import Foundation
import Show

/// Reads a rule of repetition (RFC 5545, section 3.3.10): FREQ, INTERVAL, COUNT, UNTIL and BYDAY; others are refused by name.
struct RecurrenceReader {
  /// The hall's zone, for an UNTIL in UTC.
  let timeZone: String
  let faults: FaultList

  private static let known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY"]
  private static let unused: Set<String> = [
    "BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST", "RSCALE",
    "SKIP",
  ]

  /// The rule.
  ///
  /// - Parameters:
  ///   - written: the text, for example `FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6`.
  ///   - first: the day on which the entry begins; the rule must take it in.
  func rule(_ written: Written, from first: LocalDate?) -> Recurrence? {
    guard let text = written.text("repeat", faults) else { return nil }
    let before = faults.faults.count
    var parts: [String: (value: String, place: Place)] = [:]
    var column = 0
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let place = written.place(ofCharacter: column)
      column += part.unicodeScalars.count + 1
      guard let sign = part.firstIndex(of: "="), sign > part.startIndex else {
        faults.fault(place, "`\(shortened(String(part)))` is no part of a rule", "write it like FREQ=DAILY;COUNT=3")
        continue
      }
      let name = String(part[..<sign])
      if check(name, at: place),
        parts.updateValue((String(part[part.index(after: sign)...]), place), forKey: name) != nil
      {
        faults.fault(place, "\(name) stands twice in this rule", "leave one of them")
      }
    }
    guard faults.faults.count == before, let rule = rule(parts, at: written.place) else { return nil }
    check(rule, from: first, at: parts["BYDAY"]?.place ?? written.place)
    return faults.faults.count == before ? rule : nil
  }

  private func check(_ name: String, at place: Place) -> Bool {
    if Self.known.contains(name) { return true }
    if Self.unused.contains(name) {
      faults.fault(place, "this version does not repeat by \(name)", "use \(Self.known.joined(separator: ", "))")
    } else {
      faults.fault(place, "a rule has no part \(shortened(name))", didYouMean(name, among: Self.known, what: "a part"))
    }
    return false
  }

  private func rule(_ parts: [String: (value: String, place: Place)], at place: Place) -> Recurrence? {
    guard let frequency = parts["FREQ"] else {
      faults.fault(place, "a rule needs FREQ", "write for example FREQ=DAILY")
      return nil
    }
    guard let word = Recurrence.Frequency(rawValue: frequency.value) else {
      let words = Recurrence.Frequency.allCases.map(\.rawValue)
      faults.fault(
        frequency.place, "FREQ cannot be \(shortened(frequency.value))",
        didYouMean(frequency.value, among: words, what: "FREQ"))
      return nil
    }
    if parts["COUNT"] != nil, let until = parts["UNTIL"] {
      faults.fault(until.place, "COUNT and UNTIL exclude one another", "leave one of them")
    }
    return Recurrence(
      frequency: word, interval: whole(parts["INTERVAL"], "INTERVAL", 1...1000) ?? 1,
      count: whole(parts["COUNT"], "COUNT", 1...10000), until: parts["UNTIL"].flatMap { until($0.value, at: $0.place) },
      weekdays: parts["BYDAY"].map { weekdays($0.value, at: $0.place) } ?? [])
  }

  private func whole(_ part: (value: String, place: Place)?, _ name: String, _ range: ClosedRange<Int>) -> Int? {
    guard let part else { return nil }
    if part.value.allSatisfy(\.isASCII), let number = Int(part.value), range.contains(number) { return number }
    faults.fault(
      part.place, "\(name) cannot be \(shortened(part.value))",
      "it goes from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  private func weekdays(_ text: String, at place: Place) -> [Recurrence.Weekday] {
    var days: [Recurrence.Weekday] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      if let day = Recurrence.Weekday(rawValue: String(word)) {
        if days.contains(day) == false { days.append(day) }
      } else if Recurrence.Weekday(rawValue: String(word.suffix(2))) != nil {
        faults.fault(
          place, "this version does not count days of the month, as in \(shortened(String(word)))",
          "name the weekday alone, or write entries for the days")
      } else {
        faults.fault(place, "\(shortened(String(word))) is no weekday", "weekdays are MO, TU, WE, TH, FR, SA, SU")
      }
    }
    return Recurrence.Weekday.allCases.filter(days.contains)
  }

  /// UNTIL as a local time: a day counts to its end; a time with `Z` is in UTC, as RFC 5545 has it.
  private func until(_ text: String, at place: Place) -> LocalTime? {
    let bare = text.filter { $0 != "-" && $0 != ":" }
    let isUTC = bare.hasSuffix("Z")
    let parts = (isUTC ? bare.dropLast() : bare[...]).split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let day = parts.first.flatMap({ Self.digits($0, [4, 2, 2]) }),
      let date = LocalDate(year: day[0], month: day[1], day: day[2])
    else { return badUntil(text, at: place) }
    guard parts.count == 2 else {
      return isUTC ? badUntil(text, at: place) : TimeOfDay(hour: 24, minute: 0).map { LocalTime(date: date, time: $0) }
    }
    guard let clock = Self.digits(parts[1], [2, 2, 2]) ?? Self.digits(parts[1], [2, 2]),
      let time = TimeOfDay(hour: clock[0], minute: clock[1], second: clock.count > 2 ? clock[2] : 0)
    else { return badUntil(text, at: place) }
    let local = LocalTime(date: date, time: time)
    return isUTC ? LocalTime(utc: local, in: timeZone) : local
  }

  private func badUntil(_ text: String, at place: Place) -> LocalTime? {
    faults.fault(
      place, "UNTIL cannot be \(shortened(text))", "write a day like 20250630, or a day and a time like 20250630T180000"
    )
    return nil
  }

  private static func digits(_ text: Substring, _ lengths: [Int]) -> [Int]? {
    guard text.utf8.count == lengths.reduce(0, +), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    var rest = text
    return lengths.compactMap { length in
      defer { rest = rest.dropFirst(length) }
      return Int(rest.prefix(length))
    }
  }

  private func check(_ rule: Recurrence, from first: LocalDate?, at place: Place) {
    guard let first, rule.weekdays.isEmpty == false, rule.weekdays.contains(first.weekday) == false else { return }
    let day = first.weekday.rawValue
    faults.fault(
      place, "\(first) is a \(day), which the rule leaves out", "begin on a day of the rule, or add \(day) to BYDAY")
  }
}

extension LocalTime {
  /// The hall's time at a time in UTC.
  init?(utc: LocalTime, in timeZone: String) {
    guard let zone = TimeZone(identifier: timeZone) else { return nil }
    let milliseconds = utc.millisecondsOnTheClock
    let instant = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    self.init(millisecondsOnTheClock: milliseconds + Int64(zone.secondsFromGMT(for: instant)) * 1000)
  }
}
