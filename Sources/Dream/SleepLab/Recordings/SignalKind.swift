/// What a signal measures.
public enum SignalKind: String, Sendable, Hashable, CaseIterable {
  /// Brain.
  case eeg = "EEG"
  /// Eyes.
  case eog = "EOG"
  /// Muscle.
  case emg = "EMG"
  /// Heart.
  case ecg = "ECG"
  /// Breath: flow, effort, snoring.
  case respiration
  /// Anything else.
  case other

  /// The trimmed deviations in µV between which a signal of this kind is believed; nil where nothing is known.
  public var plausibleDeviationMicrovolts: ClosedRange<Double>? {
    switch self {
    case .eeg: 0.1...1000
    case .eog: 0.1...5000
    case .emg: 0.01...5000
    case .ecg: 1...20000
    case .respiration, .other: nil
    }
  }

  /// Reads the kind from a label: by its words, then by the names of electrodes.
  ///
  /// - Parameter label: the signal's label.
  public init(label: String) {
    let words = ElectrodeName.words(of: label)
    for (kind, names) in SignalKind.names where !names.isDisjoint(with: words) {
      self = kind
      return
    }
    if let electrode = ElectrodeName(label: label) {
      self = electrode.kind
    } else {
      self = .other
    }
  }

  // Impedances and the like carry the electrode's name: they come first.
  private static let names: [(SignalKind, Set<String>)] = [
    (.other, ["imp", "impedance", "impédance", "status", "trigger", "marker", "event", "sao2", "spo2", "hr", "pleth"]),
    (
      .eog,
      [
        "eog", "eogl", "eogr", "eog1", "eog2", "loc", "roc", "leog", "reog", "veog", "heog", "auge", "oeil", "œil",
        "ojo", "occhio",
      ]
    ),
    (
      .emg,
      [
        "emg", "chin", "chin1", "chin2", "submental", "leg", "legs", "tib", "tibialis", "lat", "rat", "emg1", "emg2",
        "lchin", "rchin", "cchin", "plm", "jambe", "jambes", "menton", "mentonnier", "kinn", "bein", "beine",
        "barbilla",
        "pierna", "mento", "subment",
      ]
    ),
    (.ecg, ["ecg", "ekg", "ecg1", "ecg2", "ecgi", "ecgii", "herz", "coeur", "cœur"]),
    (
      .respiration,
      [
        "resp", "respiration", "flow", "airflow", "nasal", "oral", "thor", "thorax", "thoracic", "chest", "abd",
        "abdo", "abdomen", "abdominal", "snore", "rip", "effort", "cannula", "thermistor", "therm", "atmung", "fluss",
        "schnarchen", "ronflement", "nasale", "flux",
        "abdomen", "bauch",
      ]
    ),
    (.eeg, ["eeg", "eeg1", "eeg2", "eegsec"]),
  ]
}
