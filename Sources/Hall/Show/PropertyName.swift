/// A property of a device, by its name in shows, commands and messages: one that a kind of device has, or one that the
/// description of a box names.
public struct PropertyName: RawRepresentable, Hashable, Codable, Sendable, Comparable, CodingKeyRepresentable {
  /// The name.
  public let rawValue: String

  /// A name of 1 to 32 small letters, digits, `-` and `_`, the first a letter; nothing for any other text.
  public init?(rawValue: String) {
    guard Self.isWellFormed(rawValue) else { return nil }
    self.rawValue = rawValue
  }
  private init(of kind: String) { rawValue = kind }

  /// A name as the key of a JSON object.
  public init?<T: CodingKey>(codingKey: T) { self.init(rawValue: codingKey.stringValue) }
  /// The name as the key of a JSON object.
  public var codingKey: any CodingKey { NameKey(stringValue: rawValue) }

  /// In the order of their names: the same on every machine.
  public static func < (left: PropertyName, right: PropertyName) -> Bool { left.rawValue < right.rawValue }

  private static func isWellFormed(_ text: String) -> Bool {
    guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return text.utf8.count <= 32
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

extension PropertyName {
  /// A light's colour.
  public static let color = PropertyName(of: "color")
  /// A light's colour temperature.
  public static let kelvin = PropertyName(of: "kelvin")
  /// A light's level.
  public static let level = PropertyName(of: "level")
  /// What a screen dreams.
  public static let dream = PropertyName(of: "dream")
  /// What a screen is: one that dreams, hangs stills, or splices them.
  public static let mode = PropertyName(of: "mode")
  /// What a screen that hangs stills walks through, and how a still comes.
  public static let stills = PropertyName(of: "stills")
  /// What a screen splices.
  public static let splice = PropertyName(of: "splice")
  /// How much of the garden stands on a screen that hangs stills.
  public static let growth = PropertyName(of: "growth")
  /// How far it is night on a screen that hangs stills.
  public static let night = PropertyName(of: "night")
  /// The still that a screen shows.
  public static let still = PropertyName(of: "still")
  /// The slate that a screen shows.
  public static let slate = PropertyName(of: "slate")
  /// A screen's brightness.
  public static let brightness = PropertyName(of: "brightness")
  /// The medium of a player.
  public static let media = PropertyName(of: "media")
  /// Where a player is in its medium.
  public static let position = PropertyName(of: "position")
  /// Whether a player begins again at the end.
  public static let loop = PropertyName(of: "loop")
  /// How loud a player is.
  public static let gain = PropertyName(of: "gain")
  /// Whether a player plays.
  public static let playing = PropertyName(of: "playing")
  /// Whether a device is on.
  public static let power = PropertyName(of: "power")
  /// What a projector or display shows.
  public static let input = PropertyName(of: "input")
  /// Whether the picture of a projector or display is muted.
  public static let mute = PropertyName(of: "mute")

  /// Those of a screen whose values are objects with fields.
  public static let objects: [PropertyName] = [.dream, .stills, .splice]

  /// Those that kinds of devices have; a box may have others.
  public static let ofKinds: [PropertyName] = [
    .color, .kelvin, .level, .mode, .dream, .still, .stills, .splice, .slate, .brightness, .growth, .night, .media,
    .position, .loop, .gain, .playing, .power, .input, .mute,
  ]
}
