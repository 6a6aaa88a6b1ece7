/// The family of formats and what the header declares about its records.
public enum RecordingFormat: String, Sendable, Hashable, CaseIterable {
  /// EDF, 16 bits (Kemp 1992).
  case edf = "EDF"
  /// EDF+ without gaps (Kemp and Olivan 2003).
  case edfContinuous = "EDF+C"
  /// EDF+ with gaps.
  case edfDiscontinuous = "EDF+D"
  /// BioSemi's 24-bit format.
  case bdf = "BDF"
  /// BDF+ without gaps.
  case bdfContinuous = "BDF+C"
  /// BDF+ with gaps.
  case bdfDiscontinuous = "BDF+D"

  /// Whether samples have 24 bits.
  public var isBDF: Bool { self == .bdf || self == .bdfContinuous || self == .bdfDiscontinuous }

  /// The size of a sample in bytes: 2 or 3.
  public var bytesPerSample: Int { isBDF ? 3 : 2 }

  /// The format of a family with the reserved field's flag: `EDF+C` in a BDF file counts as `BDF+C`.
  init(isBDF: Bool, flag: [UInt8]) {
    switch (isBDF, Array(RecordingFormat.letters(of: flag).dropFirst(3))) {
    case (false, Array("+C".utf8)): self = .edfContinuous
    case (false, Array("+D".utf8)): self = .edfDiscontinuous
    case (false, _): self = .edf
    case (true, Array("+C".utf8)): self = .bdfContinuous
    case (true, Array("+D".utf8)): self = .bdfDiscontinuous
    case (true, _): self = .bdf
    }
  }

  /// Whether a reserved field speaks of 24 bits: `BDF+C`, `24BIT`.
  static func isWide(flag: [UInt8]) -> Bool {
    let letters = letters(of: flag)
    return letters.starts(with: Array("BDF".utf8)) || letters == Array("24BIT".utf8)
  }

  /// The first five characters in capitals.
  private static func letters(of flag: [UInt8]) -> [UInt8] {
    HeaderText.trimmed(flag).prefix(5).map { (97...122).contains($0) ? $0 - 32 : $0 }
  }

  /// Whether the header declares that records may stand apart.
  var isDiscontinuous: Bool { self == .edfDiscontinuous || self == .bdfDiscontinuous }

  /// The same promise about records, with samples of the other width.
  var withOtherWidth: RecordingFormat {
    switch self {
    case .edf: .bdf
    case .edfContinuous: .bdfContinuous
    case .edfDiscontinuous: .bdfDiscontinuous
    case .bdf: .edf
    case .bdfContinuous: .edfContinuous
    case .bdfDiscontinuous: .edfDiscontinuous
    }
  }
}
