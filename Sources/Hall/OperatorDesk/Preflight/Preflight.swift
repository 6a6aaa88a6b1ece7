import Show

/// Whether a hall can open its doors: each thing that must be so, and what to do where it is not.
struct Preflight: Hashable, Sendable {
  typealias Item = Readiness.Item
  typealias Verdict = Readiness.Verdict

  /// All that was looked at, in the order in which a technician would.
  private(set) var items: [Item] = []

  /// Whether nothing is missing.
  var isGreen: Bool { items.allSatisfy { $0.verdict != .missing } }

  /// Looks at a hall as the broker tells of it.
  init(_ status: Status) {
    items += status.links.map { link in
      link.isWell
        ? .ready(link.name, link.state)
        : .missing(link.name, "\(link.state)\(link.detail.isEmpty ? "" : ": \(link.detail)")", Self.remedy(of: link))
    }
    items += Self.hall(status)
    items += status.artworks.flatMap(Self.artwork)
    items += Self.devices(status)
    let told = Set(items.map(\.subject))
    for warning in status.warnings where told.contains(Self.subject(of: warning)) == false {
      items.append(.notice(Self.subject(of: warning), warning.text, "regie why and regie log tell more"))
    }
  }

  /// Adds what was found of the show's files.
  mutating func add(_ items: [Item]) { self.items += items }

  private static func subject(of warning: Status.WarningLine) -> String {
    warning.id.split(separator: ":", maxSplits: 1).last.map(String.init) ?? warning.id
  }

  private static func remedy(of link: Status.LinkLine) -> String {
    switch link.name {
    case "broker": "start the broker, or look at --broker and the network"
    case "regied": "systemctl status regie says why; systemctl start regie"
    case "journal": "free space on the journal's disk, or mend it: regie journal check"
    case "clock": "wait for the time to be synchronised (timedatectl), or start regied with --assume-clock"
    default: "regie status tells more"
    }
  }

  private static func hall(_ status: Status) -> [Item] {
    guard let hall = status.hall else {
      return [.missing("hall", "nothing is known of it", "start regied, or look at --hall")]
    }
    let next = hall.nextPhase.flatMap { phase in
      hall.nextAt.map { "\(phase) at \($0.text(now: status.at, zone: status.zone))" }
    }
    return Readiness.items(
      of: Readiness.HallFacts(
        phase: hall.phase, by: hall.by, blackout: hall.blackout, alarm: hall.alarm, grandMaster: hall.grandMaster,
        next: next))
  }

  private static func artwork(_ artwork: Status.ArtworkLine) -> [Item] {
    Readiness.items(
      of: Readiness.ArtworkFacts(
        id: artwork.id, mode: artwork.mode, scene: artwork.scene, isUnavailable: artwork.health == "unavailable",
        reason: artwork.reason, overridden: artwork.overridden))
  }

  private static func devices(_ status: Status) -> [Item] {
    var items: [Item] = []
    var (ready, asleep) = (0, 0)
    for device in status.devices {
      let isSilent = status.warnings.contains { $0.id == "device-silent:\(device.id)" }
      let facts = Readiness.DeviceFacts(
        id: device.id, isAway: device.online == false && status.isAsleep(device) == false,
        isConfirmed: isSilent ? false : status.isAsleep(device) ? nil : device.isConfirmed,
        state: device.online == false ? nil : device.actual?["state"]?.text,
        warnings: device.online == false ? [] : device.actual?["warnings"]?.elements.compactMap(\.text) ?? [])
      if let item = Readiness.item(of: facts) {
        items.append(item)
      } else if status.isAsleep(device) {
        asleep += 1
      } else if device.isConfirmed == true {
        ready += 1
      }
    }
    let told = status.devices.count { $0.isConfirmed == nil }
    let rest =
      (told == 0 ? "" : ", \(told) are told and never answer") + (asleep == 0 ? "" : ", \(asleep) are off and away")
    return [.ready("devices", "\(ready) of \(status.devices.count) confirm what they are to be\(rest)")] + items
  }
}

extension Preflight {
  /// The list as people read it: what is missing first.
  func lines(on terminal: Terminal) -> [String] {
    let order: [Verdict] = [.missing, .notice, .ready]
    var table = Table(["", "", "", ""])
    for verdict in order {
      for item in items where item.verdict == verdict {
        table.add([
          .init(verdict.mark, verdict.style), .init(item.subject), .init(item.text), .init(item.remedy ?? "", .faint),
        ])
      }
    }
    let missing = items.count { $0.verdict == .missing }
    let notices = items.count { $0.verdict == .notice }
    let verdict =
      isGreen
      ? Style.good.applied(to: "ready to open", on: terminal)
      : Style.bad.applied(to: "not ready: \(missing) missing", on: terminal)
    return table.lines(on: terminal) + ["", verdict + (notices == 0 ? "" : ", \(counted(notices, "notice"))")]
  }

  /// The list as scripts read it.
  var json: JSON {
    .object([
      "ready": .flag(isGreen),
      "items": .list(
        items.map { item in
          .object([
            "subject": .text(item.subject), "verdict": .text(item.verdict.rawValue), "text": .text(item.text),
            "remedy": .optional(item.remedy),
          ])
        }),
    ])
  }
}

extension Readiness.Verdict {
  fileprivate var mark: String {
    switch self {
    case .ready: "✓"
    case .notice: "!"
    case .missing: "✗"
    }
  }
  fileprivate var style: Style {
    switch self {
    case .ready: .good
    case .notice: .warning
    case .missing: .bad
    }
  }
}
