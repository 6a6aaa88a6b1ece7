import Foundation
import Show

extension Status {
  /// The status that the broker's retained topics tell.
  ///
  /// What cannot be read is left out: anybody may have written it.
  ///
  /// - Parameters:
  ///   - retained: payloads by topic.
  ///   - topics: the hall's.
  ///   - broker: the broker's address, and what has become of the connection to it.
  ///   - now: the instant at which this is true.
  init(
    retained: [String: [UInt8]], topics: HallTopics, broker: (address: String, state: HallLink.LinkState),
    now: WallInstant
  ) {
    self.init(source: .mqtt, topics: topics.base, at: now)
    var devices: [String: DeviceLine] = [:]
    var controller: JSON?
    for (topic, payload) in retained {
      guard let levels = topics.levels(of: topic)?.map(String.init) else { continue }
      switch (levels.first, levels.count) {
      case ("controller", 1): controller = JSON(parsing: payload)
      case ("state", 1): hall = JSON(parsing: payload).flatMap(HallLine.init)
      case ("artwork", 3): JSON(parsing: payload).map { artworks.append(ArtworkLine(id: levels[1], $0)) }
      case ("device", 3): devices[levels[1], default: DeviceLine(id: levels[1])].take(payload, from: levels[2])
      default: break
      }
    }
    artworks.sort { $0.id < $1.id }
    zone = TimeZone(controller: controller) ?? .current
    self.devices = devices.values.sorted { $0.id < $1.id }
    warnings = controller?["warnings"]?.elements.compactMap(WarningLine.init) ?? []
    links = [LinkLine(broker: broker.address, state: broker.state), LinkLine(controller: controller)]
    for (name, word) in [("journal", "degraded"), ("clock", "not synchronised")] {
      let trouble = warnings.first { $0.id.hasPrefix(name) }
      if controller != nil {
        links.append(
          LinkLine(name: name, state: trouble == nil ? "ok" : word, detail: trouble?.text ?? "", isWell: trouble == nil)
        )
      }
    }
  }
}

extension Status.HallLine {
  fileprivate init?(_ json: JSON) {
    guard let phase = json["phase"]?.text else { return nil }
    self.init(
      phase: phase, by: json["by"]?.text ?? "", until: json["until"]?.instant,
      blackout: json["blackout"]?.flag ?? false,
      alarm: json["alarm"]?.flag ?? false, nextPhase: json["next"]?["phase"]?.text,
      nextAt: json["next"]?["at"]?.instant, grandMaster: json["grand_master"]?.number ?? 1,
      sound: json["sound"].map { SoundStatus($0) })
  }
}

extension SoundStatus {
  fileprivate init(_ json: JSON) {
    let zones = json["zones"]?.elements.compactMap { zone -> Zone? in
      guard let name = zone["zone"]?.text else { return nil }
      return Zone(
        zone: name, muted: zone["muted"]?.flag ?? false, master: zone["master"]?.number,
        quiet: zone["quiet"]?.flag ?? false)
    }
    self.init(muted: json["muted"]?.flag ?? false, zones: zones ?? [])
  }
}

extension Status.ArtworkLine {
  fileprivate init(id: String, _ json: JSON) {
    self.init(
      id: id, scene: json["scene"]?.text, since: json["since"]?.instant, cue: json["cue"]?.whole.map { Int($0) },
      position: json["position"]?.number, mode: json["mode"]?.text ?? "unknown", until: json["until"]?.instant,
      overridden: json["overridden"]?.elements.compactMap(\.text) ?? [], health: json["health"]?.text ?? "unknown",
      reason: json["reason"]?.text, seq: json["seq"]?.whole)
  }
}

extension Status.DeviceLine {
  fileprivate init(id: String) {
    self.init(id: id, desired: nil, desiredRev: nil, actual: nil, actualRev: nil, online: nil)
  }

  fileprivate mutating func take(_ payload: [UInt8], from level: String) {
    switch level {
    case "availability": online = String(decoding: payload, as: UTF8.self) == "online"
    case "desired":
      guard let json = JSON(parsing: payload) else { return }
      (desired, desiredRev) = (json.without(["rev", "at"]), json["rev"]?.whole)
    case "actual":
      guard let json = JSON(parsing: payload) else { return }
      (actual, actualRev) = (json.without(["rev"]), json["rev"]?.whole)
    default: break
    }
  }
}

extension Status.WarningLine {
  fileprivate init?(_ json: JSON) {
    guard let id = json["id"]?.text else { return nil }
    self.init(id: id, text: json["text"]?.text ?? "", since: json["since"]?.instant)
  }
}

extension Status.LinkLine {
  fileprivate init(broker address: String, state: HallLink.LinkState) {
    switch state {
    case .connected: self.init(name: "broker", state: "connected", detail: address, isWell: true)
    case .lost(let reason): self.init(name: "broker", state: "lost", detail: "\(address): \(reason)", isWell: false)
    }
  }

  fileprivate init(controller: JSON?) {
    guard let controller else {
      self.init(name: "regied", state: "unknown", detail: "none has ever spoken here: check --hall", isWell: false)
      return
    }
    let isOnline = controller["state"]?.text == "online"
    let isReady = controller["ready"]?.flag ?? true
    let parts = [
      controller["node"]?.text.map { "on \($0)" }, controller["version"]?.text.map { "version \($0)" },
      controller["since"]?.text.map { "since \($0)" },
    ]
    self.init(
      name: "regied", state: isOnline ? (isReady ? "online" : "not ready") : "offline",
      detail: parts.compactMap { $0 }.joined(separator: ", "), isWell: isOnline && isReady)
  }
}

extension JSON {
  /// The instant that an RFC 3339 text names.
  var instant: WallInstant? { text.flatMap { WallInstant(rfc3339: $0) } }

  /// An object without some of its members.
  func without(_ names: Set<String>) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { names.contains($0.name) == false })
  }
}
