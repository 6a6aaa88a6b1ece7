import Rehearsal
import Sequencer
import Show

extension ReportedSpan {
  /// The report as people read it.
  ///
  /// - Parameters:
  ///   - topics: what is wanted of it.
  ///   - terminal: what it is shown on.
  func lines(of topics: Set<DayReport.Topic>, on terminal: Terminal) -> [String] {
    let span = [from, to].compactMap { $0.map { clock.dayAndTime($0) } }.joined(separator: " to ")
    let open = shortLength(report.tally.timeOpen)
    var lines = [
      Style.heading.applied(to: printable(hall.show.hall.title), on: terminal) + "  \(span), open for \(open)"
    ]
    func add(_ topic: DayReport.Topic, _ heading: String, _ table: Table) {
      guard topics.contains(topic), table.isEmpty == false else { return }
      lines += ["", Style.heading.applied(to: heading, on: terminal)] + table.lines(on: terminal, indent: 2)
    }
    add(.visits, "Visitors", visitTable)
    add(.scenes, "Scenes", sceneTable)
    add(.airtime, "Airtime", airtimeTable)
    add(.stills, "Pools", poolTable)
    add(.light, "Light on canvases", lightTable)
    add(.devices, "Devices", deviceTable)
    add(.programme, "Programme", programmeTable)
    add(.incidents, "Faults and warnings", incidentTable)
    if topics.contains(.incidents) {
      let refused = report.incidents.refusals.count
      lines += ["", "\(counted(report.incidents.commands, "command")) carried out, \(refused) refused"]
    }
    let objections = report.objections.filter { topics.contains($0.topic) }
    if objections.isEmpty == false { lines.append("") }
    for objection in objections {
      lines.append(Style.bad.applied(to: printable("not as it should be: \(objection.sentence)"), on: terminal))
    }
    return lines
  }

  private var visitTable: Table {
    var table = Table(["", "visits", "mean stay", "at once", "persons' time"])
    for (id, visits) in report.visits.visits.sorted(by: { $0.key < $1.key }) {
      table.add([
        .init(id.text), .init("\(visits.presences)"), .init(visits.meanPresence.map(shortLength) ?? "—"),
        .init(visits.most > 0 ? Exposure.figures(visits.most) : "—"),
        .init(visits.personTime > .zero ? shortLength(visits.personTime) : "—"),
      ])
    }
    return table
  }

  private var sceneTable: Table {
    var table = Table(["", "scene", "ran", "time", "while open"])
    for artwork in hall.show.artworks {
      let scenes = report.tally.scenes(of: artwork.id)
      for scene in artwork.scenes {
        guard let count = scenes[scene.id] else { continue }
        table.add([
          .init(artwork.id.text), .init(scene.id.text), .init("\(count.count)"), .init(shortLength(count.time)),
          .init(shortLength(count.timeOpen)),
        ])
      }
    }
    return table
  }

  private var airtimeTable: Table {
    var table = Table(["", "", "time", "showings", "longest", ""])
    for (key, airtimes) in report.rotations.airtimes.sorted(by: { $0.key < $1.key }) {
      for airtime in airtimes {
        table.add([
          .init("\(key.artwork) \(key.source)"), .init(airtime.name), .init(shortLength(airtime.time)),
          .init("\(airtime.showings)"), .init(shortLength(airtime.longest)), "",
        ])
      }
      let verdict = airtimes.isFair ? "fair: within one showing" : "not fair"
      table.add([
        .init("\(key.artwork) \(key.source)"), "differ by at most", .init(shortLength(airtimes.spread)), "", "",
        .init(verdict, airtimes.isFair ? .good : .bad),
      ])
    }
    return table
  }

  private var poolTable: Table {
    var table = Table(["", "of", "drawn", "different", "passed over", ""])
    for (key, draws) in report.pools.pools.sorted(by: { $0.key < $1.key }) {
      let isClean = draws.repeats.isEmpty
      let verdict =
        draws.order == .random
        ? "by chance" : isClean ? "none repeated before all were shown" : "\(draws.repeats.count) repeated"
      table.add([
        .init("\(key.artwork) \(key.source)"), .init("\(draws.count)"), .init("\(draws.draws)"),
        .init("\(draws.distinct)"), .init(draws.passedOver > 0 ? "\(draws.passedOver)" : "—"),
        .init(verdict, isClean ? .good : .bad),
      ])
    }
    return table
  }

  private var lightTable: Table {
    var table = Table(["", "had", "of a day's", "year so far", "of a year's", "most", "ceiling", "held for", ""])
    for (id, light) in report.light.canvases.sorted(by: { $0.key < $1.key }) {
      let isGood = light.isUnderCeiling && light.isWithinBudget
      func bound(_ number: Double?, _ unit: String) -> Table.Cell {
        .init(number.map { "\(Exposure.figures($0)) \(unit)" } ?? "—")
      }
      table.add([
        .init(id.text), .init("\(Exposure.figures(light.exposure.luxHours)) lx·h"),
        bound(light.canvas.luxHoursADay, "lx·h"), .init("\(Exposure.figures(light.year.luxHours)) lx·h"),
        bound(light.canvas.luxHoursAYear, "lx·h"), .init("\(Exposure.figures(light.mostLux)) lx"),
        bound(light.canvas.ceilingLux, "lx"), .init(light.held > .zero ? shortLength(light.held) : "—"),
        .init(isGood ? "within" : "too much", isGood ? .good : .bad),
      ])
    }
    return table
  }

  private var deviceTable: Table {
    var table = Table(["", "", "right", "of", ""])
    for (id, hours) in report.devices.devices.sorted(by: {
      ($0.value.kind.rawValue, $0.key) < ($1.value.kind.rawValue, $1.key)
    }) {
      guard let part = hours.part else { continue }
      table.add([
        .init(id.text), .init(hours.kind.rawValue), .init(shortLength(hours.right)), .init(shortLength(hours.wanted)),
        .init("\(Exposure.figures(part * 100)) %", part > 0.99 ? .good : .warning),
      ])
    }
    return table
  }

  private var programmeTable: Table {
    var table = Table(["at", "", ""])
    for (planned, outcome) in report.programme.instants.sorted(by: { $0.key < $1.key }) {
      let cell: Table.Cell =
        switch (outcome.times, outcome.reason) {
        case (1, _): .init("came", .good)
        case (0, let reason?): .init("did not come: \(reason)", .warning)
        case (0, nil): .init("did not come", .bad)
        case (let times, _): .init("came \(times) times", .bad)
        }
      table.add([.init(clock.dayAndTime(planned.at)), .init(planned.what), cell])
    }
    return table
  }

  private var incidentTable: Table {
    var table = Table(["", "first", "times", "stood", ""])
    for (incidents, style) in [(report.incidents.faults, Style.bad), (report.incidents.warnings, .warning)] {
      for incident in incidents {
        table.add([
          .init(incident.id, style), .init(time(incident.first)), .init("\(incident.times)"),
          .init(incident.stood == .zero ? "" : shortLength(incident.stood)), .init(incident.text),
        ])
      }
    }
    return table
  }
}
