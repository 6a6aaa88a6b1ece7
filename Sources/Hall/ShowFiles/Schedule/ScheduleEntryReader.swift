import Show

/// What is wrong with an entry of the schedule that came as a message.
public struct EntryFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// All of it; the file of each is the entry's name, for a message has no other place.
  public var faults: [Fault]

  /// The faults of an entry.
  public init(faults: [Fault]) { self.faults = faults }

  /// Each fault as a sentence with its way out.
  public var description: String { faults.map { "\($0.message) — \($0.hint)" }.joined(separator: "; ") }
}

/// Reads entries of the schedule from messages (contract, "Schedule entries").
public enum ScheduleEntryReader {
  /// The most bytes an entry may have.
  public static let mostBytes = 4096

  /// Reads an entry.
  ///
  /// - Parameters:
  ///   - json: the payload, UTF-8.
  ///   - id: the entry's name: the last level of its topic.
  ///   - show: the show whose artworks and scenes it may name.
  /// - Throws: every fault of the entry at once.
  public static func read(
    json: [UInt8], id: ScheduleEntryID, show: Show
  ) throws(EntryFaults) -> ScheduleEntry {
    let faults = FaultList(file: shortened(id.text, to: 64))
    if ScheduleEntryID.isWellFormed(id.text) == false {
      faults.fault(.start, "`\(shortened(id.text))` is no name of an entry", Written.nameHint)
    }
    guard json.count <= mostBytes else {
      faults.fault(.start, "this entry is larger than \(mostBytes) bytes", "an entry needs no more")
      throw EntryFaults(faults: faults.inOrder)
    }
    do throws(JSONValue.Fault) {
      let written = Written(json: try JSONValue(strict: json))
      let reader = EntryReader(
        surroundings: Surroundings(of: show), timeZone: show.hall.timeZone, faults: faults)
      let entry = reader.entry(written, usualName: id.text, mayName: false)
      if let entry, faults.hasFaults == false { return entry }
    } catch {
      faults.fault(.start, error.description, "send an object like {\"kind\":\"opening\", …}, or nothing to remove it")
    }
    throw EntryFaults(faults: faults.inOrder)
  }
}

extension Surroundings {
  /// What a show that runs offers to an entry of the schedule.
  init(of show: Show) {
    for artwork in show.artworks { scenes[artwork.id] = Set(artwork.scenes.map(\.id)) }
    // What is unavailable now may be back when the entry is due.
    for artwork in show.unavailable { scenes[artwork.id] = .some(nil) }
  }
}

extension Written {
  /// What stands in a JSON value; it has no places.
  init(json: JSONValue) {
    place = .start
    switch json {
    case .null: content = .nothing
    case .flag(let flag): content = .scalar(flag ? "true" : "false", isQuoted: false)
    case .number(let number): content = .scalar(Value.number(number).description, isQuoted: false)
    case .text(let text): content = .scalar(text, isQuoted: true)
    case .list(let items): content = .list(items.map { Written(json: $0) })
    case .object(let fields):
      let entries = fields.map { Entry(key: $0.key, keyPlace: .start, value: Written(json: $0.value)) }
      content = .map(entries.sorted { $0.key < $1.key })
    }
  }
}
