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
    guard let prefix = Unit.prefix(ofVolts: letters), let microvolts = Unit.microvolts(prefix, text) else {
      self = .other(HeaderText.label(field))
      return
    }
    self = .voltage(microvolts: microvolts)
  }

  /// Whether a field's µ was lost on its way, so that the unit is a guess that the values must bear out.
  static func isGuessed(field: [UInt8]) -> Bool {
    let text = Array(HeaderText.trimmed(field))
    return text.starts(with: [63]) || text.starts(with: [0xEF, 0xBF, 0xBD]) || text == Array("MV".utf8)
  }

  /// What stands before the volts, in lower case; nil if the text is about something else.
  private static func prefix(ofVolts letters: [UInt8]) -> [UInt8]? {
    for ending in ["volts", "volt", "vol", "v"].map({ Array($0.utf8) }) where letters.count >= ending.count {
      if letters.suffix(ending.count) == ending[...] {
        return Array(HeaderText.trimmed(Array(letters.dropLast(ending.count))))
      }
    }
    return nil
  }

  private static func microvolts(_ prefix: [UInt8], _ text: [UInt8]) -> Double? {
    switch prefix {
    case []: return 1e6
    case [109]:
      // mV; megavolts no body has, so MV is a header in capitals; `Mv` is nothing.
      return text.first != 77 || text == Array("MV".utf8) ? 1e3 : nil
    case Array("milli".utf8): return 1e3
    case [110], Array("nano".utf8): return 1e-3
    case [117], Array("micro".utf8), Array("mu".utf8), Array("mcr".utf8): return 1  // uV, UV, microV
    case [0xB5], [0xC2, 0xB5]: return 1  // µ, U+00B5, in Latin-1 and UTF-8
    case [0xCE, 0xBC], [0xCE, 0x9C]: return 1  // μ, Greek, in UTF-8
    case [0x83, 0xCA], [0x83, 0xEA]: return 1  // μ in Shift-JIS; the second is the first, lowered by byte
    case [0xE6], [0xA6, 0xCC], [0xA5, 0xEC], [0xA3, 0x67]: return 1  // µ in code page 437; μ in EUC-JP, EUC-KR, Big5
    case [0xEF, 0xBF, 0xBD], [63]: return 1  // µ that another program lost
    default: return nil
    }
  }
}
