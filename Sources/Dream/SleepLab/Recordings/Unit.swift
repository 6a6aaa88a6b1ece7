/// What the numbers of a signal count.
public enum Unit: Sendable, Hashable {
  /// A voltage; `microvolts` is how many µV one of it makes. All voltages are given out in µV.
  case voltage(microvolts: Double)
  /// Some other unit, in its own words.
  case other(String)
  /// The header names none.
  case none

  /// The unit in which this library gives the signal out: `µV` for every voltage.
  public var wording: String {
    switch self {
    case .voltage: "µV"
    case .other(let words): words
    case .none: ""
    }
  }

  /// What a physical value of the header is multiplied with.
  public var factor: Double {
    if case .voltage(let microvolts) = self { return microvolts }
    return 1
  }

  /// Reads a dimension field: without regard to case, in ASCII, Latin-1, UTF-8 or Shift-JIS.
  ///
  /// - Parameter field: the 8 bytes of the header.
  init(field: [UInt8]) {
    let text = Array(HeaderText.trimmed(field))
    guard !text.isEmpty else {
      self = .none
      return
    }
    let letters = text.map { (65...90).contains($0) ? $0 + 32 : $0 }
    let ending = letters.last == 118  // v
    let prefix = Array(HeaderText.trimmed(Array(letters.dropLast())))
    guard ending || letters.starts(with: Array("volt".utf8)), let microvolts = Unit.microvolts(prefix, letters, text)
    else {
      self = .other(HeaderText.label(field))
      return
    }
    self = .voltage(microvolts: microvolts)
  }

  private static func microvolts(_ prefix: [UInt8], _ letters: [UInt8], _ text: [UInt8]) -> Double? {
    if letters.starts(with: Array("volt".utf8)) { return 1e6 }
    switch prefix {
    case []: return 1e6
    case [109]: return text.first == 77 ? nil : 1e3  // mV; MV are megavolts, which no body has
    case [110]: return 1e-3  // nV
    case [117]: return 1  // uV, UV
    case [0xB5], [0xC2, 0xB5]: return 1  // µ, U+00B5, in Latin-1 and UTF-8
    case [0xCE, 0xBC], [0xCE, 0x9C]: return 1  // μ, Greek, in UTF-8
    case [0x83, 0xCA], [0x83, 0xEA]: return 1  // μ in Shift-JIS; the second is the first, lowered by byte
    case [0xEF, 0xBF, 0xBD], [63]: return 1  // µ that another program lost
    default: return nil
    }
  }
}
