import Show

/// Finds what is wrong with the lights' places: models that nobody knows, slots beyond the end, slots taken twice.
struct PatchReader {
  let faults: FaultList
  /// The profiles of the show's own fixture files, by the names that `model:` gives them.
  let files: [String: FixtureProfile]

  /// The profiles of the lights that are patched into a declared universe, by their models.
  ///
  /// - Parameters:
  ///   - hall: the hall, its devices and universes read.
  ///   - entries: the devices as they are written.
  func fixtures(of hall: Hall, _ entries: [Written.Entry]) -> [String: FixtureProfile] {
    var profiles: [String: FixtureProfile] = [:]
    var taken: [Int: [(device: DeviceID, slots: ClosedRange<Int>)]] = [:]
    for entry in entries {
      guard let device = hall.devices[DeviceID(entry.key)], device.kind == .light, let slot = device.slot,
        let universe = device.universe, hall.universes[universe] != nil,
        let profile = profile(of: device, entry)
      else { continue }
      profiles[device.model ?? "dimmer"] = profile
      let last = slot + profile.footprint - 1
      let place = value("slot", entry)?.place ?? entry.keyPlace
      guard last <= 512 else {
        faults.fault(
          place, "\(device.id) takes \(profile.footprint) slots and ends at \(last), beyond 512",
          "its first slot is \(513 - profile.footprint) at most")
        continue
      }
      if let other = taken[universe]?.first(where: { $0.slots.overlaps(slot...last) }) {
        faults.fault(
          place,
          "slots \(slot) to \(last) of universe \(universe) overlap with \(other.device), \(other.slots.lowerBound) to "
            + "\(other.slots.upperBound)", "give each fixture slots of its own, as they are set on the fixtures")
      }
      taken[universe, default: []].append((device.id, slot...last))
    }
    return profiles
  }

  private func profile(of device: Device, _ entry: Written.Entry) -> FixtureProfile? {
    let model = device.model ?? "dimmer"
    if let profile = files[model] ?? FixtureProfile.generic[model] { return profile }
    let place = value("model", entry)?.place ?? entry.keyPlace
    faults.fault(
      place, "no fixture is called `\(shortened(model))`",
      didYouMean(model, among: Array(FixtureProfile.generic.keys) + Array(files.keys), what: "`model`"))
    return nil
  }

  private func value(_ key: String, _ entry: Written.Entry) -> Written? {
    entry.value.entries?.first { $0.key == key }?.value
  }
}
