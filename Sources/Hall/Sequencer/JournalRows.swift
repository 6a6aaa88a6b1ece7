import Foundation
import Show

/// A row of the journal that a step makes: the input itself, a decision, or an effect that is journalled.
public struct JournalRow: Hashable, Sendable {
  /// What part it plays.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// What happened.
    case input
    /// What was decided because of it.
    case decision
    /// What was to be done because of it.
    case effect
  }

  /// Its number.
  public var seq: Int64
  /// What part it plays.
  public var role: Role
  /// A word for what it is; with the role it says how the body is read.
  public var kind: String
  /// The artwork it is about.
  public var artwork: String?
  /// What else it is about.
  public var subject: String?
  /// When, in show time.
  public var at: ShowInstant
  /// The rest, as JSON of one form: fields sorted by name, so that rows compare byte for byte.
  public var body: String

  /// A row of the journal.
  public init(
    seq: Int64, role: Role, kind: String, artwork: String?, subject: String?, at: ShowInstant, body: String
  ) {
    (self.seq, self.role, self.kind, self.artwork) = (seq, role, kind, artwork)
    (self.subject, self.at, self.body) = (subject, at, body)
  }
}

/// Writes steps as rows of the journal, and reads inputs, decisions and effects back from them.
///
/// Not `Sendable`: one for each thread that writes; it keeps its encoder.
public final class JournalRows {
  /// Why a row cannot be read.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which row.
    public var seq: Int64
    /// What is wrong with it.
    public var reason: String

    /// The row and what is wrong with it.
    public var description: String { "entry \(seq) of the journal cannot be read: \(reason)" }
  }

  private let encoder = JSONEncoder()
  private let decoder = JSONDecoder()

  /// A codec.
  public init() { encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes] }

  /// The rows of a step, numbered from the input's number on: the input, its decisions, its journalled effects.
  ///
  /// - Throws: `EncodingError` for a number that is not finite; inputs are checked before they are taken.
  public func rows(of step: Step, input: Input) throws -> [JournalRow] {
    var rows = [try row(of: input)]
    rows.reserveCapacity(Int(step.entryCount))
    var seq = input.seq
    for decision in step.decisions {
      seq += 1
      rows.append(row(of: decision, seq: seq, at: input.at))
    }
    for effect in step.effects where effect.isJournalled {
      seq += 1
      rows.append(
        JournalRow(
          seq: seq, role: .effect, kind: effect.kind, artwork: effect.artwork?.text, subject: effect.subject,
          at: input.at, body: try body(of: effect)))
    }
    return rows
  }

  /// The row of an input.
  public func row(of input: Input) throws -> JournalRow {
    JournalRow(
      seq: input.seq, role: .input, kind: input.event.kind, artwork: input.event.artwork?.text,
      subject: input.event.subject, at: input.at, body: try body(of: input.event))
  }

  /// The input that a row tells of.
  ///
  /// - Throws: ``Fault`` if the row is no input, or none that this version knows.
  public func input(of row: JournalRow) throws(Fault) -> Input {
    do {
      return Input(seq: row.seq, at: row.at, event: try event(kind: row.kind, subject: row.subject, body: row.body))
    } catch {
      throw Fault(seq: row.seq, reason: "\(row.kind): \(error)")
    }
  }

  /// The decision that a row tells of.
  ///
  /// - Throws: ``Fault`` if the row is no decision, or none that this version knows.
  public func decision(of row: JournalRow) throws(Fault) -> Decision {
    do {
      guard let kind = Decision.Kind(rawValue: row.kind) else {
        throw Fault(seq: row.seq, reason: "unknown kind of decision")
      }
      let body = try decode(DecisionBody.self, row.body)
      return Decision(
        kind, artwork: row.artwork.map { ArtworkID($0) }, subject: row.subject, body.sentence, from: body.from,
        to: body.to, values: body.values ?? [:], when: body.when)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(seq: row.seq, reason: "\(row.kind): \(error)")
    }
  }

  private func row(of decision: Decision, seq: Int64, at instant: ShowInstant) -> JournalRow {
    let body = DecisionBody(
      sentence: decision.sentence, from: decision.from, to: decision.to,
      values: decision.values.isEmpty ? nil : decision.values, when: decision.when)
    return JournalRow(
      seq: seq, role: .decision, kind: decision.kind.rawValue, artwork: decision.artwork?.text,
      subject: decision.subject, at: instant, body: body.json)
  }

  private func body(of effect: Effect) throws -> String {
    switch effect {
    case .desired(_, let state): try state.plainJSON ?? encode(state)
    case .publish(let publication): try encode(publication)
    case .send(let message): try encode(message)
    case .reply(_, let reply): try encode(reply)
    case .artworkState(_, let status): try encode(status)
    case .hallState(let status): try encode(status)
    case .resolveAgenda: "{}"
    }
  }

  private func body(of event: InputEvent) throws -> String {
    switch event {
    case .show(let fingerprint): return #"{"fingerprint":\#(jsonQuoted(fingerprint))}"#
    case .restarted(let outage): return #"{"outage":\#(outage.map { "\($0.milliseconds)" } ?? "null")}"#
    case .deadline(let late): return #"{"late":\#(late)}"#
    case .clock(let wall, let synchronised):
      return #"{"synchronised":\#(synchronised),"wall":\#(wall.milliseconds)}"#
    case .agenda(let agenda): return try encode(agenda)
    case .scheduleEntry(_, let entry): return try encode(EntryBody(entry: entry))
    case .reading(_, let value, let arrival): return ReadingBody.text(value, arrival)
    case .report(_, let report): return try encode(report)
    case .availability(_, let online): return #"{"online":\#(online)}"#
    case .command(let command): return try encode(CommandBody(command))
    }
  }

  private func event(kind: String, subject: String?, body: String) throws -> InputEvent {
    func named() throws -> String {
      guard let subject else { throw Fault(seq: 0, reason: "no subject") }
      return subject
    }
    switch kind {
    case "show": return .show(fingerprint: try decode(ShowBody.self, body).fingerprint)
    case "restarted":
      return .restarted(outage: try decode(RestartBody.self, body).outage.map { .milliseconds($0) })
    case "deadline": return .deadline(late: try decode(DeadlineBody.self, body).late)
    case "clock":
      let clock = try decode(ClockBody.self, body)
      return .clock(wall: WallInstant(milliseconds: clock.wall), synchronised: clock.synchronised)
    case "agenda": return .agenda(try decode(Agenda.self, body))
    case "schedule":
      return .scheduleEntry(id: ScheduleEntryID(try named()), entry: try decode(EntryBody.self, body).entry)
    case "reading":
      let (value, arrival) = try ReadingBody.read(body) { try decode(ReadingBody.self, body) }
      return .reading(sensor: SensorID(try named()), value: value, arrival: arrival)
    case "report": return .report(device: DeviceID(try named()), report: try decode(DeviceReport.self, body))
    case "availability":
      return .availability(device: DeviceID(try named()), online: try decode(AvailabilityBody.self, body).online)
    case "command":
      return .command(try decode(CommandBody.self, body).command(by: OperatorName(try named())))
    default: throw Fault(seq: 0, reason: "unknown kind of input")
    }
  }

  private func encode(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func decode<Body: Decodable>(_ type: Body.Type, _ text: String) throws -> Body {
    try decoder.decode(type, from: Data(text.utf8))
  }
}
