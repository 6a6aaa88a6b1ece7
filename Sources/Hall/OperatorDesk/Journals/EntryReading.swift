import Foundation
import Journal
import Sequencer
import Show

/// Reads the content of journal entries as the sequencer's types.
struct EntryReading {
  private let rows = JournalRows()

  /// The input that an entry tells of.
  ///
  /// - Throws: that the entry is no input, or none that this version knows.
  func input(_ entry: Journal.Entry) throws(JournalRows.Fault) -> Input { try rows.input(of: inputRow(entry)) }

  /// The decision that an entry tells of, if it is one that this version knows.
  func decision(_ entry: Journal.Entry) -> Decision? {
    guard entry.role == .decision, let row = row(entry) else { return nil }
    return try? rows.decision(of: row)
  }

  /// What happened, in one sentence.
  func sentence(_ entry: Journal.Entry) -> String {
    switch entry.role {
    case .input: if let input = try? input(entry) { return input.event.sentence }
    case .decision: if let decision = decision(entry) { return decision.sentence }
    case .effect: if let sentence = effectSentence(entry) { return sentence }
    case .outcome, .fault, .mark: break
    }
    let json = JSON(parsing: entry.body.utf8)
    let subject = entry.subject.map { "\($0): " } ?? ""
    switch entry.kind {
    case Journal.Entry.begunKind: return "the journal begins"
    case Journal.Entry.gapKind:
      let span = [json?["from"]?.whole, json?["to"]?.whole].compactMap { $0.map(String.init) }
      return "entries \(span.joined(separator: " to ")) were not recorded: the journal was degraded"
    case Journal.Entry.erasureKind: return "\(json?["count"]?.whole ?? 0) old readings were erased"
    case "refused": return "\(subject)refused: \(json?["message"]?.text ?? entry.body)"
    case "publish", "send": return "\(subject)\(json?["outcome"]?.text ?? entry.body)"
    default: break
    }
    for name in ["sentence", "text", "message", "detail"] {
      if let text = json?[name]?.text { return subject + text }
    }
    return subject + (json?.description ?? entry.body)
  }

  /// What a row of a step tells, in one sentence.
  func sentence(of row: JournalRow) -> String {
    sentence(
      Journal.Entry(
        seq: row.seq, role: Journal.Role(rawValue: row.role.rawValue) ?? .input, kind: row.kind, artwork: row.artwork,
        subject: row.subject, atMilliseconds: row.at.milliseconds, wallMilliseconds: nil, body: row.body))
  }

  private func effectSentence(_ entry: Journal.Entry) -> String? {
    func content<Content: Decodable>(_ type: Content.Type) -> Content? {
      try? JSONDecoder().decode(type, from: Data(entry.body.utf8))
    }
    let subject = entry.subject ?? ""
    switch entry.kind {
    case "desired": return content(DesiredState.self).map { Effect.desired(DeviceID(subject), $0).sentence }
    case "publish": return content(Publication.self).map { Effect.publish($0).sentence }
    case "send": return content(OutsideMessage.self).map { Effect.send($0).sentence }
    case "reply": return content(Reply.self).map { Effect.reply(OperatorName(subject), $0).sentence }
    case "artwork-state":
      return content(ArtworkStatus.self).map { Effect.artworkState(ArtworkID(entry.artwork ?? ""), $0).sentence }
    case "hall-state": return content(HallStatus.self).map { Effect.hallState($0).sentence }
    default: return nil
    }
  }

  private func inputRow(_ entry: Journal.Entry) -> JournalRow {
    JournalRow(
      seq: entry.seq, role: .input, kind: entry.kind, artwork: entry.artwork, subject: entry.subject,
      at: ShowInstant(milliseconds: entry.atMilliseconds), body: entry.body)
  }

  /// The entry as a row of a step, if it is one.
  func row(_ entry: Journal.Entry) -> JournalRow? {
    JournalRow.Role(rawValue: entry.role.rawValue).map { role in
      JournalRow(
        seq: entry.seq, role: role, kind: entry.kind, artwork: entry.artwork, subject: entry.subject,
        at: ShowInstant(milliseconds: entry.atMilliseconds), body: entry.body)
    }
  }
}

extension Journal.Entry {
  /// When it was, by the wall clock, where that was known.
  var wall: WallInstant? { wallMilliseconds.map { WallInstant(milliseconds: $0) } }
}
