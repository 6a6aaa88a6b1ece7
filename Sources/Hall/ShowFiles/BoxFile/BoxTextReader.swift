import Show

/// Reads texts of a box: literal characters, escapes of bytes (`\r \n \t \\ \{ \} \xNN`), and `{value}`, `{*}`, `{user}`,
/// `{password}` and the parameters of the description. A brace that begins no such word is itself, as in JSON.
struct BoxTextReader {
  let parameters: Set<String>
  let faults: FaultList

  static let keptWords = ["value", "user", "password"]
  static let longest = 500

  /// A text without any places.
  func literal(_ written: Written, _ field: String) -> [UInt8]? {
    guard let text = read(written, field) else { return nil }
    switch text.pieces.count {
    case 0: return []
    case 1: if case .bytes(let bytes) = text.pieces[0] { return bytes }
    default: break
    }
    faults.fault(written.place, "`\(field)` is literal text", "leave `{…}` out of it; a brace is written \\{")
    return nil
  }

  /// What is sent.
  func command(_ written: Written, _ field: String, hasValue: Bool) -> BoxText? {
    guard let text = read(written, field) else { return nil }
    if text.pieces.contains(.anything) {
      faults.fault(written.place, "`{*}` cannot be sent", "write what is to be sent")
      return nil
    }
    return check(text, written, field, hasValue) ? text : nil
  }

  /// What is heard.
  func answer(_ written: Written, _ field: String, hasValue: Bool?) -> BoxText? {
    guard let text = read(written, field) else { return nil }
    for piece in text.pieces where piece == .user || piece == .password {
      faults.fault(written.place, "`\(field)` cannot know a name or a password", "write {*} in its place")
      return nil
    }
    for (one, next) in zip(text.pieces, text.pieces.dropFirst()) where Self.isOpen(one) && Self.isOpen(next) {
      faults.fault(
        written.place, "nothing tells where one place of `\(field)` ends and the next begins",
        "write the text that stands between them")
      return nil
    }
    guard let hasValue else { return text }
    return check(text, written, field, hasValue) ? text : nil
  }

  private static func isOpen(_ piece: BoxText.Piece) -> Bool {
    switch piece {
    case .value, .anything: true
    default: false
    }
  }

  private func check(_ text: BoxText, _ written: Written, _ field: String, _ hasValue: Bool) -> Bool {
    let count = text.pieces.count { if case .value = $0 { true } else { false } }
    if count == (hasValue ? 1 : 0) { return true }
    faults.fault(
      written.place, hasValue ? "`\(field)` needs {value}, once" : "`\(field)` has no place for {value}",
      hasValue ? "put it where the value stands" : "leave it out")
    return false
  }

  private func read(_ written: Written, _ field: String) -> BoxText? {
    guard let text = written.text(field, faults) else { return nil }
    guard text.utf8.count <= Self.longest else {
      faults.fault(written.place, "`\(field)` is longer than \(Self.longest) bytes", "shorten it")
      return nil
    }
    var scan = BoxTextScan(Array(text.unicodeScalars), parameters: parameters)
    do throws(BoxTextScan.Fault) { return BoxText(try scan.pieces()) } catch {
      faults.fault(written.place(ofCharacter: error.place), error.message, error.hint)
      return nil
    }
  }
}

/// Scans one text of a box.
private struct BoxTextScan {
  struct Fault: Error {
    var place: Int
    var message: String
    var hint: String
  }

  private let scalars: [Unicode.Scalar]
  private let parameters: Set<String>
  private var place = 0
  private var found: [BoxText.Piece] = []
  private var bytes: [UInt8] = []

  init(_ scalars: [Unicode.Scalar], parameters: Set<String>) { (self.scalars, self.parameters) = (scalars, parameters) }

  mutating func pieces() throws(Fault) -> [BoxText.Piece] {
    while place < scalars.count {
      let scalar = scalars[place]
      switch scalar {
      case "\\": try escape()
      case "{" where isWord(at: place + 1): try word()
      case "\u{80}"..."\u{9f}":
        throw Fault(
          place: place, message: "bytes above 7f are lost between double quotes",
          hint: "write it in single quotes: '\\x82'")
      default:
        bytes += Array(String(Character(scalar)).utf8)
        place += 1
      }
    }
    endBytes()
    return found
  }

  private mutating func endBytes() {
    if bytes.isEmpty == false { found.append(.bytes(bytes)) }
    bytes = []
  }

  private func isWord(at index: Int) -> Bool {
    guard index < scalars.count else { return false }
    let scalar = scalars[index]
    return scalar == "*" || scalar.isASCII && scalar.properties.isAlphabetic
  }

  private mutating func escape() throws(Fault) {
    let names: [Unicode.Scalar: UInt8] = [
      "r": 0x0d, "n": 0x0a, "t": 0x09, "\\": 0x5c, "{": 0x7b, "}": 0x7d,
    ]
    let next = place + 1 < scalars.count ? scalars[place + 1] : nil
    if let next, let byte = names[next] {
      bytes.append(byte)
      place += 2
    } else if next == "x", place + 3 < scalars.count,
      let byte = UInt8(String(String.UnicodeScalarView(scalars[(place + 2)...(place + 3)])), radix: 16)
    {
      bytes.append(byte)
      place += 4
    } else {
      throw Fault(place: place, message: "this is no escape", hint: "there are \\r \\n \\t \\\\ \\{ \\} and \\x0d")
    }
  }

  private mutating func word() throws(Fault) {
    guard let end = scalars[place...].firstIndex(of: "}") else {
      throw Fault(
        place: place, message: "this brace is never closed", hint: "close it, or write \\{ for the brace itself")
    }
    let inner = String(String.UnicodeScalarView(scalars[(place + 1)..<end]))
    let parts = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let known = BoxTextReader.keptWords + ["*"] + parameters.sorted()
    guard known.contains(parts[0]) else {
      throw Fault(
        place: place, message: "there is nothing called `\(shortened(parts[0]))`",
        hint: didYouMean(parts[0], among: known, what: "a word in braces"))
    }
    endBytes()
    if parts.count > 1, parts[0] != "value" {
      throw Fault(place: place, message: "`\(parts[0])` has no form", hint: "leave the colon out")
    }
    switch parts[0] {
    case "*": found.append(.anything)
    case "user": found.append(.user)
    case "password": found.append(.password)
    case "value": found.append(.value(try form(parts.count > 1 ? parts[1] : "")))
    default: found.append(.parameter(parts[0]))
    }
    place = end + 1
  }

  /// `03`, `02x`, `.1`: zeros and width, decimals, hexadecimal digits.
  private func form(_ text: String) throws(Fault) -> BoxText.NumberForm {
    let fault = Fault(
      place: place, message: "`\(shortened(text))` is no form of a number",
      hint: "write 03 for three digits, 02x for hexadecimal ones, .1 for a decimal")
    var (rest, form) = (Substring(text), BoxText.NumberForm())
    if rest.hasSuffix("x") || rest.hasSuffix("X") {
      form.isHexadecimal = true
      form.isUppercase = rest.hasSuffix("X")
      rest = rest.dropLast()
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, rest.utf8.count <= 4 else { throw fault }
    if let width = parts.first, width.isEmpty == false {
      guard width.hasPrefix("0"), let count = Int(width), (1...9).contains(count) else { throw fault }
      form.width = count
    }
    if parts.count == 2 {
      guard let count = Int(parts[1]), (1...6).contains(count), form.isHexadecimal == false else { throw fault }
      form.decimals = count
    }
    return form
  }
}
