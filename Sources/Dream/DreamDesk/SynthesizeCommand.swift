import ArgumentParser
import SleepLab

extension SyntheticDifficulty: ExpressibleByArgument {}

/// `reverie synthesize`: a made-up night from a seed.
public struct SynthesizeCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "synthesize", abstract: "Make up a plausible night: a recording and its hypnogram, both EDF+.",
    discussion: """
      The same seed, length and difficulty give the same bytes. Nobody slept it. Easy nights are for demonstrations; \
      real and hard ones are for holding detectors and stagers against: a sleeper of their own, rhythms that overlap, \
      artefacts, a gain that drifts. --truth tells what was laid into them.
      """)

  @Option(
    name: [.short, .long],
    help:
      "A folder for night-PSG.edf and night-Hypnogram.edf, or a file NAME.edf, beside which NAME-Hypnogram.edf goes.")
  var output: String

  @Option(help: "Any whole number from 0.")
  var seed: UInt64 = 1

  @Option(help: "How long the night is, 0.1 to 24.")
  var hours = 7.5

  @Option(help: "How hard it is to read.")
  var difficulty: SyntheticDifficulty = .easy

  @Option(
    help: "A file for the events and artefacts that were laid into it: FILE.csv, or FILE.edf for EDF+ annotations.")
  var truth: [String] = []

  @Flag(help: "Replace outputs that exist.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses lengths that no night has, and a truth in an unknown form.
  public func validate() throws {
    guard hours >= 0.1, hours <= SyntheticNight.longestHours else {
      throw ValidationError("--hours takes 0.1 to 24")
    }
    guard truth.allSatisfy({ Self.isTable($0) || $0.lowercased().hasSuffix(".edf") }) else {
      throw ValidationError("--truth takes FILE.csv or FILE.edf")
    }
  }

  /// Makes the night and writes its files; throws a fault with the contract's exit code.
  public func run() throws {
    let (folder, recordingPath, hypnogramPath) = paths()
    let outputs = [recordingPath, hypnogramPath] + truth
    guard Set(outputs).count == outputs.count else { throw ValidationError("two outputs have the same name") }
    if !force, outputs.contains(where: { WholeFile.exists($0) }) { throw LabFault.fault(of: WholeFile.Failure.exists) }
    let night = SyntheticNight(seed: seed, hours: hours, difficulty: difficulty)
    let contents = [night.recording, night.hypnogram] + truth.map { Self.truth(of: night, for: $0) }
    try LabFault.guarded { () throws(WholeFile.Failure) in
      if let folder { try WholeFile.makeFolder(folder) }
      var written: [String] = []
      do throws(WholeFile.Failure) {
        for (path, bytes) in zip(outputs, contents) {
          try WholeFile.write(bytes, to: path, mayReplace: force)
          written.append(path)
        }
      } catch {
        // All or none.
        for path in written { WholeFile.remove(path) }
        throw error
      }
    }
    print(outputs.joined(separator: "\n"))
  }

  private static func isTable(_ path: String) -> Bool { path.lowercased().hasSuffix(".csv") }

  private static func truth(of night: SyntheticNight, for path: String) -> [UInt8] {
    isTable(path) ? Array(night.truthTable.utf8) : night.truthRecording
  }

  private func paths() -> (folder: String?, recording: String, hypnogram: String) {
    if output.lowercased().hasSuffix(".edf") {
      return (nil, output, "\(output.dropLast(4))-Hypnogram.edf")
    }
    let folder = output.hasSuffix("/") ? String(output.dropLast()) : output
    return (folder, "\(folder)/night-PSG.edf", "\(folder)/night-Hypnogram.edf")
  }
}
