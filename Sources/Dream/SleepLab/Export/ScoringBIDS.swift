/// A night's stages and events as the events table of a BIDS data set (BIDS 1.10, "Events") with its sidecar.
public enum ScoringBIDS {
  private static let columns = [
    "onset", "duration", "trial_type", "stage", "scored_by", "sure", "amplitude_uv", "frequency_hz", "direction",
  ]

  /// The table: tab-separated, `n/a` where there is nothing.
  ///
  /// - Parameter night: the night.
  /// - Returns: a head and a line for each epoch and event, by onset.
  public static func table(of night: Night) -> String {
    let lines = ScoringEntry.entries(of: night).map { entry in
      let cells: [String?] = [
        ScoringEntry.text(entry.onsetSeconds), ScoringEntry.text(entry.durationSeconds), entry.words,
        entry.epoch?.stage.wording, entry.epoch?.scoredBy.wording, entry.epoch.map { number($0.sure) },
        entry.event.map { number($0.amplitudeMicrovolts) }, entry.event?.frequencyHz.map(number),
        entry.event.map { "\($0.direction)" },
      ]
      return cells.map { $0 ?? "n/a" }.joined(separator: "\t")
    }
    return ([columns.joined(separator: "\t")] + lines).joined(separator: "\n") + "\n"
  }

  /// The sidecar: what the columns mean, and what made them.
  ///
  /// - Parameter night: the night.
  /// - Returns: JSON.
  public static func sidecar(of night: Night) -> String {
    let scale = "Shortest text that reads back as the same number"
    let fields: [(String, String, String?)] = [
      ("onset", "From the recording's first sample", "s"), ("duration", "Length", "s"),
      ("trial_type", "A stage in the words of EDF+, or the kind of event", nil),
      ("stage", "AASM: W, N1, N2, N3, REM or unknown", nil),
      ("scored_by", "expert: a person; rules: SleepLab's rules; model: another stager's probabilities", nil),
      ("sure", "How sure the scorer is, 0 to 1. \(scale)", nil),
      ("amplitude_uv", "Peak to peak; of an eye movement the larger peak of the two eyes", "uV"),
      ("frequency_hz", "Of spindles, slow waves and K-complexes", "Hz"),
      ("direction", "Sign of LOC - ROC at an eye movement's peak, else 0", nil),
    ]
    var members = ["  \"GeneratedBy\": [{\"Name\": \"reverie\", \"Description\": \"\(NightMark.text(night.id))\"}]"]
    members += fields.map { name, words, unit in
      let units = unit.map { ", \"Units\": \"\($0)\"" } ?? ""
      return "  \"\(name)\": {\"Description\": \"\(words)\"\(units)}"
    }
    return "{\n\(members.joined(separator: ",\n"))\n}\n"
  }

  private static func number(_ value: Float) -> String { value.isFinite ? "\(value)" : "n/a" }
}
