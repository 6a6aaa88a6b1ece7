import ArgumentParser
import Strands

/// `reverie dna spoil`: strands as a laboratory and the years might give them back.
public struct DnaSpoilCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "spoil", abstract: "Change, lose, copy and shuffle strands, from a seed.")

  @Argument(help: "The strands, one a line.")
  var strands: String

  @Option(name: [.short, .long], help: "Where the spoiled strands go.")
  var output: String

  @Option(help: "The share of bases that become another, 0 to 1.")
  var substitutions = 0.0

  @Option(help: "The share of places where a base comes in, 0 to 1.")
  var insertions = 0.0

  @Option(help: "The share of bases that are left out, 0 to 1.")
  var deletions = 0.0

  @Option(help: "The share of strands that are lost, 0 to 1.")
  var losses = 0.0

  @Option(help: "The share of strands that come twice, 0 to 1.")
  var duplicates = 0.0

  @Option(help: "Any whole number from 0.")
  var seed: UInt64 = 1

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses shares outside 0 to 1.
  public func validate() throws {
    guard [substitutions, insertions, deletions, losses, duplicates].allSatisfy({ (0...1).contains($0) }) else {
      throw ValidationError("shares are from 0 to 1")
    }
  }

  /// Writes the spoiled strands whole or not at all; throws a fault with the contract's exit code.
  public func run() throws {
    try StrandFile.requireFree(output, mayReplace: force)
    var spoiling = Spoiling()
    spoiling.substitutions = substitutions
    spoiling.insertions = insertions
    spoiling.deletions = deletions
    spoiling.losses = losses
    spoiling.duplicates = duplicates
    let before = try StrandFile.strands(of: strands).strands
    let after = spoiling.spoiled(before, seed: seed)
    try StrandFile.write(StrandText.text(of: after), to: output, mayReplace: force)
    print("\(before.count) strands before, \(after.count) after")
  }
}
