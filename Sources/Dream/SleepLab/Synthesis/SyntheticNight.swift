/// A plausible night from a seed, the same bytes for the same seed: a recording and its hypnogram, both EDF+.
///
/// Its EEG is noise by stage with spindles, K-complexes and slow waves laid upon it, its EOG has rapid and slow eye
/// movements and blinks, its EMG the tone of each stage and the twitches of REM. Harder nights have the spectrum of a
/// real brain, a sleeper of their own, rhythms that overlap, and artefacts. All of it is invented.
public struct SyntheticNight: Sendable {
  /// The stages, epoch by epoch.
  public let stages: [Stage]
  /// The events that were laid into the signals, by kind, then onset.
  public let truth: [Truth]
  /// What else was laid into them and is no event; none in an easy night.
  public let disturbances: [Disturbance]
  private let signals: [RecordingWriter.Signal]

  /// The longest night in hours.
  public static let longestHours = 24.0

  /// Makes a night.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - hours: its length, cut to whole epochs, at least one of them and at most `longestHours`.
  ///   - difficulty: how hard it is to read.
  public init(seed: UInt64, hours: Double, difficulty: SyntheticDifficulty = .easy) {
    var chance = SeededChance(seed: seed)
    let epochCount = max(1, Int((min(max(0, hours), SyntheticNight.longestHours) * 120).rounded()))
    var planning = chance.branch()
    let stages = SleepPlan.stages(epochCount: epochCount, chance: &planning)
    var painter = SignalPainter(stages: stages, chance: chance.branch())
    if difficulty == .easy { painter.paint() } else { painter.paintLifelike(difficulty) }
    self.stages = stages
    truth = painter.truth
    disturbances = painter.disturbances
    let cut = difficulty == .easy ? "HP:0.3Hz LP:35Hz" : "HP:0.1Hz LP:45Hz"
    signals = [
      .init(
        label: "EEG C4-M1", unit: "uV", prefilter: cut, greatest: 500, rateHz: SignalPainter.rateHz,
        values: painter.brain),
      .init(
        label: "EEG O2-M1", unit: "uV", prefilter: cut, greatest: 500, rateHz: SignalPainter.rateHz,
        values: painter.back),
      .init(
        label: "EOG E1-M2", unit: "uV", prefilter: cut, greatest: 500, rateHz: SignalPainter.rateHz,
        values: painter.leftEye),
      .init(
        label: "EOG E2-M2", unit: "uV", prefilter: cut, greatest: 500, rateHz: SignalPainter.rateHz,
        values: painter.rightEye),
      .init(
        label: "EMG chin", unit: "uV", prefilter: "HP:10Hz LP:49Hz", greatest: 250, rateHz: SignalPainter.rateHz,
        values: painter.chin),
    ]
  }

  /// The recording as EDF+C.
  public var recording: [UInt8] {
    RecordingWriter(
      signals: signals,
      notes: [
        .init(onsetSeconds: 0, durationSeconds: nil, text: "Lights off"),
        .init(onsetSeconds: stages.count * 30 - 1, durationSeconds: nil, text: "Lights on"),
      ]
    ).bytes()
  }

  /// The hypnogram as EDF+ annotations in the AASM's wording.
  public var hypnogram: [UInt8] {
    var notes: [RecordingWriter.Note] = []
    for (epoch, stage) in stages.enumerated() {
      let text = stage == .rem ? "Sleep stage R" : "Sleep stage \(stage.wording)"
      if let last = notes.last, last.text == text {
        notes[notes.count - 1].durationSeconds = (last.durationSeconds ?? 0) + 30
      } else {
        notes.append(.init(onsetSeconds: epoch * 30, durationSeconds: 30, text: text))
      }
    }
    return RecordingWriter(signals: [], notes: notes).bytes()
  }
}
