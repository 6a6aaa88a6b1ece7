import Foundation
import SleepLab

/// The sleep-lab files that tests read; they are no part of the repository.
enum SleepFiles {
  /// Their folder: `REGIE_SLEEP_FILES`, or `../shared/sleep` beside the package.
  static let folder: String = {
    if let given = ProcessInfo.processInfo.environment["REGIE_SLEEP_FILES"] { return given }
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return package.deletingLastPathComponent().appending(path: "shared/sleep").path(percentEncoded: false)
  }()

  static let isPresent = FileManager.default.fileExists(atPath: folder)
  static let absence = "the sleep-lab files are absent: set REGIE_SLEEP_FILES to their folder"

  static func path(_ name: String) -> String { "\(folder)/\(name)" }

  static var tricky: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path("tricky"))) ?? []).sorted()
  }

  /// The rows of a CSV file, by column.
  static func table(_ name: String) throws -> [[String: String]] {
    let text = try String(contentsOfFile: path(name), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let columns = lines[0].map(String.init)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(columns, $0.map(String.init))) }
  }

  /// The synthetic night, prepared once for all tests that look at it.
  static let expertNight = Result {
    try Preparation.night(
      of: try Recording(path: path("synthetic_night/synthetic-PSG.edf")),
      hypnogram: try HypnogramFile(path: path("synthetic_night/synthetic-Hypnogram.edf")), salt: [1])
  }
}

/// A stretch of time that something fills.
struct Span {
  var start: Double
  var end: Double
}

/// The harmonic mean of precision and recall, an event counting as found if it overlaps one that is not yet taken.
func overlapF1(_ found: [Span], _ truth: [Span]) -> Double {
  var taken = Set<Int>()
  for span in found {
    let hit = truth.indices.first { !taken.contains($0) && truth[$0].start < span.end && truth[$0].end > span.start }
    if let hit { taken.insert(hit) }
  }
  return 2 * Double(taken.count) / Double(max(1, found.count + truth.count))
}

extension Night {
  func spans(_ kind: SleepEvent.Kind, by method: EventMethod = .regie) -> [Span] {
    events(by: method).filter { $0.kind == kind }.map { Span(start: $0.onsetSeconds, end: $0.endSeconds) }
  }
}
