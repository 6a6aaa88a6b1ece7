/// Comma-separated values as RFC 4180 has them: quotes around cells that hold commas, line ends and doubled quotes.
enum SeparatedValues {
  /// Takes a text apart; lines without anything are passed over.
  ///
  /// - Parameter text: the whole file; lines end with LF, CR LF or CR.
  /// - Returns: the cells of each record.
  static func records(of text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var wasQuote = false
    func finishRecord() {
      record.append(cell)
      if record != [""] { records.append(record) }
      (record, cell) = ([], "")
    }
    for scalar in text.unicodeScalars {
      if isQuoted, scalar != "\"" || wasQuote {
        if wasQuote, scalar == "\"" {
          cell.append("\"")
          wasQuote = false
          continue
        }
        if !wasQuote {
          cell.unicodeScalars.append(scalar)
          continue
        }
        (isQuoted, wasQuote) = (false, false)
      }
      switch scalar {
      case "\"" where isQuoted: wasQuote = true
      case "\"" where cell.isEmpty: isQuoted = true
      case ",":
        record.append(cell)
        cell = ""
      case "\n", "\r": finishRecord()
      default: cell.unicodeScalars.append(scalar)
      }
    }
    if !cell.isEmpty || !record.isEmpty { finishRecord() }
    return records
  }
}
