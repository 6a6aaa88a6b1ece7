import Rehearsal
import Show

extension RehearsalSession {
  /// The report as people read it.
  func lines(on terminal: Terminal) -> [String] {
    let clock = HallClock(timeZone: rehearsal.show.hall.timeZone)
    var lines = [Style.heading.applied(to: printable(rehearsal.show.hall.title), on: terminal), remark]
    if rehearsal.plan.span.opensItself {
      lines.append("The programme has no opening: the rehearsal opened the hall by itself.")
    }
    for artwork in report.artworks { lines += [""] + artwork.lines(on: terminal, length: rehearsal.plan.span.length) }
    lines += [""] + closingLines
    lines += incidents("Faults", report.incidents.faults, .bad, clock, terminal)
    lines += incidents("Warnings", report.incidents.warnings, .warning, clock, terminal)
    if !report.incidents.refusals.isEmpty {
      lines +=
        ["", Style.warning.applied(to: "Refused", on: terminal)]
        + report.incidents.refusals.map { "  " + printable($0) }
    }
    return lines
  }

  private var closingLines: [String] {
    let limit = rehearsal.show.hall.closeWithin
    guard !report.incidents.closings.isEmpty else { return ["The hall was not closed in it."] }
    let taken = report.incidents.closings.compactMap(\.took)
    let open = report.incidents.closings.count - taken.count
    var line = "Closed \(report.incidents.closings.count == 1 ? "once" : "\(report.incidents.closings.count) times")"
    if let longest = taken.max() {
      let verdict = longest <= limit ? "within" : "longer than"
      line += ", at most \(shortSpan(longest)) to the closed looks: \(verdict) the \(limit) declared"
    }
    if open > 0 { line += "; \(open) not finished" }
    return [line + "."]
  }

  private func incidents(
    _ heading: String, _ incidents: [IncidentLog.Incident], _ style: Style, _ clock: HallClock, _ terminal: Terminal
  ) -> [String] {
    guard !incidents.isEmpty else { return ["", "\(heading): none"] }
    var table = Table(["", "first", "times", "stood", ""])
    for incident in incidents {
      table.add([
        .init(incident.id, style), .init(clock.dayAndTime(rehearsal.wall(incident.first))), .init("\(incident.times)"),
        .init(incident.stood == .zero ? "" : shortLength(incident.stood)), .init(incident.text),
      ])
    }
    return ["", Style.heading.applied(to: heading, on: terminal)] + table.lines(on: terminal, indent: 2)
  }
}

extension RehearsalReport.ArtworkReport {
  /// What came of it, as people read it.
  fileprivate func lines(on terminal: Terminal, length: TimeSpan) -> [String] {
    var lines = [Style.heading.applied(to: "\(id)", on: terminal) + "  \(printable(title))"]
    if let stay = visits.meanStay {
      lines.append(
        "  \(counted(visits.visits, "visit")) in \(counted(visits.groups, "group")), \(shortLength(stay)) on average, "
          + "at most \(visits.most) at once"
          + (visits.touches > 0 ? ", \(counted(visits.touches, "touch", "touches"))" : ""))
    } else {
      lines.append("  nobody came")
    }
    var table = Table(["scene", "entered", "airtime", ""])
    let total = max(1, scenes.reduce(0) { $0 + $1.airtime.milliseconds })
    for scene in scenes {
      let part = Int((100 * Double(scene.airtime.milliseconds) / Double(total)).rounded())
      let never = scene.isScheduleOnly ? "never reached (entry: schedule)" : "never reached"
      table.add([
        .init(scene.id.text), .init("\(scene.entered)"), .init(shortLength(scene.airtime)),
        scene.entered == 0 ? .init(never, .warning) : .init("\(part) %", .faint),
      ])
    }
    lines += table.lines(on: terminal, indent: 2)
    if degraded > .zero {
      lines.append("  " + Style.warning.applied(to: "degraded for \(shortLength(degraded))", on: terminal))
    }
    for trigger in neverFired {
      let why = trigger.lastReason.map { ": \(printable($0))" } ?? ""
      lines.append("  " + Style.faint.applied(to: "never fired: \(trigger.id)\(why)", on: terminal))
    }
    return lines
  }
}

/// A number and what is counted, with its own plural.
func counted(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

/// A length of time as it is measured: below a minute with its fraction.
private func shortSpan(_ span: TimeSpan) -> String { span < .minutes(1) ? span.description : shortLength(span) }
