import ArgumentParser
import SleepLab

/// `reverie epochs`: the epochs of a prepared night.
public struct EpochsCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "epochs", abstract: "Print the epochs of a prepared night: stage, scorer, powers.")

  @Argument(help: "The .night file.")
  var night: String

  @Flag(help: "Print comma-separated values (also without any flag).")
  var csv = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses two forms at once.
  public func validate() throws {
    if csv && json { throw ValidationError("give --csv or --json, not both") }
  }

  /// Prints the epochs; throws a fault with the contract's exit code.
  public func run() throws {
    let opened = try LabFault.guarded { () throws(NightFileError) in try NightFile.read(path: night) }
    print(json ? EpochsTable.json(opened.epochs).written() : EpochsTable.csv(opened.epochs))
  }
}

/// Epochs as tables. Powers are in µV², relative powers are shares of 0.5–30 Hz.
enum EpochsTable {
  private static let columns =
    ["epoch", "stage", "scored_by", "sure"] + Band.allCases.map { "\($0.name)_uv2" }
    + Band.allCases.map { "\($0.name)_rel" }

  static func csv(_ epochs: [Epoch]) -> String {
    var lines = [columns.joined(separator: ",")]
    for (index, epoch) in epochs.enumerated() {
      let cells = ["\(index)", epoch.stage.wording, epoch.scoredBy.wording, plain(epoch.sure)]
      lines.append((cells + powers(epoch).map { $0.map(plain) ?? "" }).joined(separator: ","))
    }
    return lines.joined(separator: "\n")
  }

  static func json(_ epochs: [Epoch]) -> JSONValue {
    .list(
      epochs.enumerated().map { index, epoch in
        let heads: [JSONValue] = [
          .count(index), .text(epoch.stage.wording), .text(epoch.scoredBy.wording), .measured(Double(epoch.sure)),
        ]
        let values = heads + powers(epoch).map { JSONValue.measured($0.map(Double.init)) }
        return .object(Array(zip(columns, values)))
      })
  }

  private static func powers(_ epoch: Epoch) -> [Float?] {
    Band.allCases.map { epoch.powers?.absolute[$0] } + Band.allCases.map { epoch.powers?.relative[$0] }
  }

  private static func plain(_ value: Float) -> String {
    PlainNumber.text(PlainNumber.rounded(Double(value)))
  }
}
