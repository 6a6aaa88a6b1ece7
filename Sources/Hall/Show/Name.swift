/// A name from a show's files, typed by what it names, so that a scene is never mistaken for a sensor.
///
/// Written in JSON as a bare string, also where it is the key of an object.
public struct Name<Kind>: Hashable, Sendable, Comparable, Codable, CustomStringConvertible, ExpressibleByStringLiteral,
  CodingKeyRepresentable
{
  /// The name as written, for example `onirica-screen`.
  public let text: String

  /// Takes a name as written; the loader has checked its form, the wire is checked by ``isWellFormed(_:)``.
  public init(_ text: String) { self.text = text }
  /// A literal name, for programs and tests.
  public init(stringLiteral value: String) { self.text = value }
  /// A name read from JSON.
  public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
  /// A name as the key of a JSON object.
  public init?<T: CodingKey>(codingKey: T) { text = codingKey.stringValue }

  /// The name as the key of a JSON object.
  public var codingKey: any CodingKey { NameKey(stringValue: text) }
  /// The name as written.
  public var description: String { text }

  /// Writes the name as a bare string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// Names sort as their text does, by Unicode scalars: the same on every machine.
  public static func < (left: Name, right: Name) -> Bool {
    left.text.unicodeScalars.lexicographicallyPrecedes(right.text.unicodeScalars)
  }

  /// Whether a text may name something: 1 to 64 of `A-Z a-z 0-9 . _ -`, and not `.` or `..`.
  public static func isWellFormed(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), text != ".", text != ".." else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}

struct NameKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// What each kind of name names.
public enum Named {
  /// An artwork.
  public enum Artwork {}
  /// A scene of an artwork.
  public enum Scene {}
  /// A sensor of the hall.
  public enum Sensor {}
  /// A device of the hall.
  public enum Device {}
  /// A trigger, unique in its artwork.
  public enum Trigger {}
  /// An operator, as the broker knows them.
  public enum Operator {}
  /// An entry of the schedule.
  public enum ScheduleEntry {}
  /// A declared mode of the hall.
  public enum HallMode {}
  /// A pool or a rotation of an artwork.
  public enum Source {}
  /// A group of cues of a scene.
  public enum Group {}
  /// A painting, or another thing that light harms.
  public enum Canvas {}
}

/// The name of an artwork, for example `onirica`.
public typealias ArtworkID = Name<Named.Artwork>
/// The name of a scene within its artwork, for example `slumber`.
public typealias SceneID = Name<Named.Scene>
/// The name of a sensor, for example `onirica-presence`.
public typealias SensorID = Name<Named.Sensor>
/// The name of a device, for example `onirica-screen`.
public typealias DeviceID = Name<Named.Device>
/// The name of a trigger, unique in its artwork: given by `name:`, else `SCENE/NUMBER` counted from 1.
public typealias TriggerID = Name<Named.Trigger>
/// The name of an operator: the user name at the broker.
public typealias OperatorName = Name<Named.Operator>
/// The name of a schedule entry: the last level of its topic, or `show-NUMBER` for entries of hall.yaml without `id:`.
public typealias ScheduleEntryID = Name<Named.ScheduleEntry>
/// The name of a hall mode beside open and closed, for example `cleaning`.
public typealias HallModeName = Name<Named.HallMode>
/// The name of a pool or a rotation of an artwork, for example `flowers`.
public typealias SourceID = Name<Named.Source>
/// The name of a group of cues, unique in its scene.
public typealias GroupName = Name<Named.Group>
/// The name of a canvas, for example `forest`.
public typealias CanvasID = Name<Named.Canvas>
