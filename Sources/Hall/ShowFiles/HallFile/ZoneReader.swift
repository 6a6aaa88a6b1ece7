import Show

/// Reads the sound zones of the hall.
struct ZoneReader {
  let devices: [DeviceID: Device]
  /// Names whose declarations have faults of their own.
  let faulty: Set<String>
  let faults: FaultList

  static let keys = ["title", "players", "gain", "quiet", "duck"]
  static let quietKeys = ["from", "to", "ceiling"]
  static let duckKeys = ["under", "by", "attack", "release"]

  /// What stands under `zones:`; what has faults is left out.
  func zones(_ fields: Fields) -> [SoundZoneID: SoundZone] {
    let entries = fields.map("zones", "write `garden: { players: [birds] }`")
    var zones: [SoundZoneID: SoundZone] = [:]
    var owners: [DeviceID: SoundZoneID] = [:]
    for entry in entries {
      guard SoundZoneID.isWellFormed(entry.key) else {
        faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a zone", Written.nameHint)
        continue
      }
      guard let zone = zone(entry) else { continue }
      for player in zone.players {
        if let other = owners.updateValue(zone.id, forKey: player) {
          faults.fault(entry.keyPlace, "\(player) is in \(other) already", "a player is heard in one zone")
        }
      }
      zones[zone.id] = zone
    }
    // A zone may give way to one that stands behind it.
    for entry in entries { readDucking(entry, into: &zones) }
    return zones
  }

  private func zone(_ entry: Written.Entry) -> SoundZone? {
    guard let fields = Fields(entry.value, "a zone", keys: Self.keys, faults),
      fields.required("players", "name its players: `players: [birds]`") != nil
    else { return nil }
    let players = fields.items("players").compactMap { player($0) }
    var zone = SoundZone(id: SoundZoneID(entry.key), title: fields.text("title") ?? "", players: players)
    zone.gain = fields.number("gain", in: SoundZone.gains) ?? 0
    zone.quiet = fields["quiet"].flatMap { quiet($0) }
    return zone
  }

  private func player(_ written: Written) -> DeviceID? {
    guard let id: DeviceID = written.name("players", faults) else { return nil }
    if devices[id]?.kind == .player { return id }
    guard faulty.contains(id.text) == false else { return nil }
    let names = devices.values.filter { $0.kind == .player }.map(\.id.text).sorted()
    faults.fault(
      written.place, "the hall has no player `\(id)`", didYouMean(id.text, among: names, what: "a player"))
    return nil
  }

  private func quiet(_ written: Written) -> SoundZone.QuietHours? {
    guard let fields = Fields(written, "quiet hours", keys: Self.quietKeys, faults),
      fields.required("from", "say when they begin: `from: 20:00`") != nil,
      fields.required("to", "say when they end: `to: 08:00`") != nil,
      fields.required("ceiling", "say how loud it may be, in decibels: `ceiling: -30`") != nil,
      let from = time("from", fields), let to = time("to", fields),
      let ceiling = fields.number("ceiling", in: SoundZone.gains)
    else { return nil }
    guard from != to else {
      faults.fault(written.place, "these quiet hours begin when they end", "give them a length, or lower `gain`")
      return nil
    }
    return SoundZone.QuietHours(from: from, to: to, ceiling: ceiling)
  }

  private func time(_ key: String, _ fields: Fields) -> TimeOfDay? {
    fields[key]?.parsed(key, "a time of day", "write it like 20:00", faults) { TimeOfDay($0) }
  }

  private func readDucking(_ entry: Written.Entry, into zones: inout [SoundZoneID: SoundZone]) {
    let id = SoundZoneID(entry.key)
    guard let zone = zones[id], let written = entry.value.entries?.first(where: { $0.key == "duck" })?.value,
      let fields = Fields(written, "a ducking", keys: Self.duckKeys, faults),
      fields.required("under", "name zones or players: `under: [voice]`") != nil,
      fields.required("by", "say by how many decibels: `by: 12`") != nil
    else { return }
    var under: [DeviceID] = []
    for item in fields.items("under") {
      guard let text = item.text("under", faults) else { continue }
      let alone = devices[DeviceID(text)]?.kind == .player ? [DeviceID(text)] : []
      let players = zones[SoundZoneID(text)]?.players ?? alone
      if players.isEmpty, faulty.contains(text) == false {
        let names = zones.keys.map(\.text) + devices.values.filter { $0.kind == .player }.map(\.id.text)
        faults.fault(
          item.place, "there is no zone and no player `\(shortened(text))`",
          didYouMean(text, among: names.sorted(), what: "`under`"))
      } else if players.contains(where: zone.players.contains) {
        faults.fault(item.place, "\(id) cannot give way to itself", "name zones or players outside of it")
      }
      under += players
    }
    guard let by = fields.number("by", in: 0.1...100) else { return }
    zones[id]?.duck = SoundZone.Ducking(
      under: under, by: by, attack: fields.span("attack") ?? .milliseconds(300),
      release: fields.span("release") ?? .seconds(2))
  }
}
