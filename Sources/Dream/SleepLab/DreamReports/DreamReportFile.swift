import Foundation

/// Why dream reports cannot be used. Their words are never part of it.
public enum DreamReportError: Error, Hashable, CustomStringConvertible {
  /// The bytes cannot be had.
  case file(FileError)
  /// The file is too long, or not UTF-8.
  case notText
  /// A column or member that every report needs is not there.
  case missing(String)
  /// A value of a report cannot be read.
  case unreadable(String, report: Int)
  /// The JSON cannot be read.
  case notJSON

  /// What is wrong, where, and the way out.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notText: "the dream reports are no UTF-8 text of at most 16 MiB: export them as CSV or JSON"
    case .missing(let name): "the dream reports have no '\(name)': each needs recording_offset_s and text"
    case .unreadable(let name, let report):
      "dream report \(report): '\(name)' cannot be read; recording_offset_s is seconds from the recording's beginning"
    case .notJSON: "the dream reports are no JSON list of objects: check the file with a JSON reader"
    }
  }
}

/// Dream reports as CSV (RFC 4180) or as a list of JSON objects.
///
/// Read are `recording_offset_s` (seconds from the recording's beginning) and `text`, which are needed, and
/// `stage_before`, `recall` (`full`, `fragment`, `none`) and `language`. Dates, names and anything else are passed over.
public enum DreamReportFile {
  private static let mostBytes = 16 << 20

  /// Reads reports.
  ///
  /// - Parameter path: where they are.
  /// - Returns: the reports by the time of awakening.
  /// - Throws: `DreamReportError`, which counts reports from 1 and never shows their words.
  public static func read(path: String) throws(DreamReportError) -> [DreamReport] {
    let bytes: MappedBytes
    do { bytes = try MappedBytes(path: path) } catch { throw .file(error) }
    guard bytes.count <= mostBytes else { throw .notText }
    return try read(bytes.bytes(in: 0..<bytes.count))
  }

  /// Reads reports that are in memory.
  ///
  /// - Parameter bytes: the whole file.
  /// - Returns: the reports by the time of awakening.
  /// - Throws: `DreamReportError`.
  public static func read(_ bytes: [UInt8]) throws(DreamReportError) -> [DreamReport] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let plain = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: plain, as: UTF8.self) else { throw .notText }
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
    let rows = first == "[" ? try objects(of: plain) : try rows(of: text)
    var reports: [DreamReport] = []
    for (index, row) in rows.enumerated() { reports.append(try report(row, number: index + 1)) }
    return reports.sorted { $0.awakeningSeconds < $1.awakeningSeconds }
  }

  private static func rows(of text: String) throws(DreamReportError) -> [[String: String]] {
    var lines = SeparatedValues.records(of: text)
    guard !lines.isEmpty else { throw .missing("recording_offset_s") }
    let head = lines.removeFirst().map { $0.lowercased().filter { !$0.isWhitespace } }
    for name in ["recording_offset_s", "text"] where !head.contains(name) { throw .missing(name) }
    return lines.map { cells in Dictionary(zip(head, cells)) { first, _ in first } }
  }

  private static func objects(of bytes: [UInt8]) throws(DreamReportError) -> [[String: String]] {
    guard let list = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]] else { throw .notJSON }
    return list.map { object in
      object.compactMapValues { value in
        (value as? String) ?? (value as? NSNumber).map { "\($0)" }
      }
    }
  }

  private static func report(_ row: [String: String], number: Int) throws(DreamReportError) -> DreamReport {
    guard let offset = row["recording_offset_s"] else { throw .missing("recording_offset_s") }
    guard let text = row["text"] else { throw .missing("text") }
    guard let seconds = Double(offset.filter { !$0.isWhitespace }), seconds.isFinite, seconds >= 0 else {
      throw .unreadable("recording_offset_s", report: number)
    }
    guard text.utf8.count <= DreamReport.mostTextBytes else { throw .unreadable("text", report: number) }
    let recall: DreamReport.Recall
    if let word = row["recall"], !word.isEmpty {
      guard let known = DreamReport.Recall.allCases.first(where: { $0.wording == word.lowercased() }) else {
        throw .unreadable("recall", report: number)
      }
      recall = known
    } else {
      recall = text.isEmpty ? .none : .full
    }
    let language = row["language"] ?? ""
    return DreamReport(
      awakeningSeconds: seconds, stageBefore: row["stage_before"].flatMap { Stage(wording: $0) } ?? .unknown,
      recall: recall, language: language.utf8.count <= 35 ? language : "", text: text)
  }
}
