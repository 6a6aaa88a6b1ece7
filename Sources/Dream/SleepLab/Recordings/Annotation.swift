/// A time-stamped annotation, reduced to what the laboratory may know of it: its text is health data and is not kept.
public struct Annotation: Sendable, Hashable {
  /// What the text means.
  public enum Meaning: Sendable, Hashable {
    /// A stage of sleep begins.
    case stage(Stage)
    /// The lights went off: the attempt to sleep begins.
    case lightsOff
    /// The lights went on.
    case lightsOn
    /// Anything else.
    case other
  }

  /// Its onset in seconds from the recording's first sample.
  public var onsetSeconds: Double
  /// Its length in seconds; nil where none is given.
  public var durationSeconds: Double?
  /// What it means.
  public var meaning: Meaning
}

extension Annotation.Meaning {
  /// Reads the wording of Sleep-EDF, of Rechtschaffen and Kales and of the AASM, without regard to case.
  init(text: ArraySlice<UInt8>) {
    let bytes = HeaderText.trimmed(Array(text.prefix(64))).map { (65...90).contains($0) ? $0 + 32 : $0 }
    let words = String(decoding: bytes, as: UTF8.self)
    if words.hasPrefix("lights off") || words.hasPrefix("lights out") {
      self = .lightsOff
    } else if words.hasPrefix("lights on") {
      self = .lightsOn
    } else if let stage = StageWording.stage(ofAnnotation: words) {
      self = .stage(stage)
    } else {
      self = .other
    }
  }
}
