import ArgumentParser
import SleepLab

/// `reverie synthesize`: a made-up night from a seed.
public struct SynthesizeCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "synthesize", abstract: "Make up a plausible night: a recording and its hypnogram, both EDF+.",
    discussion: "The same seed and length give the same bytes. Nobody slept it.")

  @Option(
    name: [.short, .long],
    help:
      "A folder for night-PSG.edf and night-Hypnogram.edf, or a file NAME.edf, beside which NAME-Hypnogram.edf goes.")
  var output: String

  @Option(help: "Any whole number from 0.")
  var seed: UInt64 = 1

  @Option(help: "How long the night is, 0.1 to 24.")
  var hours = 7.5

  @Flag(help: "Replace outputs that exist.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses lengths that no night has.
  public func validate() throws {
    guard hours >= 0.1, hours <= SyntheticNight.longestHours else {
      throw ValidationError("--hours takes 0.1 to 24")
    }
  }

  /// Makes the night and writes both files; throws a fault with the contract's exit code.
  public func run() throws {
    let (folder, recordingPath, hypnogramPath) = paths()
    if !force, WholeFile.exists(recordingPath) || WholeFile.exists(hypnogramPath) {
      throw LabFault.fault(of: WholeFile.Failure.exists)
    }
    let night = SyntheticNight(seed: seed, hours: hours)
    try LabFault.guarded { () throws(WholeFile.Failure) in
      if let folder { try WholeFile.makeFolder(folder) }
      try WholeFile.write(night.recording, to: recordingPath, mayReplace: force)
      do throws(WholeFile.Failure) {
        try WholeFile.write(night.hypnogram, to: hypnogramPath, mayReplace: force)
      } catch {
        // Both or none.
        WholeFile.remove(recordingPath)
        throw error
      }
    }
    print("\(recordingPath)\n\(hypnogramPath)")
  }

  private func paths() -> (folder: String?, recording: String, hypnogram: String) {
    if output.lowercased().hasSuffix(".edf") {
      return (nil, output, "\(output.dropLast(4))-Hypnogram.edf")
    }
    let folder = output.hasSuffix("/") ? String(output.dropLast()) : output
    return (folder, "\(folder)/night-PSG.edf", "\(folder)/night-Hypnogram.edf")
  }
}
