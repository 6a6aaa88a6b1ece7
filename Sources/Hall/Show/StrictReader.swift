/// Reads JSON from bytes that are known to be UTF-8; see ``JSONValue``.
struct StrictReader {
  let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONValue.Fault) -> JSONValue {
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw expected("the end") }
    return value
  }

  private func expected(_ what: String) -> JSONValue.Fault { .notJSON(offset: index, expected: what) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard bytes[index...].prefix(length).elementsEqual("\(word)".utf8) else { return false }
    index += length
    return true
  }

  private mutating func value() throws(JSONValue.Fault) -> JSONValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONValue.Fault) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONValue.Fault) in try reader.list() }
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): if take(word: "true") { return .flag(true) }
    case UInt8(ascii: "f"): if take(word: "false") { return .flag(false) }
    case UInt8(ascii: "n"): if take(word: "null") { return .null }
    case UInt8(ascii: "-"): return .number(try number())
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number())
    case UInt8(ascii: "N"): if take(word: "NaN") { throw .notFinite(offset: index - 3) }
    case UInt8(ascii: "I"): if take(word: "Infinity") { throw .notFinite(offset: index - 8) }
    default: break
    }
    throw expected("a value")
  }

  private mutating func nested(
    _ body: (inout StrictReader) throws(JSONValue.Fault) -> JSONValue
  ) throws(JSONValue.Fault) -> JSONValue {
    depth += 1
    guard depth <= JSONValue.deepest else { throw .tooDeep }
    index += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func list() throws(JSONValue.Fault) -> JSONValue {
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .list(values) }
    while true {
      values.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .list(values) }
      guard take(UInt8(ascii: ",")) else { throw expected("`,` or `]`") }
    }
  }

  private mutating func object() throws(JSONValue.Fault) -> JSONValue {
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw expected("a field's name in quotes") }
      let name = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw expected("`:`") }
      let member = try value()
      guard members.updateValue(member, forKey: name) == nil else { throw .repeatedField(name) }
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw expected("`,` or `}`") }
    }
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func number() throws(JSONValue.Fault) -> Double {
    let start = index
    if take(UInt8(ascii: "-")), next == UInt8(ascii: "I"), take(word: "Infinity") { throw .notFinite(offset: start) }
    let whole = index
    let count = digits()
    guard count == 1 || (count > 1 && bytes[whole] != UInt8(ascii: "0")) else { throw expected("a digit") }
    if take(UInt8(ascii: ".")), digits() == 0 { throw expected("a digit") }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if digits() == 0 { throw expected("a digit") }
    }
    guard let number = Double(String(decoding: bytes[start..<index], as: UTF8.self)) else { throw expected("a number") }
    guard number.isFinite else { throw .notFinite(offset: start) }
    return number
  }

  private mutating func string() throws(JSONValue.Fault) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &text)
      case 0..<0x20: throw expected("no control character in a text")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw expected("the closing quote")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONValue.Fault) {
    guard let byte = next else { throw expected("an escape") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += Array(String(Character(try escapedScalar())).utf8)
    default: throw expected("an escape")
    }
  }

  private mutating func escapedScalar() throws(JSONValue.Fault) -> Unicode.Scalar {
    let first = try fourDigits()
    guard (0xd800..<0xdc00).contains(first) else {
      guard let scalar = Unicode.Scalar(first) else { throw expected("no lone surrogate") }
      return scalar
    }
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw expected("the second half of a pair") }
    let second = try fourDigits()
    guard (0xdc00..<0xe000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw expected("the second half of a pair") }
    return scalar
  }

  private mutating func fourDigits() throws(JSONValue.Fault) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw expected("four hexadecimal digits") }
    index += 4
    return value
  }
}
