/// Scoring as rows of cells: a stage a line, stage and duration, onset and stage with or without a duration, and the
/// events table of a BIDS data set (BIDS 1.9, "Events").
struct ScoringTable {
  private struct Columns {
    var onset: Int?
    var duration: Int?
    var stages: [Int]
    var firstRow: Int
  }

  private let rows: [CellTable.Row]
  private let heading: [String]

  /// Takes a text's rows.
  init(_ table: CellTable) {
    rows = table.rows
    let first = table.rows.first?.cells.map { ScoringText.plain($0) } ?? []
    // A heading has no number and no stage in it, or it names its columns.
    let isNamed = first.contains { ScoringTable.onsetNames.contains($0) || ScoringTable.isStageName($0) }
    let isWords = !first.contains { ScoringText.number($0) != nil || StageWording.stage(ofCode: $0) != nil }
    heading = isNamed || isWords ? first : []
  }

  private static let onsetNames: Set<String> = ["onset", "start", "time", "onset s", "start s", "seconds", "onset sec"]
  private static let durationNames: Set<String> = [
    "duration", "dur", "length", "duration s", "length s", "duration sec",
  ]
  private static func isStageName(_ name: String) -> Bool {
    ["stage", "stadium", "stade", "trial type", "value", "hypno", "sleep", "description", "event", "annotation"]
      .contains { name.contains($0) }
  }

  /// The scoring; line numbers in errors are the file's.
  ///
  /// - Parameter levels: what a data set's description says of its columns' codes.
  func scoring(levels: [String: [String: Stage]] = [:]) throws(HypnogramError) -> Scoring {
    guard let first = rows.first else { throw .noStages }
    let columns = columns()
    let body = rows.dropFirst(columns.firstRow)
    guard columns.onset != nil || columns.duration != nil || body.allSatisfy({ $0.cells.count == 1 }) else {
      throw .lineUnreadable(body.first { $0.cells.count != 1 }?.line ?? first.line)
    }
    var scoring = Scoring(format: format(columns))
    if columns.firstRow > 0, columns.onset == nil, columns.duration == nil {
      scoring.repairs.append(Repair("first-line", "line \(first.line) is no stage; taken for a heading"))
    }
    guard let place = bestStageColumn(columns, body, levels) else {
      throw columns.onset == nil ? .lineUnreadable(body.first?.line ?? first.line) : .noStages
    }
    let cells = body.compactMap { $0.cells.indices.contains(place) ? $0.cells[place] : nil }
    let column = StageColumn(cells, levels: heading.indices.contains(place) ? levels[heading[place]] : nil)
    if let repair = column.repair { scoring.repairs.append(repair) }
    try fill(&scoring, columns, place, column, body)
    guard !scoring.periods.isEmpty else { throw .noStages }
    return scoring
  }

  private func format(_ columns: Columns) -> HypnogramFormat {
    if columns.onset == nil { return columns.duration == nil ? .codePerLine : .stageAndDuration }
    return heading.contains("onset") && heading.contains("duration") ? .bids : .onsetAndStage
  }

  private func columns() -> Columns {
    if !heading.isEmpty {
      let onset = heading.firstIndex { ScoringTable.onsetNames.contains($0) }
      let duration = heading.firstIndex { ScoringTable.durationNames.contains($0) }
      let named = heading.indices.filter { ScoringTable.isStageName(heading[$0]) && $0 != onset && $0 != duration }
      let rest = heading.indices.filter { $0 != onset && $0 != duration && !named.contains($0) }
      return Columns(onset: onset, duration: duration, stages: named + rest, firstRow: 1)
    }
    // Without names: numbers before the stage are onset and duration, one after it is a duration.
    let sample = rows[0].cells
    let numbers = sample.map { ScoringText.number($0) != nil }
    switch (sample.count, numbers.first ?? false) {
    case (2, false): return Columns(onset: nil, duration: 1, stages: [0], firstRow: 0)
    case (2, true):
      // `0 W` is an onset; of two numbers the greater ones are the durations or onsets.
      return numbers[1] ? numericPair() : Columns(onset: 0, duration: nil, stages: [1], firstRow: 0)
    case (3..., true): return Columns(onset: 0, duration: 1, stages: Array(2..<sample.count), firstRow: 0)
    default: return Columns(onset: nil, duration: nil, stages: [0], firstRow: 0)
    }
  }

  /// Two numbers a row: the column that only grows is the onset, one whose values are codes is the stage.
  private func numericPair() -> Columns {
    let first = rows.compactMap { $0.cells.first.flatMap { ScoringText.number($0) } }
    let isOnset = zip(first, first.dropFirst()).allSatisfy { $0 < $1 } && (first.last ?? 0) > 9
    return isOnset
      ? Columns(onset: 0, duration: nil, stages: [1], firstRow: 0)
      : Columns(onset: nil, duration: 1, stages: [0], firstRow: 0)
  }

  /// The column most of whose cells are stages: a person's before a program's, as the heading names them.
  private func bestStageColumn(
    _ columns: Columns, _ body: ArraySlice<CellTable.Row>, _ levels: [String: [String: Stage]]
  ) -> Int? {
    let share = { (place: Int) -> Double in
      let cells = body.compactMap { $0.cells.indices.contains(place) ? $0.cells[place] : nil }
      let column = StageColumn(cells, levels: heading.indices.contains(place) ? levels[heading[place]] : nil)
      let isNamed = !heading.indices.contains(place) || ScoringTable.isStageName(heading[place])
      let known = cells.count { cell in
        // Bare numbers in a column of another name are anything.
        column.stage(of: cell) != nil && (isNamed || ScoringText.number(cell) == nil)
      }
      return body.isEmpty ? 0 : Double(known) / Double(body.count)
    }
    let candidates = columns.stages.filter { share($0) > 0 }
    let human = candidates.filter { place in
      guard heading.indices.contains(place) else { return false }
      return ["hum", "expert", "manual", "consensus", "major"].contains { heading[place].contains($0) }
    }
    if let place = human.first(where: { share($0) > 0.5 }) { return place }
    return candidates.max { share($0) < share($1) || share($0) == share($1) && $0 > $1 }
  }

  private func fill(
    _ scoring: inout Scoring, _ columns: Columns, _ place: Int, _ column: StageColumn,
    _ body: ArraySlice<CellTable.Row>
  ) throws(HypnogramError) {
    var reached = 0.0
    var unread = 0
    for (row, next) in zip(body, body.dropFirst().map(Optional.some) + [nil]) {
      let cell = row.cells.indices.contains(place) ? row.cells[place] : ""
      let onset = columns.onset.map { row.number(at: $0) } ?? reached
      let duration = columns.duration.map { row.number(at: $0) } ?? .some(nextStep(from: onset, next, columns))
      guard let stage = column.stage(of: cell) else {
        if let onset, let kind = ScoredEvent.Kind(wording: cell) {
          scoring.add(kind, at: onset, lasting: (duration ?? nil) ?? 0)
          continue
        }
        if columns.onset == nil { throw .lineUnreadable(row.line) }
        unread += 1
        continue
      }
      guard let onset, let length = duration ?? nil, length >= 0 else { throw .lineUnreadable(row.line) }
      scoring.add(stage, from: onset, lasting: length)
      reached = onset + length
    }
    if unread > 0 {
      scoring.repairs.append(Repair("scoring-words", "\(unread) rows are neither a stage nor a known event; left out"))
    }
    if columns.onset == nil, columns.duration != nil { try judgeUnits(&scoring) }
  }

  /// Where rows give no length, one lasts until the next; the last one, and a line without an onset, an epoch.
  private func nextStep(from onset: Double?, _ next: CellTable.Row?, _ columns: Columns) -> Double? {
    guard let place = columns.onset, let onset, let following = next?.number(at: place), following > onset else {
      return Epoch.lengthSeconds
    }
    return following - onset
  }

  /// Durations that are all shorter than a second cannot be seconds.
  private func judgeUnits(_ scoring: inout Scoring) throws(HypnogramError) {
    let longest = scoring.periods.map { $0.seconds.upperBound - $0.seconds.lowerBound }.max() ?? 0
    guard longest >= Scoring.epochLengths.lowerBound else { throw .epochLength }
  }
}

extension CellTable.Row {
  fileprivate func number(at place: Int) -> Double? {
    cells.indices.contains(place) ? ScoringText.number(cells[place]) : nil
  }
}
