import Crypto

/// Makes a night of a recording.
public struct Preparation: Sendable {
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
  ///   - montage: which signals are taken for what; found by names and content if not given.
  ///   - supplement: what comes with the recording beside it: consent, dream reports, a stager's probabilities.
  ///   - salt: random bytes that make the id unguessable; the same salt and recording give the same id.
  ///   - report: called before each step.
  /// - Returns: the night, the montage and the repairs.
  /// - Throws: `PreparationError` if there is nothing that a night can be made of.
  public static func night(
    of recording: Recording, hypnogram: HypnogramFile? = nil, montage: Montage? = nil,
    supplement: Supplement = Supplement(), salt: [UInt8], report: (Step) -> Void = { _ in }
  ) throws(PreparationError) -> Outcome {
    report(.signals)
    let preparation = try Preparation(recording, hypnogram, montage ?? Montage(for: recording), supplement)
    report(.powers)
    let powers = EpochPowers.powers(of: preparation.eeg, epochCount: preparation.epochCount)
    let track = preparation.track()
    report(.stages)
    let finding = EventFinding(eeg: preparation.eeg, eyes: preparation.eyes)
    let (epochs, stageProvenance) = preparation.epochs(powers, track, finding)
    report(.events)
    let events = finding.events(epochs.map(\.stage))
    let night = Night(
      id: preparation.id(salt, epochs), durationSeconds: recording.timeline.durationSeconds, epochs: epochs,
      track: track, events: events[.regie] ?? [], yasaEvents: events[.yasa] ?? [],
      provenance: [stageProvenance] + preparation.featureProvenance()
        + finding.provenance(brain: "").map(preparation.located),
      consent: supplement.consent, reports: supplement.reports)
    return Outcome(
      night: night, montage: preparation.montage,
      repairs: recording.repairsWithJudgement + (hypnogram?.repairs ?? []) + preparation.notes())
  }

  /// The stages that the rules give a recording, whether an expert scored it or not.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - montage: which signals are taken for what; nil finds them.
  /// - Returns: the stages with their probabilities, and what explains each.
  /// - Throws: `PreparationError` if there is nothing that stages can be told from.
  public static func staging(of recording: Recording, montage: Montage? = nil) throws(PreparationError) -> Staging {
    let preparation = try Preparation(recording, nil, montage ?? Montage(for: recording), Supplement())
    let powers = EpochPowers.powers(of: preparation.eeg, epochCount: preparation.epochCount)
    let finding = EventFinding(eeg: preparation.eeg, eyes: preparation.eyes, methods: [.regie])
    return preparation.staging(powers, preparation.track(), finding)
  }

  /// The events of a recording by one method, without making a night of it.
  ///
  /// - Parameters:
  ///   - recording: the recording; a hypnogram in its own annotations counts, unless another is given.
  ///   - hypnogram: an expert's, from a file of its own; without any the rules' stages count.
  ///   - montage: which signals are taken for what; nil finds them.
  ///   - method: the method.
  ///   - settings: what it goes by.
  /// - Returns: by onset, all kinds together.
  /// - Throws: `PreparationError` if there is nothing that events can be found in.
  public static func events(
    of recording: Recording, hypnogram: HypnogramFile? = nil, montage: Montage? = nil, by method: EventMethod,
    settings: EventSettings = EventSettings()
  ) throws(PreparationError) -> [SleepEvent] {
    let preparation = try Preparation(recording, hypnogram, montage ?? Montage(for: recording), Supplement())
    let stages: [Stage]
    if let expert = hypnogram?.hypnogram ?? recording.hypnogram {
      stages = expert.stages(count: preparation.epochCount)
    } else {
      let powers = EpochPowers.powers(of: preparation.eeg, epochCount: preparation.epochCount)
      let usual = EventFinding(eeg: preparation.eeg, eyes: preparation.eyes, methods: [.regie])
      stages = preparation.staging(powers, preparation.track(), usual).stages
    }
    let finding = EventFinding(eeg: preparation.eeg, eyes: preparation.eyes, settings: settings, methods: [method])
    return Night.ordered(finding.events(stages, by: [method])[method] ?? [])
  }

  private init(
    _ recording: Recording, _ hypnogram: HypnogramFile?, _ montage: Montage, _ supplement: Supplement
  ) throws(PreparationError) {
    let duration = recording.timeline.durationSeconds
    guard duration <= Recording.longestSeconds else { throw .tooLong(seconds: duration) }
    guard let brain = montage.choices[.eeg], let eeg = recording.samples(of: brain) else {
      throw .noBrainSignal(refused: Preparation.refusals(recording))
    }
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
      let signal = recording.samples(of: back)
    {
      posterior = TrackBuilder.bands(of: signal, count: instantCount)[.delta] ?? []
    }
    // One after the other: each keeps all cores busy.
    let tone =
      montage.choices[.chin].flatMap { recording.samples(of: $0) }
      .map { TrackBuilder.muscleTone(of: $0, count: instantCount) } ?? []
    let alike = eyes.flatMap { eyes in
      eyes.isPair ? TrackBuilder.eyeCorrelation(eyes.left, eyes.right, count: instantCount) : nil
    }
    return FeatureTrack(count: instantCount) { feature in
      switch feature {
      case .muscleTone: tone
      case .eyeCorrelation: alike ?? []
      case .posteriorDelta: posterior
      default: Band(rawValue: feature.rawValue).flatMap { bands[$0] } ?? []
      }
    }
  }

  /// The epochs with the stages of an expert where there is one, else those of the rules.
  private func epochs(
    _ powers: [BandPowers?], _ track: FeatureTrack, _ finding: EventFinding
  ) -> ([Epoch], Provenance) {
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
    let epochs = staging(powers, track, finding).epochs
    return (epochs, provenance("stages", of: Montage.Role.allCases, method: RuleStager.method))
  }

  private func staging(_ powers: [BandPowers?], _ track: FeatureTrack, _ finding: EventFinding) -> Staging {
    let evidence = StageEvidence.gathered(
      powers: powers, track: track, finding: finding, eyes: eyes, hasTone: montage.choices[.chin] != nil)
    return Staging(evidence: evidence, powers: powers)
  }

  private func featureProvenance() -> [Provenance] {
    [
      provenance("powers", of: [.eeg], method: EpochPowers.method),
      provenance("track", of: Montage.Role.allCases, method: TrackBuilder.method),
    ]
  }

  /// The origin of events with the signals that they were found in.
  private func located(_ origin: Provenance) -> Provenance {
    provenance(origin.part, of: origin.part == "rem" ? [.leftEye, .rightEye] : [.eeg], method: origin.method)
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
    var notes = supplement.repairs
    if eeg.rateHz < Montage.wholeEEGHz {
      notes.append(
        Repair(
          "slow-eeg",
          "the EEG has \(eeg.rateHz) samples a second: what lies above \(eeg.rateHz / 2) Hz is missing from beta, from "
            + "relative powers and from YASA's spindles"))
    }
    if supplement.probabilities != nil, (expert?.hypnogram ?? recording.hypnogram) != nil {
      notes.append(
        Repair("probabilities-unused", "an expert scored this night: the probabilities are left out"))
    } else if let rows = supplement.probabilities?.rows.count, rows != epochCount {
      notes.append(
        Repair("probabilities-count", "there are \(rows) lines of probabilities for \(epochCount) epochs"))
    }
    let late = supplement.reports.count { ($0.awakeningSeconds ?? 0) > recording.timeline.durationSeconds }
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
