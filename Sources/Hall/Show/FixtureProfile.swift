/// What one channel of a fixture does.
public enum FixtureChannelRole: Hashable, Sendable, Codable {
  /// The fixture's own dimmer: the level, alone.
  case dimmer
  /// One emitter.
  case emitter(Emitter)
  /// The colour temperature, from the lower end of the range at 0 to the upper end at full, in kelvin.
  case kelvin(from: Double, to: Double)
  /// A value that stays, for channels that the show does not steer: shutters, macros, fan.
  case fixed(Double)

  /// What light a channel makes.
  public enum Emitter: String, Hashable, Sendable, Codable, CaseIterable {
    case red, green, blue, white
    case warmWhite = "warm-white"
    case coolWhite = "cool-white"
    case amber, lime
    /// Ultraviolet, which no colour asks for.
    case uv
  }
}

/// One channel of a fixture: what it does, and in which slots.
public struct FixtureChannel: Hashable, Sendable, Codable {
  /// What it does.
  public var role: FixtureChannelRole
  /// The slot of its coarse byte, 0 for the fixture's first.
  public var coarseOffset: Int
  /// The slot of its fine byte, for 16 bits.
  public var fineOffset: Int?

  /// A channel of 8 bits, or of 16 where it has a fine slot.
  public init(_ role: FixtureChannelRole, at coarseOffset: Int, fine fineOffset: Int? = nil) {
    (self.role, self.coarseOffset, self.fineOffset) = (role, coarseOffset, fineOffset)
  }
}

/// How a model of fixture takes light: its channels in order, and the whites it has.
public struct FixtureProfile: Hashable, Sendable, Codable {
  /// The model, as `model:` names it.
  public var name: String
  /// Its channels.
  public var channels: [FixtureChannel]
  /// How many slots it takes, 1 to 512.
  public var footprint: Int
  /// The colour temperature of its warm white, in kelvin.
  public var warmKelvin: Double
  /// The colour temperature of its cool white, in kelvin.
  public var coolKelvin: Double

  /// A profile; the footprint is that of its channels unless a wider one is given.
  public init(
    name: String, channels: [FixtureChannel], footprint: Int? = nil, warmKelvin: Double = 2700,
    coolKelvin: Double = 6500
  ) {
    let last = channels.map { max($0.coarseOffset, $0.fineOffset ?? 0) }.max() ?? 0
    (self.name, self.channels, self.footprint) = (name, channels, max(footprint ?? 1, last + 1))
    (self.warmKelvin, self.coolKelvin) = (warmKelvin, coolKelvin)
  }

  /// Whether it has an emitter of that light.
  public func has(_ emitter: FixtureChannelRole.Emitter) -> Bool { channels.contains { $0.role == .emitter(emitter) } }
  /// Whether it makes any colour: red, green and blue.
  public var makesColor: Bool { has(.red) && has(.green) && has(.blue) }

  /// The models that need no file.
  public static let generic: [String: FixtureProfile] = Dictionary(
    [
      row("dimmer", [.dimmer]), row("warm-white", [.emitter(.warmWhite)]),
      row("rgb", [.emitter(.red), .emitter(.green), .emitter(.blue)]),
      row("rgbw", [.emitter(.red), .emitter(.green), .emitter(.blue), .emitter(.white)]),
      row("rgba", [.emitter(.red), .emitter(.green), .emitter(.blue), .emitter(.amber)]),
      row("rgbwa", [.emitter(.red), .emitter(.green), .emitter(.blue), .emitter(.white), .emitter(.amber)]),
      row("dimmer-rgb", [.dimmer, .emitter(.red), .emitter(.green), .emitter(.blue)]),
      row("dimmer-rgbw", [.dimmer, .emitter(.red), .emitter(.green), .emitter(.blue), .emitter(.white)]),
      row("dimmer-rgba", [.dimmer, .emitter(.red), .emitter(.green), .emitter(.blue), .emitter(.amber)]),
      row(
        "dimmer-rgbwa",
        [.dimmer, .emitter(.red), .emitter(.green), .emitter(.blue), .emitter(.white), .emitter(.amber)]),
      row("tunable-white", [.emitter(.warmWhite), .emitter(.coolWhite)]),
    ].flatMap { [($0.name, $0), ($0.name + "-16", $0.withFineSlots)] }
  ) { first, _ in first }

  private static func row(_ name: String, _ roles: [FixtureChannelRole]) -> FixtureProfile {
    FixtureProfile(name: name, channels: roles.enumerated().map { FixtureChannel($0.element, at: $0.offset) })
  }

  /// The same with a fine slot after each coarse one.
  private var withFineSlots: FixtureProfile {
    FixtureProfile(
      name: name + "-16",
      channels: channels.map { FixtureChannel($0.role, at: $0.coarseOffset * 2, fine: $0.coarseOffset * 2 + 1) },
      warmKelvin: warmKelvin, coolKelvin: coolKelvin)
  }
}
