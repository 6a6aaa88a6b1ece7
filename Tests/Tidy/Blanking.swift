/// A Swift text with its comments and the content of its strings replaced by spaces, line for line.
///
/// - Parameter text: Swift source; unterminated strings and comments run to the end.
/// - Returns: as many bytes as `text` has, newlines where they were.
func blanked(_ text: String) -> String {
  var blanking = Blanking(bytes: Array(text.utf8))
  blanking.code(until: nil)
  return String(decoding: blanking.bytes, as: UTF8.self)
}

/// Walks over Swift source and blanks what is not code. Interpolations are blanked with their string.
private struct Blanking {
  var bytes: [UInt8]
  var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Code, up to the closing parenthesis of an interpolation where there is one.
  mutating func code(until closing: UInt8?) {
    var depth = 0
    while place < bytes.count {
      if starts("//") {
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { blank() }
      } else if starts("/*") {
        comment()
      } else if let pounds = openingOfString() {
        string(pounds: pounds)
      } else {
        if bytes[place] == UInt8(ascii: "(") { depth += 1 }
        if bytes[place] == UInt8(ascii: ")") {
          if depth == 0, closing != nil { return }
          depth -= 1
        }
        if closing == nil { place += 1 } else { blank() }
      }
    }
  }

  private mutating func comment() {
    var depth = 0
    repeat {
      if starts("/*") { depth += 1; blank(2) } else if starts("*/") { depth -= 1; blank(2) } else { blank() }
    } while depth > 0 && place < bytes.count
  }

  /// How many `#` stand before a quote that opens a string here; none where no string opens.
  private func openingOfString() -> Int? {
    var ahead = place
    while ahead < bytes.count, bytes[ahead] == UInt8(ascii: "#") { ahead += 1 }
    return ahead < bytes.count && bytes[ahead] == UInt8(ascii: "\"") ? ahead - place : nil
  }

  private mutating func string(pounds: Int) {
    place += pounds
    let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
    let end = quotes + String(repeating: "#", count: pounds)
    let escape = "\\" + String(repeating: "#", count: pounds)
    place += quotes.utf8.count
    while place < bytes.count {
      if starts(end) {
        place += end.utf8.count
        return
      } else if starts(escape + "(") {
        blank(escape.utf8.count + 1)
        code(until: UInt8(ascii: ")"))
        blank()
      } else if starts(escape) {
        blank(escape.utf8.count + 1)
      } else {
        blank()
      }
    }
  }

  private func starts(_ what: String) -> Bool {
    bytes[place...].starts(with: what.utf8)
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where place < bytes.count {
      if bytes[place] != UInt8(ascii: "\n") { bytes[place] = UInt8(ascii: " ") }
      place += 1
    }
  }
}
