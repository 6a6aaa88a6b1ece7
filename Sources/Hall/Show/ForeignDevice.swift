/// A lamp, plug or relay of another maker that lives on the broker's topics in its own words.
public struct ForeignDevice: Hashable, Sendable, Codable {
  /// Whose words it speaks, and by which name it is called there.
  public enum Family: Hashable, Sendable, Codable {
    /// A device behind Zigbee2MQTT: the base of its topics, and its friendly name.
    case zigbee2mqtt(base: String, name: String)
    /// A device with Tasmota: its topic, how topics are made of it (`%prefix%/%topic%/`), and which of its outputs, from 1.
    case tasmota(topic: String, fullTopic: String, channel: Int)
    /// A device with ESPHome: the prefix of its topics, the id of its light or switch, and of a sensor of its power.
    case esphome(prefix: String, id: String, power: String?)
    /// A Shelly of the first generation: its name, which part of it, and which of these, from 0.
    case shellyOne(name: String, part: ShellyPart, channel: Int)
    /// A Shelly of a later generation, which takes remote calls: the same.
    case shellyTwo(name: String, part: ShellyPart, channel: Int)
  }

  /// A part of a Shelly, as its topics or calls name it.
  public enum ShellyPart: String, Hashable, Sendable, Codable, CaseIterable {
    case relay, `switch`, light, white, color, cct, rgb

    /// What a generation has.
    public static func parts(ofGeneration generation: Int) -> [ShellyPart] {
      generation == 1 ? [.relay, .light, .white, .color] : [.switch, .light, .cct, .rgb]
    }
  }

  /// Whose words it speaks.
  public var family: Family
  /// The colour temperatures that it makes, in kelvin; none where it has one white alone.
  public var kelvin: ClosedRange<Double>?
  /// Whether it makes colours.
  public var makesColor: Bool

  /// A foreign device.
  public init(_ family: Family, kelvin: ClosedRange<Double>? = nil, makesColor: Bool = false) {
    (self.family, self.kelvin, self.makesColor) = (family, kelvin, makesColor)
  }

  /// The base that Zigbee2MQTT has unless it is told another.
  public static let usualZigbeeBase = "zigbee2mqtt"
  /// How Tasmota makes topics unless it is told otherwise.
  public static let usualFullTopic = "%prefix%/%topic%/"
}
