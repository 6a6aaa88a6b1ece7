/// Texts of scoring programs: their encodings, lines and cells.
enum ScoringText {
  /// The text of a file: UTF-8 or UTF-16 by its mark or its zeros, else Latin-1. Every sequence of bytes is some text.
  static func decoded(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), lowFirst: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), lowFirst: false) }
    let start = bytes.prefix(64)
    let zeros = start.enumerated().filter { $0.element == 0 }
    if start.count >= 4, zeros.count * 3 >= start.count {
      return utf16(bytes[...], lowFirst: zeros.count(where: { $0.offset % 2 == 1 }) * 2 >= zeros.count)
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, lowFirst: Bool) -> String {
    let list = Array(bytes)
    let units = stride(from: 0, to: list.count - 1, by: 2).map { place -> UInt16 in
      let (first, second) = (UInt16(list[place]), UInt16(list[place + 1]))
      return lowFirst ? second << 8 | first : first << 8 | second
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// A wording without capitals, accents, underscores and doubled blanks: words of all languages compare by it.
  static func plain(_ text: some StringProtocol) -> String {
    var result = ""
    for character in text.lowercased() {
      switch character {
      case "à", "á", "â", "ä", "ã", "å": result.append("a")
      case "è", "é", "ê", "ë": result.append("e")
      case "ì", "í", "î", "ï": result.append("i")
      case "ò", "ó", "ô", "ö", "õ": result.append("o")
      case "ù", "ú", "û", "ü": result.append("u")
      case "ç": result.append("c")
      case "ñ": result.append("n")
      case "ß": result.append("ss")
      case "_", "-", "–", " ", "\t", "\u{A0}", "(", ")", "[", "]", "\"":
        if result.last != " ", !result.isEmpty { result.append(" ") }
      default: result.append(character)
      }
    }
    return result.hasSuffix(" ") ? String(result.dropLast()) : result
  }

  /// A decimal number with a point or a comma; nil for anything else and for what is not finite.
  static func number(_ cell: some StringProtocol) -> Double? {
    HeaderText.number(Array(cell.utf8))
  }
}

/// A text of rows and cells (RFC 4180), with its line numbers; the separator is found by the first rows.
struct CellTable {
  /// A row that is not empty.
  struct Row {
    /// Its line in the file, from 1.
    var line: Int
    /// Its cells, without quotes and outer blanks.
    var cells: [String]
  }

  private(set) var rows: [Row] = []

  /// Cuts a text into rows.
  init(_ text: String) {
    let separator = CellTable.separator(of: text)
    let characters = Array(text)
    var cells: [String] = []
    var cell = ""
    var (line, firstLine) = (1, 1)
    var isQuoted = false
    var place = 0
    while place < characters.count {
      let character = characters[place]
      place += 1
      if character.isNewline { line += 1 }
      if isQuoted {
        if character == "\"", place < characters.count, characters[place] == "\"" {
          cell.append("\"")
          place += 1
        } else if character == "\"" {
          isQuoted = false
        } else {
          cell.append(character)
        }
      } else if character == "\"", cell.allSatisfy(\.isWhitespace) {
        isQuoted = true
      } else if character.isNewline {
        end(&cells, &cell, firstLine)
        firstLine = line
      } else if character == separator || separator == " " && character.isWhitespace {
        cells.append(CellTable.trimmed(cell))
        cell = ""
      } else {
        cell.append(character)
      }
    }
    end(&cells, &cell, firstLine)
    if separator == " " {
      for index in rows.indices { rows[index].cells.removeAll { $0.isEmpty } }
    }
  }

  /// Closes a row; blank ones and remarks are passed over.
  private mutating func end(_ cells: inout [String], _ cell: inout String, _ line: Int) {
    cells.append(CellTable.trimmed(cell))
    if cells.contains(where: { !$0.isEmpty }), !cells[0].hasPrefix("#") { rows.append(Row(line: line, cells: cells)) }
    cells = []
    cell = ""
  }

  private static func trimmed(_ cell: String) -> String {
    var slice = cell[...]
    while let first = slice.first, first.isWhitespace { slice = slice.dropFirst() }
    while let last = slice.last, last.isWhitespace { slice = slice.dropLast() }
    return String(slice)
  }

  /// The separator that the first rows have most evenly: a tab, a semicolon, a comma, else blanks.
  private static func separator(of text: String) -> Character {
    let lines = text.split(maxSplits: 12, whereSeparator: \.isNewline).prefix(12)
    for candidate in ["\t", ";", ","] as [Character]
    where lines.count(where: { $0.contains(candidate) }) * 2 > lines.count {
      return candidate
    }
    return " "
  }
}
