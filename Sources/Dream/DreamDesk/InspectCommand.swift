import ArgumentParser
import SleepLab

/// `reverie inspect`: what a recording or a prepared night holds.
public struct InspectCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Say what a recording (EDF, EDF+, BDF) or a prepared night holds.",
    discussion: "Whatever had to be put right is said. Names, dates and annotations' texts are never shown.")

  @Argument(help: "The recording, or a .night file.")
  var file: String

  @OptionGroup var signals: MontageOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: "Draw hypnogram, spectrogram, band powers and events to FILE.svg or FILE.png, and print nothing.")
  var plot: String?

  @Flag(help: "Replace the plot if it exists.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses names of plots that say no form.
  public func validate() throws {
    guard let plot else { return }
    guard plot.lowercased().hasSuffix(".svg") || plot.lowercased().hasSuffix(".png") else {
      throw ValidationError("the plot is named FILE.svg or FILE.png")
    }
    if json { throw ValidationError("give --json or --plot, not both") }
  }

  /// Prints the report; throws a fault with the contract's exit code.
  public func run() throws {
    if let plot { return try PlotFile.write(of: file, to: plot, mayReplace: force) }
    if NightFile.isNight(path: file) {
      let night = try LabFault.guarded { () throws(NightFileError) in try NightFile.read(path: file) }
      print(json ? NightReport(night: night).json.written() : NightReport(night: night).table)
      return
    }
    let recording = try LabFault.guarded { () throws(RecordingError) in try Recording(path: file) }
    let report = RecordingReport(recording, try signals.montage(of: recording))
    print(json ? report.json.written() : report.table)
  }

  /// The counts of epochs a stage, every stage named.
  static func stagesJSON(_ stages: [Stage: Int]) -> JSONValue {
    .object(Stage.allCases.map { ($0.wording, .count(stages[$0] ?? 0)) })
  }

  static func stagesLine(_ stages: [Stage: Int]) -> String {
    Stage.allCases.map { "\($0.wording) \(stages[$0] ?? 0)" }.joined(separator: ", ")
  }

  static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return left ? blanks + text : text + blanks
  }
}
