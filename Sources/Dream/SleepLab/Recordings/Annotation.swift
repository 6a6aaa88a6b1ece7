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
    /// Something other than a stage that was scored.
    case event(ScoredEvent.Kind)
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
  /// Reads the wordings of scoring programs, without regard to case: UTF-8, else Latin-1.
  init(text: ArraySlice<UInt8>) {
    let bytes = Array(HeaderText.trimmed(Array(text.prefix(96))))
    let words = HeaderText.label(bytes).lowercased()
    if Annotation.Meaning.lightsOffWords.contains(where: { words.hasPrefix($0) }) {
      self = .lightsOff
    } else if Annotation.Meaning.lightsOnWords.contains(where: { words.hasPrefix($0) }) {
      self = .lightsOn
    } else if let stage = StageWording.stage(ofAnnotation: words) {
      self = .stage(stage)
    } else if let kind = ScoredEvent.Kind(wording: words) {
      self = .event(kind)
    } else {
      self = .other
    }
  }

  private static let lightsOffWords = [
    "lights off", "lights out", "light off", "licht aus", "licht löschen", "lumières éteintes", "extinction",
    "luces apagadas",
    "luci spente",
  ]
  private static let lightsOnWords = [
    "lights on", "light on", "licht an", "lumières allumées", "allumage", "luces encendidas", "luci accese",
  ]
}
