/// Events by the clock, as Noxturnal exports them: begin, end, event and length a row, in any of its languages.
///
/// Days and times serve only to place the rows against one another and against a recording; they are not kept.
struct ClockTable {
  private let rows: [CellTable.Row]

  /// Takes a text's rows.
  init(_ table: CellTable) {
    rows = table.rows
  }

  /// Whether rows begin with a time of the clock.
  static func isLikely(_ table: CellTable) -> Bool {
    table.rows.prefix(8).contains { row in
      row.cells.count >= 2 && row.cells.contains { ClockInstant($0) != nil }
        && row.cells.first.map { ScoringText.number($0) == nil } ?? false
    }
  }

  /// The scoring, from the first stage on.
  func scoring() throws(HypnogramError) -> Scoring {
    var scoring = Scoring(format: .noxturnal)
    var entries: [(begin: Double, duration: Double, stage: Stage?, kind: ScoredEvent.Kind?)] = []
    var unread = 0
    var midnights = 0.0
    var last: Double?
    for row in rows {
      let instants = row.cells.map { ClockInstant($0) }
      guard let place = instants.firstIndex(where: { $0 != nil }), let instant = instants[place] else { continue }
      var begin = instant.seconds + (instant.hasDay ? 0 : midnights * 86_400)
      // Times without a day: one that falls back by hours has passed midnight.
      if !instant.hasDay, let before = last, begin < before - 43_200 {
        midnights += 1
        begin += 86_400
      }
      last = begin
      let words = row.cells.enumerated().filter { instants[$0.offset] == nil && ScoringText.number($0.element) == nil }
      let stage = words.lazy.compactMap { StageWording.stage(ofCode: $0.element) }.first
      let kind = stage == nil ? words.lazy.compactMap { ScoredEvent.Kind(wording: $0.element) }.first : nil
      if stage == nil, kind == nil {
        unread += 1
        continue
      }
      entries.append((begin, length(of: row, instants, after: place), stage, kind))
    }
    guard let start = entries.filter({ $0.stage != nil }).map(\.begin).min() else { throw .noStages }
    scoring.clockSeconds = start.truncatingRemainder(dividingBy: 86_400)
    for entry in entries {
      if let stage = entry.stage {
        scoring.add(
          stage, from: entry.begin - start, lasting: entry.duration > 0 ? entry.duration : Epoch.lengthSeconds)
      } else if let kind = entry.kind {
        scoring.add(kind, at: entry.begin - start, lasting: entry.duration)
      }
    }
    if unread > 0 {
      scoring.repairs.append(Repair("scoring-words", "\(unread) rows are neither a stage nor a known event; left out"))
    }
    return scoring
  }

  /// The length that a row gives as a number, else by its end.
  private func length(of row: CellTable.Row, _ instants: [ClockInstant?], after place: Int) -> Double {
    if let given = row.cells.lazy.compactMap({ ScoringText.number($0) }).first, given >= 0 { return given }
    guard let end = instants.dropFirst(place + 1).compactMap({ $0 }).first, let begin = instants[place] else {
      return 0
    }
    let difference = end.seconds - begin.seconds
    return difference < 0 && !end.hasDay ? difference + 86_400 : max(0, difference)
  }
}

/// A time of the clock, with a day or without: `15/01/2016 22:30:08`, `2016-01-15T22:30:08.5`, `10:30:08 PM`.
struct ClockInstant {
  /// Seconds from midnight, or from some midnight where a day is given.
  var seconds: Double
  /// Whether a day is given.
  var hasDay: Bool

  /// Reads a cell; nil if it is no time.
  init?(_ cell: String) {
    guard cell.utf8.count <= 40, cell.contains(":") || cell.filter({ $0 == "." }).count == 2 else { return nil }
    let words = cell.split { $0 == " " || $0 == "T" || $0 == "\u{202F}" || $0 == "\u{A0}" }
    let half = words.last?.lowercased()
    let isHalf = half == "am" || half == "pm"
    let parts = isHalf ? Array(words.dropLast()) : Array(words)
    guard let time = parts.last, parts.count <= 2, var day = ClockInstant.secondsOfDay(time) else { return nil }
    if isHalf { day = day.truncatingRemainder(dividingBy: 43_200) + (half == "pm" ? 43_200 : 0) }
    hasDay = parts.count == 2
    guard hasDay else {
      seconds = day
      return
    }
    guard let number = ClockInstant.dayNumber(parts[0]) else { return nil }
    seconds = Double(number) * 86_400 + day
  }

  /// Hours, minutes and seconds; a second of 60 is one.
  private static func secondsOfDay(_ text: Substring) -> Double? {
    let separator: Character = text.contains(":") ? ":" : "."
    var plain = text
    if plain.last == "Z" { plain = plain.dropLast() }
    let parts = plain.split(separator: separator, omittingEmptySubsequences: false).map { ScoringText.number($0) }
    guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1] else { return nil }
    let seconds = parts.count == 3 ? parts[2] ?? -1 : 0
    guard (0...24).contains(hours), (0...59).contains(minutes), (0..<61).contains(seconds) else { return nil }
    return hours * 3600 + minutes * 60 + seconds
  }

  /// A count of days; day and month are told apart by the year's place, and by 12, day first where both would do.
  private static func dayNumber(_ text: Substring) -> Int? {
    let parts = text.split { $0 == "/" || $0 == "-" || $0 == "." }.map { Int($0) }
    guard parts.count == 3, let first = parts[0], let second = parts[1], let third = parts[2],
      (0...9999).contains(first), (0...31).contains(second), (0...9999).contains(third)
    else { return nil }
    if first > 31 { return days(year: first, month: second, day: third) }
    return second > 12
      ? days(year: third, month: first, day: second) : days(year: third, month: second, day: first)
  }

  private static func days(year: Int, month: Int, day: Int) -> Int? {
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    // Days of the civil calendar (Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let ofEra = shifted - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
  }
}
