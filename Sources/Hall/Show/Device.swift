/// What kind of thing a device is; it fixes the properties that the device has.
public enum DeviceKind: String, Codable, Sendable, CaseIterable {
  /// A lighting fixture.
  case light
  /// A screen of the generator family: dreams, stills, slates.
  case screen
  /// A player of video or sound.
  case player
  /// A projector, which warms and cools.
  case projector
  /// A display panel.
  case display
  /// A switched outlet or relay.
  case `switch`
  /// Anything else, whose properties its description names (`boxes/NAME.yaml`).
  case box
}

extension DeviceKind {
  /// The properties of this kind of device and the values each may have (contract, "Devices").
  public var properties: [PropertyName: ValueType] {
    switch self {
    case .light: [.color: .color, .kelvin: .number(1000...20000), .level: .number(0...1)]
    case .screen:
      [
        .mode: .choice(["dream", "stills", "splice"]), .still: .text, .slate: .text, .brightness: .number(0...1),
        .growth: .number(0...1), .night: .number(0...1),
      ]
    case .player:
      [.media: .text, .position: .number(0...864_000), .loop: .flag, .gain: .number(-100...12), .playing: .flag]
    case .projector, .display: [.power: .flag, .input: .text, .mute: .flag]
    case .switch: [.power: .flag]
    case .box: [:]
    }
  }

  /// The value a property has when nothing asks for another, in the units of the contract.
  public func restingValue(of property: PropertyName) -> PropertyValue? {
    switch (self, property) {
    case (.light, .level): .plain(.number(1))
    case (.light, .color): .plain(.text("#000000"))
    case (.screen, .brightness): .plain(.number(1))
    case (.player, .playing), (.player, .loop): .plain(.flag(false))
    case (.player, .gain): .plain(.number(0))
    case (.projector, .power), (.display, .power), (.switch, .power), (.projector, .mute), (.display, .mute):
      .plain(.flag(false))
    default: nil
    }
  }

  /// Whether such a device reports its actual state unless the show says otherwise: lights on a DMX line do not.
  public var reportsByDefault: Bool { self != .light }
}

/// How the values of several artworks for one property become one.
public enum Merge: String, Codable, Sendable, CaseIterable {
  /// Highest takes precedence: the greatest number among the artworks of the highest priority wins.
  case htp
  /// Latest takes precedence.
  case ltp
}

/// A property of a device: `wash.level`.
public struct PropertyPath: Hashable, Sendable, Comparable, Codable, CodingKeyRepresentable, CustomStringConvertible {
  /// The device.
  public let device: DeviceID
  /// The property of that device.
  public let property: PropertyName

  /// The path of a property of a device.
  public init(_ device: DeviceID, _ property: PropertyName) { (self.device, self.property) = (device, property) }
  /// Reads `DEVICE.PROPERTY`; nothing if there is no such property name.
  public init?(_ text: String) {
    guard let dot = text.lastIndex(of: "."),
      let property = PropertyName(rawValue: String(text[text.index(after: dot)...])),
      dot != text.startIndex
    else { return nil }
    self.init(DeviceID(String(text[..<dot])), property)
  }
  /// A path as the key of a JSON object.
  public init?<T: CodingKey>(codingKey: T) { self.init(codingKey.stringValue) }
  /// Reads `DEVICE.PROPERTY`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let path = PropertyPath(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not DEVICE.PROPERTY")
    }
    self = path
  }
  /// Writes `DEVICE.PROPERTY`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
  /// The path as the key of a JSON object.
  public var codingKey: any CodingKey { NameKey(stringValue: description) }
  /// As written in shows and commands: `DEVICE.PROPERTY`.
  public var description: String { "\(device).\(property.rawValue)" }
  /// By device, then property.
  public static func < (left: PropertyPath, right: PropertyPath) -> Bool {
    (left.device, left.property) < (right.device, right.property)
  }
}

/// A device as `hall.yaml` declares it.
public struct Device: Hashable, Sendable, Codable {
  /// Its name in shows and topics.
  public var id: DeviceID
  /// What it is.
  public var kind: DeviceKind
  /// What people read.
  public var title: String
  /// The fixture profile or the make, for the device adapter; no meaning to the sequencer.
  public var model: String?
  /// The DMX universe, 1 to 63999, where patched.
  public var universe: Int?
  /// The first DMX slot, 1 to 512, where patched.
  public var slot: Int?
  /// The exponent from a level to a slot, 0.1 to 5: 1 leaves the curve to the fixture, 2.2 suits a bare LED driver.
  public var gamma: Double
  /// The part of full at which a fixture begins to glow, 0 to 0.5: any level above zero is at least that.
  public var minimum: Double
  /// How the daemon reaches it itself; over the broker alone unless given.
  public var connection: Connection?
  /// What its properties are when no scene asks for anything.
  public var defaults: [PropertyName: PropertyValue]
  /// What its properties are during an alarm.
  public var safe: [PropertyName: PropertyValue]
  /// Whether it lights a way out: exempt from blackout.
  public var egress: Bool
  /// How the values of several artworks become one.
  public var merge: Merge
  /// Whether it publishes its actual state, so that silence is a warning.
  public var reports: Bool
  /// How long it may take to confirm a desired state, beyond the fade itself.
  public var confirmsWithin: TimeSpan
  /// When the hall keeps it awake by itself; only scenes do unless given.
  public var awake: Wakefulness?
  /// How long it takes from off to ready: a lamp to its picture, a PC to its programs.
  public var warmUp: TimeSpan = .zero
  /// How long it takes from on to off.
  public var coolDown: TimeSpan = .zero
  /// How long after closing begins it stays awake, where the hall keeps it awake.
  public var sleepsAfter: TimeSpan = .zero
  /// The switch or the PC without which it is away.
  public var poweredBy: DeviceID?

  /// Declares a device; see the properties for meanings and ranges.
  public init(
    id: DeviceID, kind: DeviceKind, model: String? = nil, universe: Int? = nil, slot: Int? = nil,
    defaults: [PropertyName: PropertyValue] = [:], safe: [PropertyName: PropertyValue] = [:], egress: Bool = false,
    merge: Merge = .ltp, reports: Bool? = nil, confirmsWithin: TimeSpan = .seconds(2), title: String = "",
    gamma: Double = 1, minimum: Double = 0
  ) {
    self.title = title.isEmpty ? id.text : title
    (self.id, self.kind, self.model, self.universe, self.slot) = (id, kind, model, universe, slot)
    (self.defaults, self.safe, self.egress, self.merge) = (defaults, safe, egress, merge)
    (self.gamma, self.minimum) = (gamma, minimum)
    (self.reports, self.confirmsWithin) = (reports ?? kind.reportsByDefault, confirmsWithin)
  }

  /// The properties that it has, without those whose values are objects, and the values each may have: those of its box's description where it
  /// is reached by one, else those of its kind.
  public var properties: [PropertyName: ValueType] {
    if case .box(let connection)? = connection { connection.box.settableTypes } else { kind.properties }
  }
  /// The properties of its box that are done anew each time they are set, as a button is pressed.
  public var pulses: Set<PropertyName> {
    guard case .box(let connection)? = connection else { return [] }
    return Set(connection.box.properties.filter(\.isPulse).map(\.name))
  }
  /// The names of all its properties, a screen's dream, stills and splice too, in order.
  public var propertyNames: [PropertyName] {
    (Array(properties.keys) + (kind == .screen ? PropertyName.objects : [])).sorted()
  }

  /// What a property is when no layer asks for a value: the declared default, else the kind's resting value.
  public func defaultValue(of property: PropertyName) -> PropertyValue? {
    defaults[property] ?? kind.restingValue(of: property)
  }
}
