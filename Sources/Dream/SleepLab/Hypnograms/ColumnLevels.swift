import Foundation

/// What a BIDS data set's description (`…_events.json`) says that the codes of its columns mean.
enum ColumnLevels {
  private static let mostBytes = 1 << 20

  /// Reads a description; one that cannot be read says nothing.
  ///
  /// - Parameter bytes: the whole file.
  /// - Returns: by column, in plain words, the stage of each code that has one.
  static func read(_ bytes: [UInt8]) -> [String: [String: Stage]] {
    guard bytes.count <= mostBytes,
      let columns = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    else { return [:] }
    var result: [String: [String: Stage]] = [:]
    for (name, description) in columns {
      guard let described = description as? [String: Any], let levels = described["Levels"] as? [String: Any] else {
        continue
      }
      var stages: [String: Stage] = [:]
      for (code, meaning) in levels {
        let words = meaning as? String ?? (meaning as? [String: Any])?["Description"] as? String ?? ""
        // "Wake", "N2", but also "N2 sleep" and "Sleep stage N2".
        let stage =
          StageWording.stage(ofCode: words)
          ?? words.split(separator: " ").lazy
          .compactMap { StageWording.stage(ofAnnotation: String($0)) }.first
        if let stage { stages[code] = stage }
      }
      if !stages.isEmpty { result[ScoringText.plain(name)] = stages }
    }
    return result
  }
}
