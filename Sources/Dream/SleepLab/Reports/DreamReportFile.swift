import Foundation

/// Why dream reports cannot be used. No word of them is part of it.
public enum DreamReportError: Error, Hashable, CustomStringConvertible {
  /// The bytes cannot be had.
  case file(FileError)
  /// More bytes than any file of reports has.
  case tooLarge
  /// The first line names no column for the text or none for the time.
  case columnsMissing
  /// A line of a table has no time that can be read.
  case lineUnreadable(Int)
  /// The document is no JSON, or no list of objects.
  case notAList
  /// An object of the list, counted from 1, has no text or no time that can be read.
  case entryUnreadable(Int)

  /// What is wrong, where, and the way out.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .tooLarge: "the reports have more than 16 MiB: give the file with the reports alone"
    case .columnsMissing:
      "line 1 of the reports names no column for the text or the time: write recording_offset_s and text"
    case .lineUnreadable(let line): "line \(line) of the reports has no time: write seconds or an instant of RFC 3339"
    case .notAList: "the reports are no list of JSON objects: write [{\"recording_offset_s\": …, \"text\": …}]"
    case .entryUnreadable(let number): "report \(number) has no text or no time: write recording_offset_s and text"
    }
  }
}

/// Dream reports as they came: a table with a heading, or a list of JSON objects.
///
/// Columns and members are `recording_offset_s` (seconds from the recording's first sample) or `awakening_time` (a time
/// of the clock), `text`, and where there are such `stage_before`, `recall` and `language`.
public struct DreamReportFile: Sendable {
  /// The reports by their awakenings; those without a time come last.
  public let reports: [DreamReport]
  /// What was put right.
  public let repairs: [Repair]

  private static let mostBytes = 16 << 20

  /// Reads reports.
  ///
  /// - Parameters:
  ///   - path: where they are.
  ///   - recording: the recording that they belong to; times of the clock are laid on it.
  /// - Throws: `DreamReportError`, which names lines, never the file or its text.
  public init(path: String, of recording: Recording? = nil) throws(DreamReportError) {
    let bytes: MappedBytes
    do { bytes = try MappedBytes(path: path) } catch { throw .file(error) }
    try self.init(bytes, of: recording)
  }

  /// Reads reports that are in memory.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - recording: the recording that they belong to.
  /// - Throws: `DreamReportError`.
  public init(_ bytes: MappedBytes, of recording: Recording? = nil) throws(DreamReportError) {
    guard bytes.count <= DreamReportFile.mostBytes else { throw .tooLarge }
    let text = ScoringText.decoded(bytes.bytes(in: 0..<bytes.count))
    let start = recording.flatMap { StartClock.seconds(of: $0.bytes) }
    let head = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    let read =
      head.first == "[" || head.first == "{"
      ? try DreamReportFile.objects(text, start) : try DreamReportFile.table(CellTable(text), start)
    reports = read.sorted { ($0.awakeningSeconds ?? .infinity) < ($1.awakeningSeconds ?? .infinity) }
    let untimed = read.count { $0.awakeningSeconds == nil }
    repairs =
      untimed == 0
      ? [] : [Repair("report-times", "\(untimed) reports have a time of the clock, and the recording none; not placed")]
  }

  private static func table(_ table: CellTable, _ start: Double?) throws(DreamReportError) -> [DreamReport] {
    let names = table.rows.first?.cells.map { $0.lowercased() } ?? []
    guard names.contains("text"), names.contains("recording_offset_s") || names.contains("awakening_time") else {
      throw .columnsMissing
    }
    var reports: [DreamReport] = []
    for row in table.rows.dropFirst() {
      let members = Dictionary(zip(names, row.cells), uniquingKeysWith: { first, _ in first })
      guard let report = report(members, start) else { throw .lineUnreadable(row.line) }
      reports.append(report)
    }
    return reports
  }

  private static func objects(_ text: String, _ start: Double?) throws(DreamReportError) -> [DreamReport] {
    let root = try? JSONSerialization.jsonObject(with: Data(text.utf8))
    guard let list = root as? [Any] ?? (root as? [String: Any])?["reports"] as? [Any] else { throw .notAList }
    var reports: [DreamReport] = []
    for (index, entry) in list.enumerated() {
      guard let object = entry as? [String: Any], object["text"] is String || object["recall"] is String else {
        throw .entryUnreadable(index + 1)
      }
      var members: [String: String] = [:]
      for (name, value) in object {
        if let words = value as? String { members[name.lowercased()] = words }
        if let number = value as? NSNumber, !(value is String) { members[name.lowercased()] = number.stringValue }
      }
      guard let report = report(members, start) else { throw .entryUnreadable(index + 1) }
      reports.append(report)
    }
    return reports
  }

  /// A report of its members; nil if it has neither an offset nor a time that can be read.
  private static func report(_ members: [String: String], _ start: Double?) -> DreamReport? {
    var seconds: Double?
    if let offset = members["recording_offset_s"], !offset.isEmpty {
      guard let number = ScoringText.number(offset), abs(number) < Scoring.longestSeconds else { return nil }
      seconds = number
    } else {
      guard let instant = members["awakening_time"].flatMap({ ClockInstant($0) }) else { return nil }
      seconds = start.map { start in
        let difference = (instant.seconds - start).truncatingRemainder(dividingBy: 86_400)
        return difference < 0 ? difference + 86_400 : difference
      }
    }
    let stage = members["stage_before"].flatMap { StageWording.stage(ofCode: $0) }
    return DreamReport(
      awakeningSeconds: seconds, stageBefore: stage,
      recall: members["recall"].flatMap { DreamReport.Recall(rawValue: $0.lowercased()) },
      language: members["language"].flatMap { $0.isEmpty ? nil : $0 }, text: members["text"] ?? "")
  }
}
