import Journal
import Rehearsal
import Sequencer
import Show

/// One figure of a report, as tables of other programs take it.
struct ReportFigure: Hashable, Sendable {
  var topic: DayReport.Topic
  /// What it is about: an artwork, a rotation, a canvas, a device.
  var subject: String
  /// What of it, where it has parts: a scene, a thing of a rotation.
  var item = ""
  /// What was counted.
  var figure: String
  var value: JSON
  /// `s`, `lx.h`, `lx`; empty for numbers of things.
  var unit = ""
}

extension ReportedSpan {
  /// The report as scripts read it.
  func json(of topics: Set<DayReport.Topic>) -> JSON {
    let objections = report.objections.filter { topics.contains($0.topic) }
    return .object([
      "hall": .text(hall.show.hall.name), "from": .instant(from), "to": .instant(to),
      "open_s": .number(report.tally.timeOpen.inSeconds), "inputs": .number(Double(report.inputs)),
      "as_it_should_be": .flag(objections.isEmpty), "objections": .list(objections.map { .text($0.sentence) }),
      "figures": .list(
        figures(of: topics).map { figure in
          .object([
            "topic": .text(figure.topic.rawValue), "subject": .text(figure.subject),
            "item": figure.item.isEmpty ? nil : .text(figure.item), "figure": .text(figure.figure),
            "value": figure.value, "unit": figure.unit.isEmpty ? nil : .text(figure.unit),
          ])
        }),
    ])
  }

  /// The report as lines of CSV (RFC 4180), without their ends.
  func csvLines(of topics: Set<DayReport.Topic>) -> [String] {
    return ["topic,subject,item,figure,value,unit"]
      + figures(of: topics).map { figure in
        let value = figure.value.text.map(Journal.Entry.csvField) ?? figure.value.description
        return [
          figure.topic.rawValue, Journal.Entry.csvField(figure.subject), Journal.Entry.csvField(figure.item),
          figure.figure, value, figure.unit,
        ].joined(separator: ",")
      }
  }

  /// All figures, topic by topic.
  func figures(of topics: Set<DayReport.Topic>) -> [ReportFigure] {
    DayReport.Topic.allCases.filter(topics.contains).flatMap { topic -> [ReportFigure] in
      switch topic {
      case .visits: visitFigures
      case .scenes: sceneFigures
      case .airtime: airtimeFigures
      case .stills: poolFigures
      case .light: lightFigures
      case .devices: deviceFigures
      case .programme: programmeFigures
      case .incidents: incidentFigures
      }
    }
  }

  private var visitFigures: [ReportFigure] {
    report.visits.visits.sorted { $0.key < $1.key }.flatMap { id, visits in
      [
        ReportFigure(topic: .visits, subject: id.text, figure: "visits", value: .number(Double(visits.presences))),
        seconds(.visits, id.text, "presence", visits.presence),
        ReportFigure(topic: .visits, subject: id.text, figure: "most_at_once", value: .number(visits.most)),
        seconds(.visits, id.text, "person_time", visits.personTime),
      ]
    }
  }

  private var sceneFigures: [ReportFigure] {
    hall.show.artworks.flatMap { artwork in
      report.tally.scenes(of: artwork.id).sorted { $0.key < $1.key }.flatMap { scene, count in
        [
          ReportFigure(
            topic: .scenes, subject: artwork.id.text, item: scene.text, figure: "ran",
            value: .number(Double(count.count))),
          seconds(.scenes, artwork.id.text, item: scene.text, "time", count.time),
          seconds(.scenes, artwork.id.text, item: scene.text, "time_open", count.timeOpen),
        ]
      }
    }
  }

  private var airtimeFigures: [ReportFigure] {
    report.rotations.airtimes.sorted { $0.key < $1.key }.flatMap { key, airtimes in
      airtimes.flatMap { airtime in
        [
          seconds(.airtime, "\(key.artwork)/\(key.source)", item: airtime.name, "time", airtime.time),
          ReportFigure(
            topic: .airtime, subject: "\(key.artwork)/\(key.source)", item: airtime.name, figure: "showings",
            value: .number(Double(airtime.showings))),
        ]
      } + [
        seconds(.airtime, "\(key.artwork)/\(key.source)", "spread", airtimes.spread),
        seconds(.airtime, "\(key.artwork)/\(key.source)", "longest_showing", airtimes.longestShowing),
      ]
    }
  }

  private var poolFigures: [ReportFigure] {
    report.pools.pools.sorted { $0.key < $1.key }.flatMap { key, draws in
      [
        ("things", draws.count), ("draws", draws.draws), ("different", draws.distinct),
        ("repeats", draws.repeats.count), ("passed_over", draws.passedOver),
      ]
      .map { name, number in
        ReportFigure(
          topic: .stills, subject: "\(key.artwork)/\(key.source)", figure: name, value: .number(Double(number)))
      }
    }
  }

  private var lightFigures: [ReportFigure] {
    report.light.canvases.sorted { $0.key < $1.key }.flatMap { id, light in
      [
        ("exposure", light.exposure.luxHours, "lx.h"), ("exposure_year", light.year.luxHours, "lx.h"),
        ("most", light.mostLux, "lx"), ("held", light.held.inSeconds, "s"),
      ].map { name, number, unit in
        ReportFigure(topic: .light, subject: id.text, figure: name, value: .number(number), unit: unit)
      }
    }
  }

  private var deviceFigures: [ReportFigure] {
    report.devices.devices.sorted { $0.key < $1.key }.flatMap { id, hours in
      [
        seconds(.devices, id.text, item: hours.kind.rawValue, "right", hours.right),
        seconds(.devices, id.text, item: hours.kind.rawValue, "wanted", hours.wanted),
      ]
    }
  }

  private var programmeFigures: [ReportFigure] {
    report.programme.instants.sorted { $0.key < $1.key }.map { planned, outcome in
      ReportFigure(
        topic: .programme, subject: planned.what, item: planned.at.rfc3339, figure: "came",
        value: .number(Double(outcome.times)), unit: "")
    }
  }

  private var incidentFigures: [ReportFigure] {
    (report.incidents.faults + report.incidents.warnings).flatMap { incident in
      [
        ReportFigure(
          topic: .incidents, subject: incident.id, item: incident.text, figure: "times",
          value: .number(Double(incident.times))),
        seconds(.incidents, incident.id, item: incident.text, "stood", incident.stood),
      ]
    }
  }

  private func seconds(
    _ topic: DayReport.Topic, _ subject: String, item: String = "", _ figure: String, _ span: TimeSpan
  ) -> ReportFigure {
    ReportFigure(
      topic: topic, subject: subject, item: item, figure: figure, value: .number(span.inSeconds), unit: "s")
  }
}
