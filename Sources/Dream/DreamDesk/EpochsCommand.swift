import ArgumentParser
import Endings
import SleepLab

/// `reverie epochs`: the epochs of a night, and why each has its stage.
public struct EpochsCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "epochs", abstract: "Print the epochs of a night: stage, scorer, powers; and why.",
    discussion: """
      Of a recording the stages are those of the rules, with the probability of each; --why names the rules that made \
      one of them, --agreement compares them with an expert's.
      """)

  @Argument(help: "The .night file; or a recording, which is staged by the rules.")
  var night: String

  @Option(help: "Say why the rules give the epoch of this number its stage; needs the recording.")
  var why: Int?

  @Option(help: "An expert's stages to compare with: agreement, Cohen's kappa and who said what.")
  var agreement: String?

  @Flag(help: "Print comma-separated values (also without any flag).")
  var csv = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses two forms at once.
  public func validate() throws {
    if csv && json { throw ValidationError("give --csv or --json, not both") }
    if why != nil, agreement != nil { throw ValidationError("give --why or --agreement, not both") }
    if csv, why != nil || agreement != nil { throw ValidationError("--csv goes with the table of epochs alone") }
  }

  /// Prints the epochs; throws a fault with the contract's exit code.
  public func run() throws {
    if NightFile.isNight(path: night) {
      let opened = try NightInput.prepared(night, for: .research).night
      if why != nil {
        throw CommandFault(
          .usage, "a night holds no signals to explain its stages by: give the recording it was made of")
      }
      if let agreement { return try compare(opened.epochs.map(\.stage), with: agreement) }
      return print(json ? EpochsTable.json(opened.epochs).written() : EpochsTable.csv(opened.epochs))
    }
    let recording = try LabFault.guarded { () throws(RecordingError) in try Recording(path: night) }
    let staging = try LabFault.guarded { () throws(PreparationError) in try Preparation.staging(of: recording) }
    if let why {
      guard let explanation = staging.explanation(of: why) else {
        throw CommandFault(
          .usage, "there is nothing to tell of epoch \(why): the recording has epochs 0 to \(staging.stages.count - 1)")
      }
      let report = StageReport(epoch: why, explanation: explanation)
      return print(json ? report.json.written() : report.table)
    }
    if let agreement { return try compare(staging.stages, with: agreement) }
    let epochs = staging.epochs
    print(
      json
        ? EpochsTable.json(epochs, staging.probabilities).written() : EpochsTable.csv(epochs, staging.probabilities))
  }

  private func compare(_ stages: [Stage], with path: String) throws {
    let scored = try LabFault.guarded { () throws(HypnogramError) in try HypnogramFile(path: path) }
    let report = AgreementReport(agreement: Agreement(scored.hypnogram.stages(count: stages.count), stages))
    print(json ? report.json.written() : report.table)
  }
}

/// Epochs as tables. Powers are in µV², relative powers are shares of 0.5–30 Hz.
enum EpochsTable {
  private static let columns =
    ["epoch", "stage", "scored_by", "sure"] + Band.allCases.map { "\($0.name)_uv2" }
    + Band.allCases.map { "\($0.name)_rel" }

  private static let chances = ["p_w", "p_n1", "p_n2", "p_n3", "p_rem"]

  /// - Parameter probabilities: of W, N1, N2, N3, REM; nil leaves their columns out.
  static func csv(_ epochs: [Epoch], _ probabilities: [[Float]?]? = nil) -> String {
    var lines = [(columns + (probabilities == nil ? [] : chances)).joined(separator: ",")]
    for (index, epoch) in epochs.enumerated() {
      let cells = ["\(index)", epoch.stage.wording, epoch.scoredBy.wording, plain(epoch.sure)]
      let likely = probabilities.map { all in chances.indices.map { place in all[index].map { plain($0[place]) } ?? "" }
      }
      lines.append((cells + powers(epoch).map { $0.map(plain) ?? "" } + (likely ?? [])).joined(separator: ","))
    }
    return lines.joined(separator: "\n")
  }

  /// - Parameter probabilities: of W, N1, N2, N3, REM; nil leaves their members out.
  static func json(_ epochs: [Epoch], _ probabilities: [[Float]?]? = nil) -> JSONValue {
    .list(
      epochs.enumerated().map { index, epoch in
        let heads: [JSONValue] = [
          .count(index), .text(epoch.stage.wording), .text(epoch.scoredBy.wording), .measured(Double(epoch.sure)),
        ]
        let values = heads + powers(epoch).map { JSONValue.measured($0.map(Double.init)) }
        let likely = probabilities.map { all in
          chances.indices.map { place in (chances[place], JSONValue.measured(all[index].map { Double($0[place]) })) }
        }
        return .object(Array(zip(columns, values)) + (likely ?? []))
      })
  }

  private static func powers(_ epoch: Epoch) -> [Float?] {
    Band.allCases.map { epoch.powers?.absolute[$0] } + Band.allCases.map { epoch.powers?.relative[$0] }
  }

  private static func plain(_ value: Float) -> String {
    PlainNumber.text(PlainNumber.rounded(Double(value)))
  }
}
