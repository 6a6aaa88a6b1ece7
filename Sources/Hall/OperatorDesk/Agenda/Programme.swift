import Foundation
import Journal
import Sequencer
import Show
import ShowFiles

/// What the hall's programme brings in a span of time.
struct Programme {
  /// An instant of the programme.
  struct Item: Hashable {
    /// What happens.
    enum Kind: String, Hashable {
      /// Projectors warm, looks are set.
      case opening
      /// The doors open.
      case open
      /// The doors close.
      case closing
      /// A scene stands in for an artwork's start.
      case window
      /// An artwork enters a scene.
      case moment
    }

    var at: WallInstant
    var kind: Kind
    var until: WallInstant?
    var artwork: String?
    var scene: String?
    var entry: ScheduleEntryID
  }

  /// The hall's time zone.
  let timeZone: String
  /// The span.
  let from: WallInstant
  /// Its end.
  let to: WallInstant
  /// What happens, in order.
  let items: [Item]
  /// What contradicts itself, and what wins.
  let conflicts: [String]
  /// Entries that were not seen since the daemon started.
  let unconfirmed: Set<ScheduleEntryID>

  /// Resolves a span of a programme.
  init(
    entries: [ScheduleEntry], timeZone: String, from: WallInstant, to: WallInstant,
    unconfirmed: Set<ScheduleEntryID> = []
  ) {
    let agenda = AgendaResolver.resolve(entries: entries, timeZone: timeZone, from: from, to: to)
    (self.timeZone, self.from, self.to) = (timeZone, agenda.from, agenda.to)
    (conflicts, self.unconfirmed) = (agenda.conflicts, unconfirmed)
    items = Self.items(of: agenda).filter { ($0.until ?? $0.at) >= from && $0.at <= agenda.to }
      .sorted { ($0.at, $0.entry) < ($1.at, $1.entry) }
  }

  /// The programme of a hall as its journal left it.
  init(_ past: PastHall, from: WallInstant, to: WallInstant) {
    let state = past.sequencer.state
    self.init(
      entries: past.sequencer.entriesInForce, timeZone: past.sequencer.show.hall.timeZone, from: from, to: to,
      unconfirmed: Set(state.entries.filter { $0.value.unconfirmedUntil != nil }.keys))
  }

  private static func items(of agenda: Agenda) -> [Item] {
    let openings = agenda.openings.flatMap { opening in
      let lead = Item(at: opening.lead, kind: .opening, entry: opening.entry)
      return (opening.lead < opening.from ? [lead] : []) + [
        Item(at: opening.from, kind: .open, until: opening.to, entry: opening.entry),
        Item(at: opening.to, kind: .closing, entry: opening.entry),
      ]
    }
    let windows = agenda.windows.map {
      Item(
        at: $0.from, kind: .window, until: $0.to, artwork: $0.artwork.text, scene: $0.scene.text, entry: $0.entry)
    }
    let moments = agenda.moments.map {
      Item(at: $0.at, kind: .moment, artwork: $0.artwork.text, scene: $0.scene.text, entry: $0.entry)
    }
    return openings + windows + moments
  }
}

extension Programme {
  /// The programme as people read it, by the hall's clock.
  func lines(on terminal: Terminal) -> [String] {
    let zone = TimeZone(identifier: timeZone) ?? .gmt
    var table = Table(["", "", "", "entry"])
    for item in items {
      let mark = unconfirmed.contains(item.entry) ? " (unconfirmed)" : ""
      table.add([
        .init(item.at.dayAndMinute(zone: zone)), .init(item.kind.rawValue, item.artwork == nil ? .heading : .plain),
        .init(item.text(zone: zone)), .init(item.entry.text + mark, .faint),
      ])
    }
    let heading = "\(timeZone), until \(to.dayAndMinute(zone: zone))"
    var lines = [Style.faint.applied(to: heading, on: terminal)]
    lines += table.isEmpty ? ["nothing: without an opening the hall is closed"] : table.lines(on: terminal)
    if conflicts.isEmpty == false {
      lines += ["", Style.warning.applied(to: "Conflicts", on: terminal)] + conflicts.map { "  " + printable($0) }
    }
    return lines
  }

  /// The programme as scripts read it.
  var json: JSON {
    .object([
      "timezone": .text(timeZone), "from": .instant(from), "to": .instant(to),
      "items": .list(
        items.map { item in
          .object([
            "at": .instant(item.at), "kind": .text(item.kind.rawValue), "until": .instant(item.until),
            "artwork": .optional(item.artwork), "scene": .optional(item.scene), "entry": .text(item.entry.text),
            "unconfirmed": unconfirmed.contains(item.entry) ? .flag(true) : nil,
          ])
        }),
      "conflicts": .list(conflicts.map(JSON.text)),
    ])
  }
}

extension Programme.Item {
  fileprivate func text(zone: TimeZone) -> String {
    let end = until.map { " until \($0.dayAndMinute(zone: zone).suffix(while: { $0 != " " }))" } ?? ""
    return switch kind {
    case .opening: "projectors warm, looks are set"
    case .open: "doors open\(end)"
    case .closing: "doors close"
    case .window: "\(artwork ?? "") begins with \(scene ?? "")\(end)"
    case .moment: "\(artwork ?? "") → \(scene ?? "")"
    }
  }
}

extension String {
  /// The longest end of which something holds for each character.
  fileprivate func suffix(while holds: (Character) -> Bool) -> Substring {
    var start = endIndex
    while start > startIndex, holds(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
