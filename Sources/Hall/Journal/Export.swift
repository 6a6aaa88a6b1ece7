import Foundation
import GRDB

extension JournalReader {
  /// How many entries an export reads at once.
  private static let entriesPerRead = 1000

  /// Gives entries one by one, however many there are, in short reads.
  ///
  /// - Parameters:
  ///   - filter: which entries; they come in the filter's order.
  ///   - body: hears of each; what it throws ends the reading.
  /// - Throws: what kept them from being read, or what the body throws.
  public func forEach(_ filter: EntryFilter = EntryFilter(), _ body: (Journal.Entry) throws -> Void) throws {
    var query = try connection.read { try EntryQuery(filter, in: $0) }
    var left = filter.limit ?? .max
    while left > 0 {
      let count = min(left, Self.entriesPerRead)
      let entries = try connection.read { try query.fetch(limit: count, in: $0) }
      for entry in entries { try body(entry) }
      left -= entries.count
      guard let last = entries.last, entries.count == count, query.goOn(behind: last.seq) else { return }
    }
  }

  /// Writes entries as JSON, one a line:
  /// `{"seq":…,"role":…,"kind":…,"artwork":…,"subject":…,"at_ms":…,"wall_ms":…,"body":…}` with the body as it
  /// was committed.
  ///
  /// - Parameters:
  ///   - filter: which entries.
  ///   - write: takes each line, with its end.
  /// - Throws: what kept them from being read, or what `write` throws.
  public func exportJSONLines(_ filter: EntryFilter = EntryFilter(), to write: (String) throws -> Void) throws {
    try forEach(filter) { try write($0.jsonLine + "\n") }
  }

  /// Writes entries as CSV (RFC 4180) with a heading line.
  ///
  /// - Parameters:
  ///   - filter: which entries.
  ///   - write: takes each line, with its end.
  /// - Throws: what kept them from being read, or what `write` throws.
  public func exportCSV(_ filter: EntryFilter = EntryFilter(), to write: (String) throws -> Void) throws {
    try write("seq,role,kind,artwork,subject,at_ms,wall_ms,body\r\n")
    try forEach(filter) { try write($0.csvLine + "\r\n") }
  }
}

extension Journal.Entry {
  /// The entry as one line of JSON, without the line's end.
  public var jsonLine: String {
    let optionals = [("artwork", artwork), ("subject", subject)]
      .map { name, value in #""\#(name)":\#(value.map(Self.quoted) ?? "null")"# }
      .joined(separator: ",")
    let wall = wallMilliseconds.map(String.init) ?? "null"
    // Line ends stand between JSON's tokens only; within its texts they are escapes.
    let body = String(decoding: body.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
    return """
      {"seq":\(seq),"role":"\(role.rawValue)","kind":\(Self.quoted(kind)),\(optionals),"at_ms":\(atMilliseconds),\
      "wall_ms":\(wall),"body":\(body)}
      """
  }

  /// The entry as one line of CSV, without the line's end.
  public var csvLine: String {
    let fields = [
      String(seq), role.rawValue, kind, artwork ?? "", subject ?? "", String(atMilliseconds),
      wallMilliseconds.map(String.init) ?? "", body,
    ]
    return fields.map(Self.csvField).joined(separator: ",")
  }

  /// A text as a field of CSV (RFC 4180): in quotes where it needs them.
  public static func csvField(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{00}"..."\u{1F}": quoted += String(format: "\\u%04x", scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
