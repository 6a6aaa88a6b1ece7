import Show

/// Which lights of a show stand in the slots of a universe.
struct LightNames: Hashable, Sendable {
  /// A light in its slots.
  struct Place: Hashable, Sendable {
    var name: String
    /// Its slots, numbered from 1.
    var slots: ClosedRange<Int>
    /// What its channels do, by the offset of their coarse slot.
    var channels: [Int: String]
  }

  /// The lights of each universe, by their slots.
  let places: [Int: [Place]]

  /// The lights of a hall; none without one.
  init(_ hall: Hall?) {
    var places: [Int: [Place]] = [:]
    for device in hall?.devices.values.sorted(by: { $0.id < $1.id }) ?? [] {
      guard device.kind == .light, let universe = device.universe, let slot = device.slot else { continue }
      let model = device.model ?? "dimmer"
      let profile = hall?.fixtures[model] ?? FixtureProfile.generic[model]
      let channels = (profile?.channels ?? []).map { ($0.coarseOffset, $0.role.word) }
      places[universe, default: []].append(
        Place(
          name: device.id.text, slots: slot...min(512, slot + max(1, profile?.footprint ?? 1) - 1),
          channels: Dictionary(channels) { first, _ in first }))
    }
    self.places = places.mapValues { $0.sorted { $0.slots.lowerBound < $1.slots.lowerBound } }
  }
}

extension FixtureChannelRole {
  /// What it does, in a word.
  fileprivate var word: String {
    switch self {
    case .dimmer: "dimmer"
    case .emitter(let emitter): emitter.rawValue
    case .kelvin: "kelvin"
    case .fixed: "fixed"
    }
  }
}
