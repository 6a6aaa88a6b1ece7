import Show

/// Before the doors the hall looks by itself whether they can open, and says so, green or not.
extension Sequencer {
  /// The opening whose lead runs, if the programme has brought it about.
  private var coming: Agenda.Opening? {
    guard case .opening = state.phase.phase, state.phase.wish == nil, let wall = trustedWall else { return nil }
    return state.agenda.openings.filter { $0.lead <= wall && wall < $0.from }.min { $0.from < $1.from }
  }

  /// From when on it is looked: as long before the doors as the hall says, but not in the first half of a lead.
  private func looksFrom(_ opening: Agenda.Opening) -> WallInstant {
    let half = TimeSpan(milliseconds: (opening.from - opening.lead).milliseconds / 2)
    return WallInstant(milliseconds: opening.from.milliseconds - min(show.hall.preflight, half).milliseconds)
  }

  /// When it is looked first.
  var preflightInstant: ShowInstant? { coming.flatMap { state.clock.instant(of: looksFrom($0)) } }

  /// Looks, from then until the doors open, and tells when it turns.
  mutating func followPreflight() {
    guard let coming, let wall, looksFrom(coming) <= wall else { return endPreflight() }
    let missing = readiness.filter { $0.verdict == .missing }
    for item in missing {
      let remedy = item.remedy.map { ": \($0)" } ?? ""
      warn("preflight:\(item.subject)", "before the doors, \(item.subject): \(item.text)\(remedy)")
    }
    let ids = Set(missing.map { "preflight:\($0.subject)" })
    for id in state.warnings.keys.sorted() where id.hasPrefix("preflight:") && !ids.contains(id) {
      clear(id, "\(id.dropFirst("preflight:".count)) is ready")
    }
    let subjects = missing.map(\.subject)
    guard state.preflight?.missing != subjects else { return }
    state.preflight = PreflightState(missing: subjects)
    let doors = "the doors can open"
    let sentence = subjects.isEmpty ? "\(doors): all is ready" : "not ready to open: \(Self.list(subjects))"
    decide(Decision(.preflight, sentence, values: ["missing": .number(Double(subjects.count))]))
  }

  private mutating func endPreflight() {
    guard let preflight = state.preflight else { return }
    state.preflight = nil
    for id in state.warnings.keys.sorted() where id.hasPrefix("preflight:") { clear(id, "the lead is over") }
    guard preflight.missing.isEmpty == false, state.phase.phase == .open else { return }
    let sentence = "the doors are open, though not all was ready: \(Self.list(preflight.missing))"
    decide(Decision(.preflight, sentence, values: ["missing": .number(Double(preflight.missing.count))]))
  }

  private static func list(_ subjects: [String]) -> String {
    let rest = subjects.count - 8
    return subjects.prefix(8).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// How the parts of the hall stand now; what is as it should be is left out of the devices.
  public var readiness: [Readiness.Item] {
    let next = nextScheduledPhase.map { "\($0.phase)" }
    let hall = Readiness.HallFacts(
      phase: state.phase.phase.description, by: state.phase.wish == nil ? "schedule" : "operator",
      blackout: state.blackout.isOn, alarm: state.alarm.isLatched, grandMaster: state.master.level, next: next)
    var items = Readiness.items(of: hall)
    for id in show.hall.artworkOrder {
      guard let status = status(of: id) else { continue }
      items += Readiness.items(
        of: Readiness.ArtworkFacts(
          id: id.text, mode: status.mode, scene: status.scene?.text, isUnavailable: status.health == .unavailable,
          reason: status.reason, overridden: status.overridden.map(\.description)))
    }
    return items + index.devices.compactMap(item)
  }

  private func item(of id: DeviceID) -> Readiness.Item? {
    guard let device = show.hall.devices[id], let known = state.devices[id] else { return nil }
    let users = index.users[id] ?? []
    // What is out of order is nobody's surprise.
    if !users.isEmpty, users.allSatisfy({ state.artworks[$0]?.mode == .outOfOrder }) { return nil }
    let isAsleep = known.online == false && maySleep(id)
    let isConfirmed = known.confirmedRev >= known.desired.rev || known.confirmBy != nil
    return Readiness.item(
      of: Readiness.DeviceFacts(
        id: id.text, isAway: known.online == false && !isAsleep,
        isConfirmed: device.reports && !isAsleep ? isConfirmed : nil,
        state: known.online == false ? nil : known.reported,
        warnings: state.warnings["device-warns:\(id)"].map { [$0.text] } ?? []))
  }
}

/// What was missing when the hall looked last before its doors open.
public struct PreflightState: Hashable, Sendable, Codable {
  /// What was missing, by its name.
  public var missing: [String]
}
