/// What making, keeping and reading do to strands: changes, lost strands, copies, another order; all from a seed.
public struct Spoiling: Sendable, Hashable {
  /// The share of bases that become another, 0 to 1.
  public var substitutions = 0.0
  /// The share of places before which a base comes in, 0 to 1.
  public var insertions = 0.0
  /// The share of bases that are left out, 0 to 1.
  public var deletions = 0.0
  /// The share of strands that are lost, 0 to 1.
  public var losses = 0.0
  /// The share of strands that come twice, each copy with errors of its own, 0 to 1.
  public var duplicates = 0.0
  /// Whether the order of the strands is lost.
  public var isShuffled = true

  /// A channel that only shuffles.
  public init() {}

  /// Strands as they come out.
  ///
  /// - Parameters:
  ///   - strands: letters in ASCII.
  ///   - seed: the same seed deals the same faults.
  /// - Returns: what is left, perhaps nothing.
  public func spoiled(_ strands: [[UInt8]], seed: UInt64) -> [[UInt8]] {
    var chance = StrandChance(seed: seed)
    var result: [[UInt8]] = []
    for strand in strands where chance.unit() >= losses {
      result.append(changed(strand, &chance))
      if chance.unit() < duplicates { result.append(changed(strand, &chance)) }
    }
    if isShuffled {
      for index in result.indices.reversed() { result.swapAt(index, chance.below(index + 1)) }
    }
    return result
  }

  private func changed(_ strand: [UInt8], _ chance: inout StrandChance) -> [UInt8] {
    var result: [UInt8] = []
    for letter in strand {
      if chance.unit() < insertions { result.append(Bases.letters[chance.below(4)]) }
      if chance.unit() < deletions { continue }
      let isChanged = chance.unit() < substitutions
      let place = (Bases.letters.firstIndex(of: letter) ?? 0) + (isChanged ? 1 + chance.below(3) : 0)
      result.append(Bases.letters[place % 4])
    }
    return result
  }
}
