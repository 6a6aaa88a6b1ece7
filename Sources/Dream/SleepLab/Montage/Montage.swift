/// Which signals of a recording are taken for what, and why.
public struct Montage: Sendable, Hashable {
  /// What signals are needed for.
  public enum Role: String, CaseIterable, Sendable, Hashable {
    /// The brain, for powers, stages and events.
    case eeg
    /// The brain at the back of the head, for the power that goes with dreaming.
    case posteriorEEG = "posterior-eeg"
    /// The left eye.
    case leftEye = "eog-left"
    /// The right eye.
    case rightEye = "eog-right"
    /// The chin.
    case chin = "emg"
  }

  /// How a signal was found.
  public enum Ground: String, Sendable, Hashable {
    /// By its label.
    case name
    /// By what its samples are like, because no label helped.
    case content
    /// A person gave it.
    case hand
  }

  /// A signal for a role.
  public struct Choice: Sendable, Hashable {
    /// The signal's index in the recording's header.
    public var index: Int
    /// Its label.
    public var label: String
    /// How it was found.
    public var ground: Ground
    /// The signal that is taken off it, by its index, because electrode and reference stand apart; nil for none.
    public var referenceIndex: Int?

    /// Why it was taken, in plain words.
    public var reason: String {
      let found =
        switch ground {
        case .name: "by name"
        case .content: "by content: no label names an EEG, and this one looks like a brain"
        case .hand: "by hand"
        }
      return referenceIndex == nil ? found : found + "; electrode and reference stand apart, their difference is made"
    }
  }

  /// The signal of each role that was found.
  public internal(set) var choices: [Role: Choice] = [:]

  /// Makes a montage of choices.
  init(choices: [Role: Choice]) {
    self.choices = choices
  }

  private static let eegOrder = [
    "c4", "c3", "cz", "fz", "f4", "f3", "fpz", "fp2", "fp1", "fcz", "pz", "p4", "p3", "oz", "o2", "o1",
  ]
  private static let posteriorOrder = ["pz", "oz", "o2", "o1", "poz", "p4", "p3"]
  /// At this rate every band is there.
  static let wholeEEGHz = 62.0
  /// Slower ones hold no spindles.
  private static let slowestEEGHz = 36.0

  /// Finds the signals of a recording: by names and aliases, the brain by content if no label helps.
  ///
  /// - Parameter recording: the recording; signals that it refuses are passed over.
  public init(for recording: Recording) {
    let usable = recording.signalIndices.filter { recording.refusal(of: $0) == nil }
    let signals = recording.header.signals
    let rates = usable.filter { signals[$0].kind == .eeg }.map { ($0, recording.rateHz(of: $0) ?? 0) }
    let whole = rates.filter { $0.1 >= Montage.wholeEEGHz }
    // An EEG without its fastest rhythms is taken where there is no other.
    let brain = (whole.isEmpty ? rates.filter { $0.1 >= Montage.slowestEEGHz } : whole).map(\.0)
    let ranked = Montage.ranked(brain, signals, by: Montage.eegOrder)
    if let index = ranked.first {
      choices[.eeg] = Choice(index: index, label: signals[index].label, ground: .name)
    } else if let index = Montage.brainByContent(usable, recording) {
      choices[.eeg] = Choice(index: index, label: signals[index].label, ground: .content)
    }
    let back = brain.filter { index in
      ElectrodeName(label: signals[index].label).map { Montage.posteriorOrder.contains($0.active) } ?? false
    }
    if let index = Montage.ranked(back, signals, by: Montage.posteriorOrder).first {
      choices[.posteriorEEG] = Choice(index: index, label: signals[index].label, ground: .name)
    }
    chooseEyes(usable.filter { signals[$0].kind == .eog }, signals)
    let muscles = usable.filter { signals[$0].kind == .emg }
    let chin = muscles.first { !Montage.chinWords.isDisjoint(with: ElectrodeName.words(of: signals[$0].label)) }
    let notLeg = muscles.first { Montage.legWords.isDisjoint(with: ElectrodeName.words(of: signals[$0].label)) }
    if let index = chin ?? notLeg {
      choices[.chin] = Choice(index: index, label: signals[index].label, ground: .name)
    }
    refer(usable, recording)
  }

  private static let chinWords: Set<String> = [
    "chin", "chin1", "chin2", "submental", "menton", "mentonnier", "cchin", "lchin", "rchin", "kinn", "barbilla",
    "mento", "chinz", "subment",
  ]
  private static let legWords: Set<String> = [
    "leg", "legs", "lat", "rat", "tib", "tibialis", "plm", "jambe", "jambes", "bein", "beine", "pierna", "gamba",
  ]

  private mutating func chooseEyes(_ eyes: [Int], _ signals: [SignalHeader]) {
    let left = eyes.first { Montage.side(of: signals[$0].label) == .leftEye }
    let right = eyes.first { Montage.side(of: signals[$0].label) == .rightEye }
    let other = eyes.first { Montage.side(of: signals[$0].label) == nil }
    if let index = left ?? other {
      choices[.leftEye] = Choice(index: index, label: signals[index].label, ground: .name)
    }
    if let index = right, left != nil {
      choices[.rightEye] = Choice(index: index, label: signals[index].label, ground: .name)
    } else if let index = right, choices[.leftEye] == nil {
      choices[.leftEye] = Choice(index: index, label: signals[index].label, ground: .name)
    }
  }

  /// The eye that a label names; nil for a single horizontal or unnamed one.
  private static func side(of label: String) -> Role? {
    let words = ElectrodeName.words(of: label)
    if let electrode = ElectrodeName(label: label) {
      if electrode.active == "e1" { return .leftEye }
      if electrode.active == "e2" { return .rightEye }
    }
    if !leftWords.isDisjoint(with: words) { return .leftEye }
    if !rightWords.isDisjoint(with: words) { return .rightEye }
    return nil
  }

  private static let leftWords: Set<String> = [
    "l", "left", "links", "gauche", "li", "izq", "izquierdo", "sinistro", "sx",
  ]
  private static let rightWords: Set<String> = [
    "r", "right", "rechts", "droit", "re", "der", "derecho", "destro", "dx",
  ]

  private static func ranked(_ indices: [Int], _ signals: [SignalHeader], by order: [String]) -> [Int] {
    let rank = { (index: Int) -> Int in
      guard let electrode = ElectrodeName(label: signals[index].label) else { return order.count + 1 }
      return order.firstIndex(of: electrode.active) ?? order.count
    }
    return indices.sorted { (rank($0), $0) < (rank($1), $1) }
  }

  /// The first voltage, fast enough and of a brain's amplitude, most of whose power lies below 16 Hz as the brain's does.
  private static func brainByContent(_ usable: [Int], _ recording: Recording) -> Int? {
    usable.first { index in
      let signal = recording.header.signals[index]
      guard case .voltage = signal.unit, signal.kind == .other else { return false }
      guard let rateHz = recording.rateHz(of: index), rateHz >= slowestEEGHz else { return false }
      guard let deviation = recording.trimmedDeviation(of: index), (2...150).contains(deviation) else { return false }
      return isLikeBrain(index, recording)
    }
  }

  private static func isLikeBrain(_ index: Int, _ recording: Recording) -> Bool {
    guard let signal = recording.samples(of: index) else { return false }
    let powers = EpochPowers.powers(
      of: signal, epochCount: Int(recording.timeline.durationSeconds / Epoch.lengthSeconds)
    ).compactMap { $0 }
    guard !powers.isEmpty else { return false }
    let typical = { (band: Band) in Statistics.median(powers.map { $0.relative[band] }) ?? 0 }
    // Slow waves, but not drift alone; some of every band.
    return typical(.delta) < 0.98 && typical(.delta) + typical(.theta) + typical(.alpha) > 0.6
      && typical(.beta) > 0.0005
  }
}
