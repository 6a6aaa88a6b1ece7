/// Names for signals that nobody can have written a person into: made anew from what a label means.
enum CleanLabel {
  /// The name of a signal.
  ///
  /// - Parameters:
  ///   - label: the label as it came.
  ///   - kind: what the signal measures.
  ///   - number: its number, for signals of which nothing is known.
  /// - Returns: at most 16 characters of ASCII.
  static func text(_ label: String, _ kind: SignalKind, number: Int) -> String {
    let words = Set(ElectrodeName.words(of: label))
    switch kind {
    case .eeg, .eog:
      guard let electrode = ElectrodeName(label: label) else { return kind.rawValue }
      let reference = electrode.reference.map { "-\(written($0))" } ?? ""
      return "\(kind.rawValue) \(written(electrode.active))\(reference)"
    case .emg:
      if let side = known(words, muscles) { return "EMG \(side)" }
      return "EMG"
    case .ecg: return "ECG"
    case .respiration: return known(words, breaths).map { "Resp \($0)" } ?? "Resp"
    case .other:
      if let electrode = ElectrodeName(label: label), words.isDisjoint(with: ["imp", "impedance", "impédance"]) {
        return written(electrode.active)
      }
      if words.contains("m1") || words.contains("a1") { return "M1" }
      if words.contains("m2") || words.contains("a2") { return "M2" }
      return known(words, others) ?? "Signal \(number)"
    }
  }

  /// Fp1, Cz, C4, M1: capitals but for the second letter of a pair and the z.
  private static func written(_ electrode: String) -> String {
    let letters = electrode.uppercased()
    let ending = letters.hasSuffix("Z") ? letters.dropLast() + "z" : letters[...]
    return ending.hasPrefix("FP") && ending != "FP" ? "Fp" + ending.dropFirst(2) : String(ending)
  }

  private static func known(_ words: Set<String>, _ table: [(String, Set<String>)]) -> String? {
    table.first { !$0.1.isDisjoint(with: words) }?.0
  }

  private static let muscles: [(String, Set<String>)] = [
    ("chin", ["chin", "chin1", "chin2", "submental", "menton", "kinn", "lchin", "rchin", "cchin"]),
    ("leg", ["leg", "legs", "lat", "rat", "tib", "tibialis", "plm", "jambe", "bein"]),
  ]
  private static let breaths: [(String, Set<String>)] = [
    ("flow", ["flow", "airflow", "nasal", "oral", "oro", "cannula", "therm", "thermistor", "fluss", "flux"]),
    ("thorax", ["thor", "thorax", "thoracic", "chest"]), ("abdomen", ["abd", "abdo", "abdomen", "abdominal", "bauch"]),
    ("snore", ["snore", "schnarchen", "ronflement"]),
  ]
  private static let others: [(String, Set<String>)] = [
    ("SpO2", ["spo2", "sao2"]), ("Pulse", ["pulse", "hr", "puls", "pouls"]), ("Pleth", ["pleth"]),
    ("Position", ["position", "pos", "lage"]), ("Temp", ["temp", "temperature", "temperatur"]),
    ("Light", ["light", "licht", "lux"]), ("Status", ["status"]), ("Trigger", ["trigger", "trig"]),
    ("Event", ["event", "marker"]), ("Impedance", ["imp", "impedance", "impédance"]), ("CPAP", ["cpap"]),
    ("Audio", ["audio", "mic", "sound"]), ("Battery", ["battery"]),
  ]
}
