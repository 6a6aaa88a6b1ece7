import ArgumentParser
import Strands

/// What a laboratory and the years do to strands, as shares.
struct FaultOptions: ParsableArguments {
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

  func validate() throws {
    guard shares.allSatisfy({ (0...1).contains($0) }) else { throw ValidationError("shares are from 0 to 1") }
  }

  private var shares: [Double] { [substitutions, insertions, deletions, losses, duplicates] }

  var isAny: Bool { shares.contains { $0 > 0 } }

  var spoiling: Spoiling {
    var spoiling = Spoiling()
    spoiling.substitutions = substitutions
    spoiling.insertions = insertions
    spoiling.deletions = deletions
    spoiling.losses = losses
    spoiling.duplicates = duplicates
    return spoiling
  }
}
