extension SyntheticNight {
  /// An event that was laid into the signals, to hold detectors against.
  public struct Truth: Sendable, Hashable {
    /// What it is.
    public var kind: SleepEvent.Kind
    /// Its beginning in seconds.
    public var onsetSeconds: Double
    /// Its length in seconds.
    public var durationSeconds: Double
    /// Its frequency in Hz; nil for what has none.
    public var frequencyHz: Double?
    /// Its amplitude from peak to peak in µV, of an eye movement from zero.
    public var amplitudeMicrovolts: Double

    /// Its end in seconds.
    public var endSeconds: Double { onsetSeconds + durationSeconds }
  }

  /// Something in the signals that looks like an event, or hides one.
  public struct Disturbance: Sendable, Hashable {
    /// What kinds there are.
    public enum Kind: String, CaseIterable, Sendable, Hashable {
      /// A burst of alpha, 8 to 11 Hz, in sleep or in waking.
      case alphaBurst = "alpha-burst"
      /// Alpha and a tense chin for some seconds: the sleeper almost wakes.
      case arousal
      /// Muscles near the electrode, above 16 Hz.
      case muscle
      /// The body moves: great and slow swings, and muscles.
      case movement = "body-movement"
      /// An electrode jumps and comes back.
      case electrodePop = "electrode-pop"
      /// Sweat: minutes of swings slower than 0.5 Hz.
      case sweat
      /// Sawtooth waves of REM, 2 to 4 Hz.
      case sawtooth
      /// A sharp wave of the vertex in N1.
      case vertexWave = "vertex-wave"
    }

    /// What it is.
    public var kind: Kind
    /// Its beginning in seconds.
    public var onsetSeconds: Double
    /// Its length in seconds.
    public var durationSeconds: Double
  }

  /// What was laid into the signals, as comma-separated values: events and disturbances by onset.
  public var truthTable: String {
    var lines = ["type,onset_s,duration_s,frequency_hz,amplitude_uv,stage"]
    for entry in entries {
      let stage = stages[min(stages.count - 1, Int(entry.onset / Epoch.lengthSeconds))]
      lines.append(
        "\(entry.name),\(thousandths(entry.onset)),\(thousandths(entry.length)),"
          + "\(entry.frequency.map(thousandths) ?? ""),\(entry.amplitude.map(thousandths) ?? ""),\(stage.wording)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What was laid into the signals, as EDF+ annotations in the words that scorings have.
  public var truthRecording: [UInt8] {
    let notes = entries.map { entry in
      // A bare "rem" would be read as a stage.
      let words = SleepEvent.Kind(wording: entry.name).map { ScoringEntry.words(of: $0) } ?? entry.name
      return RecordingWriter.Note(
        onsetSeconds: rounded(entry.onset), durationSeconds: rounded(entry.length), text: words)
    }
    return RecordingWriter(signals: [], notes: notes).bytes()
  }

  private typealias Entry = (name: String, onset: Double, length: Double, frequency: Double?, amplitude: Double?)

  private var entries: [Entry] {
    let events = truth.map { event -> Entry in
      (event.kind.wording, event.onsetSeconds, event.durationSeconds, event.frequencyHz, event.amplitudeMicrovolts)
    }
    let others = disturbances.map { ($0.kind.rawValue, $0.onsetSeconds, $0.durationSeconds, nil, nil) as Entry }
    return (events + others).sorted { ($0.onset, $0.name) < ($1.onset, $1.name) }
  }

  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private func thousandths(_ value: Double) -> String { "\(rounded(value))" }
}
