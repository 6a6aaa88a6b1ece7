import ArgumentParser
import SleepLab

/// `reverie prepare`: a recording becomes a night for the generator.
public struct PrepareCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Make a night for the generator from a recording.",
    discussion: """
      Signals are found by name; what was taken for what, and what had to be put right, is said. The night holds band \
      powers, stages and events, the dream reports that were given, what the sleeper permitted and until when, and \
      nothing of whose it is. Without --permit nothing is stated, and nothing forbidden. The uses that commands ask \
      for: exhibition (serve, stream), film (render), research (export, epochs, events, inspect --plot).
      """)

  @Argument(help: "The recording: EDF, EDF+ or BDF.")
  var recording: String

  @Option(help: "An expert's stages: EDF+, NSRR or Profusion XML, BIDS, Noxturnal, or a table or list of codes.")
  var hypnogram: String?

  @Option(help: "A stager's probabilities: CSV with the columns W, N1, N2, N3, R, one line an epoch.")
  var probabilities: String?

  @Option(help: "Dream reports: CSV or JSON with recording_offset_s and text.")
  var reports: String?

  @Option(name: .customLong("permit"), help: "A use that the sleeper permits: exhibition, film, research …; repeat it.")
  var permitted: [ConsentUseOption] = []

  @Option(help: "The last day of the consent (2027-06-30, UTC), or its end as an RFC 3339 instant.")
  var consentUntil: ConsentEndOption?

  @OptionGroup var signals: MontageOptions

  @Option(
    help: "Leave out the waking before and after sleep, but for so many minutes of it; without this all is kept.")
  var trimWake: Double?

  @Option(name: [.short, .long], help: "Where the night goes, FILE.night.")
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Option(help: ArgumentHelp("Text that the id is salted with; random if not given.", visibility: .hidden))
  var salt: String?

  @Flag(help: ArgumentHelp("Say on standard error how long each step took.", visibility: .hidden))
  var timings = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses two scorings at once, and a consent that has ended before it begins.
  public func validate() throws {
    guard hypnogram == nil || probabilities == nil else {
      throw ValidationError("give --hypnogram or --probabilities: an expert's stages win")
    }
    if let consentUntil, consentUntil.unixSeconds <= WallClock.unixSeconds() {
      throw ValidationError("--consent-until lies in the past")
    }
    if let trimWake, !(0...1440).contains(trimWake) { throw ValidationError("--trim-wake takes 0 to 1440 minutes") }
    if permitted.count > Consent.mostUses { throw ValidationError("--permit takes \(Consent.mostUses) uses at most") }
  }

  /// Prepares the night; throws a fault with the contract's exit code, and leaves nothing half done.
  public func run() throws {
    if !force, WholeFile.exists(output) { throw LabFault.fault(of: WholeFile.Failure.exists) }
    MemoryReuse.begin()
    let progress = PrepareProgress()
    let clock = timings ? PrepareTimings() : nil
    try clock?.timeReading(recording)
    let opened = try LabFault.guarded { () throws(RecordingError) in try Recording(path: recording) }
    let scored = try hypnogram.map { path in
      try LabFault.guarded { () throws(HypnogramError) in try HypnogramFile(path: path, of: opened) }
    }
    let supplement = try supplement(of: opened)
    let montage = try signals.montage(of: opened)
    var outcome = try LabFault.guarded { () throws(PreparationError) in
      try Preparation.night(
        of: opened, hypnogram: scored, montage: montage, supplement: supplement, salt: saltBytes(),
        report: { step in
          progress.show(step)
          clock?.begin(step)
        })
    }
    if let clock { progress.say("timings \(clock.finish())") }
    if let trimWake { outcome.trimWake(marginSeconds: 60 * trimWake) }
    try LabFault.guarded { () throws(WholeFile.Failure) in
      try NightFile.write(outcome.night, to: output, mayReplace: force)
    }
    progress.finish()
    print(PrepareCommand.summary(of: outcome))
  }

  private func supplement(of recording: Recording) throws -> Preparation.Supplement {
    var supplement = Preparation.Supplement(
      consent: Consent(uses: Set(permitted.map(\.use)), expiresUnixSeconds: consentUntil?.unixSeconds))
    if let reports {
      let file = try LabFault.guarded { () throws(DreamReportError) in
        try DreamReportFile(path: reports, of: recording)
      }
      supplement.reports = file.reports
      supplement.repairs = file.repairs
    }
    supplement.probabilities = try probabilities.map { path in
      try LabFault.guarded { () throws(StageProbabilitiesError) in try StageProbabilities(path: path) }
    }
    return supplement
  }

  private func saltBytes() -> [UInt8] {
    if let salt { return Array(salt.utf8) }
    return (0..<16).map { _ in UInt8.random(in: .min ... .max) }
  }

  private static func summary(of outcome: Preparation.Outcome) -> String {
    let night = outcome.night
    var lines = ["night \(night.id), \(PlainNumber.text(PlainNumber.rounded(night.durationSeconds))) s"]
    lines += MontageOptions.lines(outcome.montage)
    let scorer = night.epochs.first?.scoredBy.wording ?? "nobody"
    lines.append("stages (epochs, by \(scorer)): " + InspectCommand.stagesLine(InspectCommand.stageCounts(night)))
    let counts = SleepEvent.Kind.allCases.map { kind in
      "\(kind.wording) \(night.events.count { $0.kind == kind })"
    }
    lines.append("events: " + counts.joined(separator: ", "))
    lines.append("consent: \(ConsentWording.line(night.consent)); dream reports: \(night.reports.count)")
    lines += outcome.repairs.map { "note: \($0.text) [\($0.code)]" }
    return lines.joined(separator: "\n")
  }
}
