/// Stages as cells of a table: words and letters mean one thing, digits depend on the column.
struct StageColumn {
  /// What each digit means; nil for R&K or AASM by what occurs.
  private let levels: [String: Stage]?
  private let isFourREM: Bool
  /// What was assumed.
  let repair: Repair?

  /// Looks at all cells of a column.
  ///
  /// - Parameters:
  ///   - cells: the column's cells.
  ///   - levels: what the data set's own description says of them; nil where there is none.
  init(_ cells: [String], levels: [String: Stage]? = nil) {
    self.levels = levels
    let codes = Set(cells)
    isFourREM = levels == nil && codes.contains("4") && !codes.contains("5")
    repair = isFourREM ? Repair("digits", "no 5 occurs among the codes; 4 is taken for REM, 3 for N3") : nil
  }

  /// The stage of a cell; nil if it is none.
  func stage(of cell: String) -> Stage? {
    if let levels, let stage = levels[cell] ?? levels[ScoringText.plain(cell)] { return stage }
    if isFourREM, cell == "4" { return .rem }
    return StageWording.stage(ofCode: cell)
  }
}
