import Crypto

/// Why no night can be made of a recording.
public enum PreparationError: Error, Hashable, CustomStringConvertible {
  /// No signal is a brain's that can be trusted.
  case noBrainSignal(refused: [String])
  /// There is less than one epoch.
  case tooShort(seconds: Double)
  /// The timeline is longer than three days: its times must be wrong.
  case tooLong(seconds: Double)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .noBrainSignal(let refused):
      "the recording holds no EEG that can be used"
        + (refused.isEmpty ? "" : " (" + refused.joined(separator: "; ") + ")")
        + ": `reverie inspect` shows its signals"
    case .tooShort(let seconds): "the recording lasts \(seconds) s; a night needs 30 s or more"
    case .tooLong(let seconds): "the records' times span \(seconds) s, more than three days: they must be wrong"
    }
  }
}

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
  ///   - salt: random bytes that make the id unguessable; the same salt and recording give the same id.
  ///   - report: called before each step.
  /// - Returns: the night, the montage and the repairs.
  /// - Throws: `PreparationError` if there is nothing that a night can be made of.
  public static func night(
    of recording: Recording, hypnogram: HypnogramFile? = nil, montage: Montage? = nil, salt: [UInt8],
    report: (Step) -> Void = { _ in }
  ) throws(PreparationError) -> Outcome {
    report(.signals)
    let preparation = try Preparation(recording, hypnogram, montage ?? Montage(for: recording))
    report(.powers)
    let powers = EpochPowers.powers(of: preparation.eeg, epochCount: preparation.epochCount)
    let track = preparation.track()
    report(.stages)
    let (epochs, stageProvenance) = preparation.epochs(powers, track)
    report(.events)
    let finding = EventFinding(eeg: preparation.eeg, eyes: preparation.eyes)
    let events = finding.events(epochs.map(\.stage))
    let night = Night(
      id: preparation.id(salt, epochs), durationSeconds: recording.timeline.durationSeconds, epochs: epochs,
      track: track, events: events[.regie] ?? [], yasaEvents: events[.yasa] ?? [],
      provenance: [stageProvenance] + preparation.featureProvenance()
        + finding.provenance(brain: preparation.montage.choices[.eeg]?.label ?? ""))
    return Outcome(
      night: night, montage: preparation.montage,
      repairs: recording.repairsWithJudgement + (hypnogram?.repairs ?? []))
  }

  /// The stages that the rules give a recording, whether an expert scored it or not.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - montage: which signals are taken for what; nil finds them.
  /// - Returns: the stages with their probabilities, and what explains each.
  /// - Throws: `PreparationError` if there is nothing that stages can be told from.
  public static func staging(of recording: Recording, montage: Montage? = nil) throws(PreparationError) -> Staging {
    let preparation = try Preparation(recording, nil, montage ?? Montage(for: recording))
    let powers = EpochPowers.powers(of: preparation.eeg, epochCount: preparation.epochCount)
    return Staging(evidence: preparation.evidence(powers, preparation.track()), powers: powers)
  }

  private init(
    _ recording: Recording, _ hypnogram: HypnogramFile?, _ montage: Montage
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
    let columns: [@Sendable () -> [Float]] = [
      {
        montage.choices[.chin].flatMap { recording.samples(of: $0) }
          .map { TrackBuilder.muscleTone(of: $0, count: instantCount) } ?? []
      },
      { eyes.flatMap { $0.isPair ? TrackBuilder.eyeCorrelation($0.left, $0.right, count: instantCount) : nil } ?? [] },
    ]
    let made = Parallel.map(columns.count) { columns[$0]() }
    return FeatureTrack(count: instantCount) { feature in
      switch feature {
      case .muscleTone: made[0]
      case .eyeCorrelation: made[1]
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
    let epochs = Staging(evidence: evidence(powers, track), powers: powers).epochs
    let signals = Montage.Role.allCases.compactMap { montage.choices[$0]?.label }
    return (epochs, Provenance(part: "stages", signals: signals, method: RuleStager.method))
  }

  private func evidence(_ powers: [BandPowers?], _ track: FeatureTrack) -> [StageEvidence?] {
    StageEvidence.gathered(
      powers: powers, track: track, eeg: eeg, eyes: eyes, hasTone: montage.choices[.chin] != nil)
  }

  private func featureProvenance() -> [Provenance] {
    let brain = [montage.choices[.eeg]?.label ?? ""]
    let all = Montage.Role.allCases.compactMap { montage.choices[$0]?.label }
    return [
      Provenance(part: "powers", signals: brain, method: EpochPowers.method),
      Provenance(part: "track", signals: all, method: TrackBuilder.method),
    ]
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
