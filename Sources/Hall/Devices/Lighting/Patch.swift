import Show

/// Which lights of a hall stand where: those whose universe goes out, and whose model is known.
struct Patch: Hashable, Sendable {
  /// The universes in the order of their numbers.
  let universes: [LightUniverse]
  /// The lights in the order of their names.
  let fixtures: [PatchedFixture]

  /// A hall's patch; lights in a universe that the hall does not declare stay with the broker.
  init(_ hall: Hall) {
    universes = hall.universes.values.sorted { $0.number < $1.number }
    let places = Dictionary(uniqueKeysWithValues: universes.enumerated().map { ($0.element.number, $0.offset) })
    fixtures = hall.devices.values.sorted { $0.id < $1.id }.compactMap { device in
      guard device.kind == .light, let slot = device.slot, let place = device.universe.flatMap({ places[$0] }),
        let profile = hall.fixtures[device.model ?? "dimmer"] ?? FixtureProfile.generic[device.model ?? "dimmer"]
      else { return nil }
      return PatchedFixture(
        device: device.id, universeIndex: place, firstSlotIndex: slot - 1, profile: profile, gamma: device.gamma,
        minimum: device.minimum)
    }
  }
}
