import ArgumentParser
import Endings
import SleepLab

/// `reverie export`: a night's stages and events for other programs.
public struct ExportCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a night's stages and events as EDF+ annotations or BIDS events.",
    discussion: """
      FILE.edf has an annotation an epoch and an event. FILE.tsv is the events table of a BIDS data set; FILE.json \
      beside it says what the columns mean. Both name nobody; the night's salted id lets `reverie withdraw` find them.
      """)

  @Argument(help: "The .night file.")
  var night: String

  @Option(name: [.short, .long], help: "FILE.edf or FILE.tsv.")
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses names that say no form.
  public func validate() throws {
    guard output.lowercased().hasSuffix(".edf") || output.lowercased().hasSuffix(".tsv") else {
      throw ValidationError("the output is named FILE.edf or FILE.tsv")
    }
  }

  /// Writes; throws a fault with the contract's exit code, and leaves nothing half done.
  public func run() throws {
    let opened = try NightInput.open(night, for: .research).night
    if output.lowercased().hasSuffix(".edf") { return try write(ScoringEDF.bytes(of: opened), to: output) }
    let sidecar = output.dropLast(4) + ".json"
    if !force, WholeFile.exists(String(sidecar)) { throw LabFault.fault(of: WholeFile.Failure.exists) }
    try write(Array(ScoringBIDS.table(of: opened).utf8), to: output)
    try write(Array(ScoringBIDS.sidecar(of: opened).utf8), to: String(sidecar))
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try LabFault.guarded { () throws(WholeFile.Failure) in
      try WholeFile.write(bytes, to: path, mayReplace: force)
    }
  }
}
