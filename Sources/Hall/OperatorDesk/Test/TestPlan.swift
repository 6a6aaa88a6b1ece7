import Show

/// What a device is put through when it is tested, told by the properties that it has.
struct TestPlan: Hashable, Sendable {
  /// One value of one property, and what a person should then see or hear.
  struct Step: Hashable, Sendable {
    var property: PropertyName
    var value: Value
    var shows: String
  }

  /// The steps, in order.
  let steps: [Step]

  /// A plan for a device; nothing if its properties cannot be tried.
  ///
  /// - Parameters:
  ///   - properties: that its desired state names.
  ///   - power: whether power may be switched too: a projector's lamp ages by it.
  init?(properties: Set<String>, power: Bool) {
    var steps: [Step] = []
    func add(_ property: PropertyName, _ values: [(Value, String)]) {
      guard properties.contains(property.rawValue) else { return }
      steps += values.map { Step(property: property, value: $0.0, shows: $0.1) }
    }
    add(.level, [(.number(0), "dark"), (.number(0.5), "half"), (.number(1), "full")])
    add(.kelvin, [(.number(2700), "warm white"), (.number(6500), "cold white")])
    add(
      .color,
      [(.text("#ff0000"), "red"), (.text("#00ff00"), "green"), (.text("#0000ff"), "blue"), (.text("#ffffff"), "white")])
    add(.brightness, [(.number(0), "black"), (.number(1), "the picture again")])
    add(.slate, [(.text("test"), "the slate “test”")])
    add(.gain, [(.number(-100), "silence"), (.number(-20), "sound, softly")])
    add(.mute, [(.flag(true), "a muted picture"), (.flag(false), "the picture again")])
    let isSwitch = properties.contains("power") && properties.isDisjoint(with: ["input", "mute"])
    if power || isSwitch { add(.power, [(.flag(false), "off"), (.flag(true), "on")]) }
    if steps.isEmpty { return nil }
    self.steps = steps
  }

  /// The properties that it changes, each once.
  var properties: [PropertyName] { Set(steps.map(\.property)).sorted() }
}
