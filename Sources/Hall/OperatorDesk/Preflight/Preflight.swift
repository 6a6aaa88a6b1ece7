import Show

/// Whether a hall can open its doors: each thing that must be so, and what to do where it is not.
struct Preflight: Hashable, Sendable {
  /// How one thing stands.
  enum Verdict: String, Hashable, Sendable {
    /// As it should be.
    case ready
    /// The doors can open, but somebody should know.
    case notice
    /// The doors should not open.
    case missing
  }

  /// One thing that was looked at.
  struct Item: Hashable, Sendable {
    /// What it is about: `devices`, `onirica-screen`.
    var subject: String
    var verdict: Verdict
    /// How it stands.
    var text: String
    /// What to do about it; nothing where it is as it should be.
    var remedy: String?

    static func ready(_ subject: String, _ text: String) -> Item {
      Item(subject: subject, verdict: .ready, text: text, remedy: nil)
    }
    static func notice(_ subject: String, _ text: String, _ remedy: String) -> Item {
      Item(subject: subject, verdict: .notice, text: text, remedy: remedy)
    }
    static func missing(_ subject: String, _ text: String, _ remedy: String) -> Item {
      Item(subject: subject, verdict: .missing, text: text, remedy: remedy)
    }
  }

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
    var items: [Item] = []
    let next = hall.nextPhase.flatMap { phase in
      hall.nextAt.map { "; next: \(phase) at \($0.text(now: status.at, zone: status.zone))" }
    }
    items.append(.ready("hall", "\(hall.phase), by \(hall.by)\(next ?? "")"))
    if hall.phase == "closed", hall.nextPhase == nil {
      items.append(
        .missing("programme", "no opening is to come", "enter one in the programme, or open by hand: regie hall open"))
    }
    if hall.by == "operator", hall.phase != "open" {
      items.append(
        .notice("hall", "an operator has it \(hall.phase)", "give it back to the programme: regie hall auto"))
    }
    if hall.blackout { items.append(.missing("blackout", "it is on", "regie blackout off")) }
    if hall.alarm {
      items.append(.missing("alarm", "it is latched", "once the contact is open again: regie release alarm"))
    }
    if hall.grandMaster < 1 {
      let level = Exposure.figures(hall.grandMaster * 100)
      items.append(.missing("grand master", "it is at \(level) %", "regie grand-master 100%"))
    }
    return items
  }

  private static func artwork(_ artwork: Status.ArtworkLine) -> [Item] {
    var items: [Item] = []
    switch artwork.mode {
    case "auto": break
    case "out-of-order":
      items.append(.notice(artwork.id, "it is out of order", "when it is mended: regie back-in-order \(artwork.id)"))
    case "manual":
      items.append(.notice(artwork.id, "only operators change its scenes", "regie mode \(artwork.id) auto"))
    default: items.append(.missing(artwork.id, "it is \(artwork.mode)", "regie resume \(artwork.id)"))
    }
    if artwork.health == "unavailable" {
      items.append(.missing(artwork.id, artwork.reason ?? "its file has faults", "regie check, then regie reload"))
    }
    for path in artwork.overridden {
      items.append(.notice(path, "an operator overrides it", "regie release \(path)"))
    }
    if items.isEmpty { items.append(.ready(artwork.id, artwork.scene.map { "in \($0)" } ?? "in no scene")) }
    return items
  }

  private static func devices(_ status: Status) -> [Item] {
    var items: [Item] = []
    var ready = 0
    for device in status.devices {
      let warnings = device.actual?["warnings"]?.elements.compactMap(\.text) ?? []
      if device.online == false {
        items.append(.missing(device.id, "it is away", "look at its power and network"))
      } else if device.isConfirmed == false {
        items.append(.missing(device.id, "it does not confirm what it is to be", "regie test \(device.id) tries it"))
      } else if let state = device.actual?["state"]?.text, ["warming", "cooling"].contains(state) {
        items.append(.missing(device.id, "it is \(state)", "wait until it is done"))
      } else if warnings.isEmpty == false {
        items.append(.notice(device.id, warnings.joined(separator: "; "), "regie test \(device.id) tries it"))
      } else if device.isConfirmed == true {
        ready += 1
      }
    }
    let told = status.devices.count { $0.isConfirmed == nil }
    let rest = told == 0 ? "" : ", \(told) are told and never answer"
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

extension Preflight.Verdict {
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
