import Crypto

/// Makes a night of a recording.
public struct Preparation {
  /// What was made, and how.
  public struct Outcome: Sendable {
    /// The night.
    public var night: Night
    /// Which signals were taken for what.
    public var montage: Montage
    /// What was put right on the way.
    public var repairs: [Repair]
  }

  /// The steps, for those who want to show how far it is.
  public enum Step: String, Sendable, CaseIterable {
    /// The samples are read.
    case signals
    /// Powers and the track are computed.
    case powers
    /// Stages are found.
    case stages
    /// Events are found.
    case events
  }

  private let recording: Recording
  private let expert: HypnogramFile?
  private let supplement: Supplement
  private let montage: Montage
  private let eeg: SampledSignal
  private let eyes: Eyes?
  private let epochCount: Int
  private let instantCount: Int

  /// Makes a night of a recording.
  ///
  /// - Parameters:
  ///   - recording: the recording; a hypnogram in its own annotations counts, unless another is given.
  ///   - hypnogram: an expert's, from a file of its own.
  ///   - supplement: what comes with the recording beside it: consent, dream reports, a stager's probabilities.
  ///   - salt: random bytes that make the id unguessable; the same salt and recording give the same id.
  ///   - report: called before each step.
  /// - Returns: the night, the montage and the repairs.
  /// - Throws: `PreparationError` if there is nothing that a night can be made of.
  public static func night(
    of recording: Recording, hypnogram: HypnogramFile? = nil, supplement: Supplement = Supplement(), salt: [UInt8],
    report: (Step) -> Void = { _ in }
  ) throws(PreparationError) -> Outcome {
    report(.signals)
    let preparation = try Preparation(recording, hypnogram, supplement)
    report(.powers)
    let powers = EpochPowers.powers(of: preparation.eeg, epochCount: preparation.epochCount)
    let track = preparation.track()
    report(.stages)
    let (epochs, stageProvenance) = preparation.epochs(powers, track)
    report(.events)
    let (events, eventProvenance) = preparation.events(epochs.map(\.stage))
    let night = Night(
      id: preparation.id(salt, epochs), durationSeconds: recording.timeline.durationSeconds, epochs: epochs,
      track: track, events: events,
      provenance: [stageProvenance] + preparation.featureProvenance() + eventProvenance,
      consent: supplement.consent, reports: supplement.reports)
    return Outcome(
      night: night, montage: preparation.montage,
      repairs: recording.repairsWithJudgement + (hypnogram?.repairs ?? []) + preparation.notes())
  }

  private init(
    _ recording: Recording, _ hypnogram: HypnogramFile?, _ supplement: Supplement
  ) throws(PreparationError) {
    let duration = recording.timeline.durationSeconds
    guard duration <= Recording.longestSeconds else { throw .tooLong(seconds: duration) }
    let montage = Montage(for: recording)
    guard let brain = montage.choices[.eeg],
      let eeg = recording.samples(of: brain.index, baseline: recording.statistics(of: brain.index)?.mean ?? 0)
    else { throw .noBrainSignal(refused: Preparation.refusals(recording)) }
    guard duration >= Epoch.lengthSeconds else { throw .tooShort(seconds: duration) }
    self.recording = recording
    self.montage = montage
    self.eeg = eeg
    expert = hypnogram
    self.supplement = supplement
    eyes = Eyes(recording, montage)
    epochCount = Int((duration / Epoch.lengthSeconds - 1e-9).rounded(.up))
    instantCount = TrackBuilder.count(durationSeconds: duration)
  }

  private static func refusals(_ recording: Recording) -> [String] {
    recording.signalIndices.filter { recording.header.signals[$0].kind == .eeg }.prefix(8).compactMap { index in
      recording.refusal(of: index).map { "\(recording.header.signals[index].label): \($0.words)" }
    }
  }

  private func track() -> FeatureTrack {
    let bands = TrackBuilder.bands(of: eeg, count: instantCount)
    var posterior = bands[.delta] ?? []
    if let back = montage.choices[.posteriorEEG], back.index != montage.choices[.eeg]?.index,
      let signal = recording.samples(of: back.index, baseline: recording.statistics(of: back.index)?.mean ?? 0)
    {
      posterior = TrackBuilder.bands(of: signal, count: instantCount)[.delta] ?? []
    }
    let tone = montage.choices[.chin].flatMap { recording.samples(of: $0.index) }
      .map { TrackBuilder.muscleTone(of: $0, count: instantCount) }
    let correlation = eyes.flatMap { eyes in
      eyes.isPair ? TrackBuilder.eyeCorrelation(eyes.left, eyes.right, count: instantCount) : nil
    }
    return FeatureTrack(count: instantCount) { feature in
      switch feature {
      case .muscleTone: tone ?? []
      case .eyeCorrelation: correlation ?? []
      case .posteriorDelta: posterior
      default: Band(rawValue: feature.rawValue).flatMap { bands[$0] } ?? []
      }
    }
  }

  /// The epochs with the stages of an expert where there is one, else those of the rules.
  private func epochs(_ powers: [BandPowers?], _ track: FeatureTrack) -> ([Epoch], Provenance) {
    if let hypnogram = expert?.hypnogram ?? recording.hypnogram {
      let stages = hypnogram.stages(count: epochCount)
      let epochs = zip(stages, powers).map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: $1) }
      let source = expert?.format.rawValue ?? "annotations of the recording"
      return (epochs, Provenance(part: "stages", signals: [], method: "expert, from \(source)"))
    }
    if let probabilities = supplement.probabilities {
      let staged = probabilities.stages(count: epochCount)
      let epochs = zip(staged, powers).map { Epoch(stage: $0.stage, scoredBy: .model, sure: $0.sure, powers: $1) }
      return (epochs, Provenance(part: "stages", signals: [], method: "the greatest of a stager's probabilities"))
    }
    let evidence = StageEvidence.gathered(
      powers: powers, track: track, eeg: eeg, eyes: eyes, hasTone: montage.choices[.chin] != nil)
    let staged = RuleStager().stages(of: evidence)
    let epochs = zip(staged, powers).map { Epoch(stage: $0.stage, scoredBy: .rules, sure: $0.sure, powers: $1) }
    return (epochs, provenance("stages", of: Montage.Role.allCases, method: RuleStager.method))
  }

  private func events(_ stages: [Stage]) -> ([SleepEvent], [Provenance]) {
    var events = SpindleDetector().events(in: eeg, stages: stages)
    events += SlowWaveDetector().events(in: eeg, stages: stages)
    var origins = [
      provenance("spindle", of: [.eeg], method: SpindleDetector.method),
      provenance("slow-wave", of: [.eeg], method: SlowWaveDetector.method),
      provenance("k-complex", of: [.eeg], method: "slow waves of N2 that stand 2 s or more from every other one"),
    ]
    if let eyes {
      events += EyeMovementDetector().events(left: eyes.left, right: eyes.right, stages: stages)
      let note = eyes.isPair ? "" : "; one horizontal EOG, taken for the difference of the eyes"
      origins.append(provenance("rem", of: [.leftEye, .rightEye], method: EyeMovementDetector.method + note))
    }
    return (events, origins)
  }

  private func featureProvenance() -> [Provenance] {
    [
      provenance("powers", of: [.eeg], method: EpochPowers.method),
      provenance("track", of: Montage.Role.allCases, method: TrackBuilder.method),
    ]
  }

  /// Labels may hold anything: a signal is named by its electrodes, or else by what it measures.
  private func provenance(_ part: String, of roles: [Montage.Role], method: String) -> Provenance {
    var signals: [String] = []
    var channels: [ProvenanceChannel] = []
    for choice in roles.compactMap({ montage.choices[$0] }) {
      let kind = recording.header.signals[choice.index].kind
      let channel = ProvenanceChannel(kind: kind, number: choice.index + 1)
      guard !channels.contains(channel) else { continue }
      channels.append(channel)
      signals.append(ElectrodeName(label: choice.label)?.wording ?? kind.rawValue)
    }
    return Provenance(part: part, signals: signals, channels: channels, method: method)
  }

  /// What of the supplement could not be used as it was meant.
  private func notes() -> [Repair] {
    var notes: [Repair] = []
    if supplement.probabilities != nil, (expert?.hypnogram ?? recording.hypnogram) != nil {
      notes.append(
        Repair("probabilities-unused", "an expert scored this night: the probabilities are left out"))
    } else if let rows = supplement.probabilities?.rows.count, rows != epochCount {
      notes.append(
        Repair("probabilities-count", "there are \(rows) lines of probabilities for \(epochCount) epochs"))
    }
    let late = supplement.reports.count { $0.awakeningSeconds > recording.timeline.durationSeconds }
    if late > 0 {
      notes.append(Repair("reports-late", "\(late) dream reports lie after the recording's end"))
    }
    return notes
  }

  private func id(_ salt: [UInt8], _ epochs: [Epoch]) -> NightID {
    var hash = SHA256()
    hash.update(data: salt)
    for epoch in epochs {
      guard let powers = epoch.powers else { continue }
      for band in Band.allCases {
        let bits = powers.absolute[band].bitPattern
        hash.update(data: (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
      }
    }
    return NightID(hash.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
