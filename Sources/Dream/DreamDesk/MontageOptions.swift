import ArgumentParser
import SleepLab

/// Signals given by hand.
struct MontageOptions: ParsableArguments {
  @Option(help: "The EEG: a label or number as `inspect` shows them, or two joined by a hyphen.")
  var eeg: String?

  @Option(name: .customLong("posterior-eeg"), help: "The EEG at the back of the head, as --eeg.")
  var posteriorEEG: String?

  @Option(help: "The left eye, as --eeg.")
  var eogLeft: String?

  @Option(help: "The right eye, as --eeg.")
  var eogRight: String?

  @Option(help: "The chin, as --eeg.")
  var emg: String?

  /// Whether any signal was given by hand.
  var isGiven: Bool { [eeg, posteriorEEG, eogLeft, eogRight, emg].contains { $0 != nil } }

  /// The montage of a recording; throws a fault with the contract's exit code if a given signal is not there.
  func montage(of recording: Recording) throws -> Montage {
    let pairs: [(Montage.Role, String?)] = [
      (.eeg, eeg), (.posteriorEEG, posteriorEEG), (.leftEye, eogLeft), (.rightEye, eogRight), (.chin, emg),
    ]
    let given = Dictionary(uniqueKeysWithValues: pairs.compactMap { role, words in words.map { (role, $0) } })
    return try LabFault.guarded { () throws(MontageError) in try Montage(for: recording, given: given) }
  }

  /// One line a role: what was taken, and why.
  static func lines(_ montage: Montage) -> [String] {
    Montage.Role.allCases.map { role in
      let words = montage.choices[role].map { "\($0.label) (\($0.reason))" } ?? "none"
      return "\(InspectCommand.padded(role.rawValue, 14)) \(words)"
    }
  }

  /// The montage for scripts: a member a role, null where there is none.
  static func json(_ montage: Montage) -> JSONValue {
    .object(
      Montage.Role.allCases.map { role in
        guard let choice = montage.choices[role] else { return (role.rawValue, .null) }
        return (
          role.rawValue,
          .object([
            ("label", .text(choice.label)), ("by", .text(choice.ground.rawValue)),
            ("derived", .bool(choice.referenceIndex != nil)),
          ])
        )
      })
  }
}
