/// Something other than a stage that a person or a program scored: an arousal, a breath that failed, a spindle.
public struct ScoredEvent: Sendable, Hashable {
  /// What can be scored and is known here; the wording of a file is not kept.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A change of the EEG towards waking, 3 s or more (AASM).
    case arousal
    /// An apnoea with effort.
    case obstructiveApnea = "obstructive-apnea"
    /// An apnoea without effort.
    case centralApnea = "central-apnea"
    /// An apnoea that begins without effort and ends with it.
    case mixedApnea = "mixed-apnea"
    /// An apnoea of no named kind.
    case apnea
    /// A shallow breath.
    case hypopnea
    /// A fall of the blood's oxygen.
    case desaturation
    /// An arousal after respiratory effort.
    case respiratoryArousal = "respiratory-arousal"
    /// A movement of a leg.
    case limbMovement = "limb-movement"
    /// A snore.
    case snore
    /// A sleep spindle.
    case spindle
    /// A K-complex.
    case kComplex = "k-complex"
    /// A slow wave.
    case slowWave = "slow-wave"
    /// A rapid eye movement.
    case eyeMovement = "rem"
  }

  /// What it is.
  public var kind: Kind
  /// Its beginning, in seconds from the recording's first sample.
  public var onsetSeconds: Double
  /// Its length in seconds; 0 where none is given.
  public var durationSeconds: Double

  /// Makes an event.
  ///
  /// - Parameters:
  ///   - kind: what it is.
  ///   - onsetSeconds: from the recording's first sample.
  ///   - durationSeconds: 0 where none is given.
  public init(kind: Kind, onsetSeconds: Double, durationSeconds: Double) {
    self.kind = kind
    self.onsetSeconds = onsetSeconds
    self.durationSeconds = durationSeconds
  }
}

extension ScoredEvent.Kind {
  /// Reads a wording of scoring programs: English, French, German, Spanish, Italian; nil for what is not known.
  init?(wording text: some StringProtocol) {
    let parts = text.prefix(96).split(separator: "|").map { ScoringText.plain($0) }
    for words in parts {
      if let found = ScoredEvent.Kind.wordings.first(where: { words.hasPrefix($0.start) })?.kind {
        self = found
        return
      }
    }
    return nil
  }

  // The first that fits counts: the more exact wording comes first.
  private static let wordings: [(start: String, kind: ScoredEvent.Kind)] = [
    ("respiratory effort related arousal", .respiratoryArousal), ("rera", .respiratoryArousal),
    ("arousal", .arousal), ("micro arousal", .arousal), ("microarousal", .arousal), ("micro eveil", .arousal),
    ("microeveil", .arousal), ("asda arousal", .arousal), ("spontaneous arousal", .arousal),
    ("eeg arousal", .arousal), ("weckreaktion", .arousal), ("microdespertar", .arousal), ("micro risveglio", .arousal),
    ("microrisveglio", .arousal), ("obstructive hypopnea", .hypopnea), ("central hypopnea", .hypopnea),
    ("obstructive apn", .obstructiveApnea), ("apnea obstructive", .obstructiveApnea),
    ("apnee obstructive", .obstructiveApnea), ("obstruktive apnoe", .obstructiveApnea),
    ("apnea obstructiva", .obstructiveApnea), ("apnea ostruttiva", .obstructiveApnea), ("oa ", .obstructiveApnea),
    ("central apn", .centralApnea), ("apnee centrale", .centralApnea), ("zentrale apnoe", .centralApnea),
    ("apnea central", .centralApnea), ("mixed apn", .mixedApnea), ("apnee mixte", .mixedApnea),
    ("gemischte apnoe", .mixedApnea), ("apnea mixta", .mixedApnea), ("apnea mista", .mixedApnea),
    ("apnea", .apnea), ("apnoea", .apnea), ("apnee", .apnea), ("apnoe", .apnea), ("hypopn", .hypopnea),
    ("hipopnea", .hypopnea), ("ipopnea", .hypopnea), ("spo2 desaturation", .desaturation), ("desat", .desaturation),
    ("entsattigung", .desaturation), ("oxygen desaturation", .desaturation), ("sao2 desaturation", .desaturation),
    ("periodic leg movement", .limbMovement), ("leg movement", .limbMovement), ("limb movement", .limbMovement),
    ("plm", .limbMovement), ("mouvement des jambes", .limbMovement), ("mouvement de jambe", .limbMovement),
    ("beinbewegung", .limbMovement), ("snor", .snore), ("ronflement", .snore), ("schnarchen", .snore),
    ("ronquido", .snore), ("spindle", .spindle), ("sleep spindle", .spindle), ("fuseau", .spindle),
    ("spindel", .spindle), ("schlafspindel", .spindle), ("k complex", .kComplex), ("kcomplex", .kComplex),
    ("complexe k", .kComplex), ("k komplex", .kComplex), ("slow wave", .slowWave), ("onde lente", .slowWave),
    ("rapid eye movement", .eyeMovement), ("eye movement", .eyeMovement), ("mouvement oculaire", .eyeMovement),
  ]
}
