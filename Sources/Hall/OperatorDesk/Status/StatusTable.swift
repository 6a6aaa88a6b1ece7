import Foundation
import Show

extension Status {
  /// The status as people read it.
  ///
  /// - Parameter terminal: what it is shown on.
  /// - Returns: lines without their ends; times by the hall's clocks.
  func lines(on terminal: Terminal) -> [String] {
    var lines = hallLines(on: terminal)
    func add(_ heading: String, _ table: Table) {
      guard table.isEmpty == false else { return }
      lines += ["", Style.heading.applied(to: heading, on: terminal)] + table.lines(on: terminal, indent: 2)
    }
    add("Artworks", artworkTable())
    add("Devices", deviceTable())
    add("Links", linkTable())
    add("Warnings", warningTable())
    return lines
  }

  private func hallLines(on terminal: Terminal) -> [String] {
    let title = Style.heading.applied(to: topics, on: terminal)
    guard let hall else {
      return [title + "  " + Style.bad.applied(to: "nothing is known of this hall", on: terminal)]
    }
    var parts = ["\(printable(hall.phase)), by \(printable(hall.by))"]
    if let until = hall.until { parts.append("until \(until.text(now: at, zone: zone))") }
    if let phase = hall.nextPhase, let next = hall.nextAt {
      parts.append("next: \(printable(phase)) at \(next.text(now: at, zone: zone))")
    }
    var line = title + "  " + parts.joined(separator: " · ")
    if hall.blackout { line += "  " + Style.warning.applied(to: "BLACKOUT", on: terminal) }
    if hall.grandMaster < 1 {
      let text = "grand master \(Exposure.figures(hall.grandMaster * 100)) %"
      line += "  " + Style.warning.applied(to: text, on: terminal)
    }
    if hall.sound?.muted == true { line += "  " + Style.warning.applied(to: "MUTED", on: terminal) }
    for zone in hall.sound?.zones ?? [] {
      line += "  " + Style.warning.applied(to: printable(zone.description), on: terminal)
    }
    if hall.alarm { line += "  " + Style.bad.applied(to: "ALARM", on: terminal) }
    if source == .journal {
      line += "  " + Style.faint.applied(to: "as of \(at.dateAndTime(zone: zone))", on: terminal)
    }
    return [line]
  }

  private func artworkTable() -> Table {
    var table = Table(["artwork", "scene", "for", "mode", "health", ""])
    for artwork in artworks {
      var remarks: [String] = []
      if let reason = artwork.shortReason { remarks.append(reason) }
      if let until = artwork.until { remarks.append("until \(until.text(now: at, zone: zone))") }
      if artwork.overridden.isEmpty == false {
        remarks.append("overridden: \(artwork.overridden.joined(separator: ", "))")
      }
      table.add([
        .init(artwork.id), .init(artwork.scene ?? "—"), .init(artwork.since.map { shortLength(at - $0) } ?? ""),
        .init(artwork.mode, artwork.mode == "auto" ? .plain : .warning), .init(artwork.health, artwork.style),
        .init(remarks.joined(separator: " · ")),
      ])
    }
    return table
  }

  private func deviceTable() -> Table {
    var table = Table(["device", "", "desired", "actual"])
    for device in devices {
      let isAsleep = isAsleep(device)
      let (word, style) = isAsleep ? ("away", .faint) : device.confirmation
      table.add([
        .init(device.id), .init(word, style), .init(clipped(device.desiredText, to: 60)),
        .init(isAsleep ? "" : device.actualText, .faint),
      ])
    }
    return table
  }

  private func linkTable() -> Table {
    var table = Table(["", "", ""])
    for link in links {
      table.add([.init(link.name), .init(link.state, link.isWell ? .good : .bad), .init(link.detail)])
    }
    return table
  }

  private func warningTable() -> Table {
    var table = Table(["", "", ""])
    for warning in warnings {
      table.add([
        .init(warning.since?.text(now: at, zone: zone) ?? ""), .init(warning.id, .warning), .init(warning.text),
      ])
    }
    return table
  }
}

extension Status.ArtworkLine {
  /// The first reason why it is not well, and how many more there are; the warnings tell them all.
  fileprivate var shortReason: String? {
    guard let reasons = reason?.split(separator: "; "), let first = reasons.first else { return nil }
    return reasons.count > 1 ? "\(first) (+\(reasons.count - 1) more)" : String(first)
  }

  fileprivate var style: Style {
    switch health {
    case "ok": .good
    case "degraded": .warning
    default: .bad
    }
  }
}

extension Status.DeviceLine {
  fileprivate var confirmation: (String, Style) {
    if online == false { return ("offline", .bad) }
    return switch isConfirmed {
    case true?: ("confirmed", .good)
    case false?: ("waiting", .warning)
    case nil: ("", .plain)
    }
  }

  /// The properties it is to have, for example `level 0.5, color #0a1230`.
  fileprivate var desiredText: String {
    guard let desired else { return "" }
    let over = desired["over"]?.number.flatMap { $0 > 0 ? " over \(Value.number($0))s" : nil } ?? ""
    let parts = desired.without(["over", "curve", "fades"]).members.compactMap { member in
      member.value == .null ? nil : "\(member.name) \(member.value.short)"
    }
    return parts.joined(separator: ", ") + over
  }

  /// The state it tells in one word where there is one, else its properties.
  fileprivate var actualText: String {
    guard let actual else { return "" }
    if let state = actual["state"]?.text {
      let warnings = actual["warnings"]?.elements.compactMap(\.text) ?? []
      return ([state] + warnings).joined(separator: "; ")
    }
    return actual.members.compactMap { member in
      switch member.value {
      case .flag, .number, .text: "\(member.name) \(member.value.short)"
      case .null, .list, .object: nil
      }
    }.joined(separator: ", ")
  }
}

extension JSON {
  /// A value in few words: `demo REM ×60` for a dream, `on` and `off` for flags.
  fileprivate var short: String {
    switch self {
    case .null: "—"
    case .flag(let flag): flag ? "on" : "off"
    case .number(let number): Value.number((number * 1000).rounded() / 1000).description
    case .text(let text): text
    case .list(let elements): elements.map(\.short).joined(separator: " ")
    case .object(let members):
      self["stop"]?.flag == true
        ? "stopped"
        : ["night", "stage", "look"].compactMap { name in self[name]?.text }.joined(separator: " ")
          + (self["speed"]?.number.map { " ×\(Value.number($0))" } ?? "")
          + (members.isEmpty ? "—" : "")
    }
  }
}
