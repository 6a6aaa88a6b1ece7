import Foundation
import Journal
import Sequencer
import Show

/// One line of the log: an entry of the journal, or an event as the hall tells it.
struct LogRow: Hashable, Sendable {
  var seq: Int64
  /// When it was, where the clock was known.
  var wall: WallInstant?
  var role: String
  var kind: String
  var artwork: String?
  var subject: String?
  /// What happened, in one sentence.
  var text: String
  /// The entry as one line of JSON.
  var json: String
  /// The entry as one line of CSV.
  var csv: String

  /// The heading of the CSV lines.
  static let csvHeading = "seq,role,kind,artwork,subject,at_ms,wall_ms,text"

}

extension LogRow {
  /// A line for an entry.
  init(_ entry: Journal.Entry, by entries: EntryReading) {
    let text = entries.sentence(entry)
    self.init(
      seq: entry.seq, wall: entry.wall, role: entry.role.rawValue, kind: entry.kind, artwork: entry.artwork,
      subject: entry.subject, text: text, json: entry.jsonLine, csv: "")
    var told = entry
    told.body = text
    csv = told.csvLine
  }

  /// Whether people want to see it without asking for it: decisions, refusals, faults and changes of devices; not each
  /// reading, deadline and cue, not what was told to devices, not the daemon's signs of life.
  var isNews: Bool {
    switch role {
    case Journal.Role.decision.rawValue: kind != Decision.Kind.cue.rawValue
    // A command is told by the decision that it led to.
    case Journal.Role.input.rawValue: ["availability", "restarted", "show"].contains(kind)
    case Journal.Role.fault.rawValue: true
    case Journal.Role.mark.rawValue: ["alive", "counted"].contains(kind) == false
    default: false
    }
  }

  /// How it is meant.
  var style: Style {
    switch kind {
    case "alarm", "fault", "refused": .bad
    case "warning": .warning
    case "cleared": .good
    case "scene", "phase": .heading
    default: role == Journal.Role.fault.rawValue ? .bad : .plain
    }
  }
}

extension InputEvent {
  /// What came in, in one sentence.
  var sentence: String {
    switch self {
    case .show(let fingerprint): "show \(fingerprint.prefix(12)) loaded"
    case .restarted(let outage): "the daemon started again" + (outage.map { " after \($0)" } ?? "")
    case .deadline(let late): late ? "a deadline that had passed came" : "a deadline came"
    case .clock(_, let synchronised): "the clock is \(synchronised ? "" : "not ")known to be right"
    case .agenda(let agenda):
      "the programme: \(agenda.openings.count) openings, \(agenda.windows.count) windows, "
        + "\(agenda.moments.count) moments"
    case .scheduleEntry(let id, let entry): "schedule entry \(id) \(entry == nil ? "removed" : "set")"
    case .reading(let sensor, let value, let arrival):
      switch arrival {
      case .live: "\(sensor) is \(value)"
      case .held: "\(sensor) is \(value) (kept by the broker)"
      case .injected(let name): "\(sensor) is \(value), injected by \(name)"
      }
    case .report(let device, let report):
      ([report.state.map { "\(device) is \($0)" } ?? "\(device) reports"] + report.warnings).joined(separator: "; ")
    case .availability(let device, let online): "\(device) is \(online ? "there" : "away")"
    case .command(let command): command.sentence
    }
  }
}

extension Command {
  /// Who asked for what, in one line.
  var sentence: String {
    let payload = CommandPayload(id: id, act: act, end: end, note: nil, expires: nil)
    let fields = payload.json.members.dropFirst(2).map { member in
      member.value.text ?? "\(member.value)"
    }
    let note = note.map { " — \($0)" } ?? ""
    return "\(by): \(([act.word] + fields).joined(separator: " "))\(note)"
  }
}

extension Effect {
  /// What was told to whom, in one sentence.
  var sentence: String {
    switch self {
    case .desired(let device, let desired):
      "\(device) is to be "
        + desired.properties.sorted { $0.key < $1.key }.map { name, fade in
          "\(name.rawValue) \(fade.to)" + (fade.over > .zero ? " over \(fade.over)" : "")
        }.joined(separator: ", ")
    case .publish(let publication): "\(publication.topic): \(publication.payload)"
    case .send(let message): message.description
    case .reply(let name, let reply):
      "to \(name): \(reply.effect ?? reply.error.map { "refused: \($0)" } ?? "")"
    case .artworkState(let id, let status):
      "\(id): \(status.scene?.text ?? "no scene"), \(status.mode), \(status.health.rawValue)"
    case .hallState(let status): "the hall is \(status.phase)"
    case .resolveAgenda: "the programme is to be resolved"
    }
  }
}

extension LogRow {
  /// A line for an event as the hall tells it on `…/event`.
  ///
  /// - Returns: nothing if it is not understood.
  init?(event payload: [UInt8], by entries: EntryReading) {
    guard let json = JSON(parsing: payload), let kind = json["kind"]?.text, let body = json["body"],
      let role = json["role"]?.text.flatMap(Journal.Role.init(rawValue:))
    else { return nil }
    let entry = Journal.Entry(
      seq: json["seq"]?.whole ?? 0, role: role, kind: kind, artwork: json["artwork"]?.text,
      subject: json["subject"]?.text, atMilliseconds: 0, wallMilliseconds: json["at"]?.instant?.milliseconds,
      body: body.description)
    self.init(entry, by: entries)
    // As it came: show time is not told.
    self.json = json.description
  }
}
