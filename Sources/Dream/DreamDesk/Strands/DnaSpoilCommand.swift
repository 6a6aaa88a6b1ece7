import ArgumentParser
import SleepLab
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

  @OptionGroup var faults: FaultOptions

  @Option(help: "Any whole number from 0.")
  var seed: UInt64 = 1

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Writes the spoiled strands whole or not at all; throws a fault with the contract's exit code.
  public func run() throws {
    try StrandFile.requireFree(output, mayReplace: force)
    let before = try StrandFile.strands(of: strands).strands
    let after = faults.spoiling.spoiled(before, seed: seed)
    try StrandFile.write(after, to: output, mayReplace: force, night: try NightOfStills.common(of: [strands]))
    print("\(before.count) strands before, \(after.count) after")
  }
}
