/// The value of a device's property: a scalar, or what a screen dreams, walks through or splices.
public enum PropertyValue: Hashable, Sendable, Codable, CustomStringConvertible {
  /// A scalar.
  case plain(Value)
  /// What a screen dreams.
  case dream(Dream)
  /// What a screen that hangs stills walks through, and how.
  case stills(Stills)
  /// What a screen splices.
  case splice(Splice)

  /// Objects other than a dream stand under their name.
  private enum Key: String, CodingKey { case stills, splice }

  /// Reads a scalar, or an object.
  public init(from decoder: any Decoder) throws {
    if let value = try? decoder.singleValueContainer().decode(Value.self) {
      self = .plain(value)
      return
    }
    let named = try decoder.container(keyedBy: Key.self)
    if let stills = try named.decodeIfPresent(Stills.self, forKey: .stills) {
      self = .stills(stills)
    } else if let splice = try named.decodeIfPresent(Splice.self, forKey: .splice) {
      self = .splice(splice)
    } else {
      self = .dream(try Dream(from: decoder))
    }
  }
  /// Writes a scalar, or an object.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .plain(let value): try value.encode(to: encoder)
    case .dream(let dream): try dream.encode(to: encoder)
    case .stills(let stills):
      var named = encoder.container(keyedBy: Key.self)
      try named.encode(stills, forKey: .stills)
    case .splice(let splice):
      var named = encoder.container(keyedBy: Key.self)
      try named.encode(splice, forKey: .splice)
    }
  }
  /// The number, where it is one.
  public var number: Double? { if case .plain(let value) = self { value.number } else { nil } }
  /// Whether it has values in between: a number or a colour.
  public var fades: Bool {
    switch self {
    case .plain(.number): true
    case .plain(.text(let text)): Color(text) != nil
    default: false
    }
  }
  /// As a person writes it.
  public var description: String {
    switch self {
    case .plain(let value): value.description
    case .dream(let dream): dream.description
    case .stills(let stills): stills.description
    case .splice(let splice): splice.description
    }
  }
}

/// What a screen dreams: a place in a night, and how it is looked at (contract, "Devices").
///
/// Fields that are `nil` are not set; the position in the night is `from + speed · (now − at)`.
public struct Dream: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The name of a prepared night.
  public var night: String?
  /// A stage whose periods the position runs through and wraps: `W`, `N1`, `N2`, `N3`, `REM`.
  public var stage: String?
  /// Where it starts, in seconds from the start of the night, or of the stage's periods.
  public var from: Double?
  /// Seconds of night in a second of show, 0 to 600.
  public var speed: Double?
  /// The seed of what is not in the night.
  public var seed: Int?
  /// The name of a look.
  public var look: String?
  /// The nights that are dreamt beside it.
  public var chorus: Chorus?
  /// Whether dream reports that a curator approved are shown as the night passes their awakenings.
  public var reports: Bool?
  /// Whether the screen is to stop dreaming.
  public var stop: Bool?
  /// From when its position runs, where only those beside it have changed since; nil for when it was set.
  public var since: ShowInstant?

  /// The stages a dream may name.
  public static let stages = ["W", "N1", "N2", "N3", "REM"]

  /// A dream of the fields given.
  public init(
    night: String? = nil, stage: String? = nil, from: Double? = nil, speed: Double? = nil, seed: Int? = nil,
    look: String? = nil, chorus: Chorus? = nil, reports: Bool? = nil, stop: Bool? = nil
  ) {
    (self.night, self.stage, self.from, self.speed) = (night, stage, from, speed)
    (self.seed, self.look, self.chorus, self.reports, self.stop) = (seed, look, chorus, reports, stop)
  }

  /// This dream with the fields that another names put over it: fields not named keep their value.
  ///
  /// Naming a stage without a `from` starts that stage's periods anew; naming anything but `stop` dreams again.
  public func changed(by patch: Dream) -> Dream {
    Dream(
      night: patch.night ?? night, stage: patch.stage ?? (patch.from == nil ? stage : nil),
      from: patch.from ?? (patch.stage == nil ? from : nil), speed: patch.speed ?? speed, seed: patch.seed ?? seed,
      look: patch.look ?? look, chorus: patch.chorus.map { $0.goingOn(from: chorus) } ?? chorus,
      reports: patch.reports ?? reports,
      stop: patch.stop)
  }

  /// For a person: `demo REM ×60`.
  public var description: String {
    if stop == true { return "no dream" }
    let joined = chorus.map { $0.joined.count } ?? 0
    let parts = [
      night, joined > 0 ? "and \(joined) more" : nil, stage, from.map { "from \($0) s" },
      speed.map { "×\(Value.number($0))" }, look,
    ]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}
