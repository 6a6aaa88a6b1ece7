/// An electrode against its reference, as a label names them: `EEG Fpz-Cz`, `C4-M1`, `PSG_C4`, `E1-M2`.
public struct ElectrodeName: Sendable, Hashable {
  /// The active electrode in lower case by its modern name: `c4`, `fpz`, `e1`.
  public var active: String
  /// The reference in lower case by its modern name; nil where the label names none.
  public var reference: String?

  /// Whether brain or eye.
  public var kind: SignalKind { ["e1", "e2"].contains(active) ? .eog : .eeg }

  /// Finds the electrode in a label.
  ///
  /// - Parameter label: a signal's label.
  /// - Returns: nil if it names no electrode of the 10-10 system and no eye.
  public init?(label: String) {
    let names = ElectrodeName.words(of: label).map(ElectrodeName.modern)
    guard let place = names.firstIndex(where: { ElectrodeName.active.contains($0) }) else { return nil }
    active = names[place]
    let rest = names[(place + 1)...]
    reference = rest.first { ElectrodeName.active.contains($0) || ElectrodeName.references.contains($0) }
  }

  /// The label's words in lower case: what stands between blanks, hyphens, underscores and brackets.
  static func words(of label: String) -> [String] {
    label.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "'") }.map(String.init)
  }

  /// Old and new names of one place are one: T3 is T7, A1 is M1, EOG1 is E1.
  static func modern(_ name: String) -> String {
    aliases[name] ?? name
  }

  /// Whether a word is an electrode of the 10-10 system, an eye's or a mastoid's.
  static func isElectrode(_ word: String) -> Bool { active.contains(word) || references.contains(word) }

  private static let aliases = [
    "t3": "t7", "t4": "t8", "t5": "p7", "t6": "p8", "a1": "m1", "a2": "m2", "eog1": "e1", "eog2": "e2", "loc": "e1",
    "roc": "e2", "leog": "e1", "reog": "e2", "eogl": "e1", "eogr": "e2", "eog(l)": "e1", "eog(r)": "e2",
  ]
  private static let references: Set<String> = ["m1", "m2", "ref", "avg", "ave", "le", "cle", "nose", "linked"]
  private static let active: Set<String> = {
    var names: Set<String> = ["fpz", "fz", "cz", "pz", "oz", "afz", "fcz", "cpz", "poz", "iz", "nz", "e1", "e2"]
    for prefix in ["fp", "af", "f", "fc", "c", "cp", "p", "po", "o", "ft", "t", "tp"] {
      for number in 1...10 { names.insert("\(prefix)\(number)") }
    }
    return names
  }()
}
