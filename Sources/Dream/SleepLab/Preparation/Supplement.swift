extension Preparation {
  /// What comes with a recording beside it.
  public struct Supplement: Sendable, Hashable {
    /// What the sleeper agreed to.
    public var consent: Consent
    /// What the sleeper told.
    public var reports: [DreamReport]
    /// What a stager outside of this library believes; an expert's stages win over it.
    public var probabilities: StageProbabilities?
    /// What had to be put right in these files.
    public var repairs: [Repair] = []

    /// Puts a supplement together.
    ///
    /// - Parameters:
    ///   - consent: what the sleeper agreed to.
    ///   - reports: what the sleeper told.
    ///   - probabilities: what a stager believes, or nil.
    public init(
      consent: Consent = .notStated, reports: [DreamReport] = [], probabilities: StageProbabilities? = nil
    ) {
      self.consent = consent
      self.reports = reports
      self.probabilities = probabilities
    }
  }
}
