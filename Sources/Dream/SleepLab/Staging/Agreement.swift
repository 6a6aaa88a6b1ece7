/// How far two scorings of one night agree, over the epochs that both gave a stage.
public struct Agreement: Sendable, Hashable {
  /// The stages of rows and columns.
  public static let stages: [Stage] = StageExplanation.stages

  /// How many epochs the first scorer (row) and the second (column) gave which stage.
  public private(set) var counts: [[Int]] = Array(repeating: Array(repeating: 0, count: 5), count: 5)

  /// Compares two scorings, epoch by epoch; what only one of them reaches is left out.
  ///
  /// - Parameters:
  ///   - first: one scorer's stages.
  ///   - second: the other's.
  public init(_ first: some Sequence<Stage>, _ second: some Sequence<Stage>) {
    for (one, other) in zip(first, second) {
      guard let row = Self.stages.firstIndex(of: one), let column = Self.stages.firstIndex(of: other) else { continue }
      counts[row][column] += 1
    }
  }

  /// How many epochs count.
  public var epochCount: Int { counts.joined().reduce(0, +) }

  /// The share of epochs with the same stage, 0 to 1; nil for none.
  public var share: Double? {
    epochCount > 0 ? Double(Self.stages.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(epochCount) : nil
  }

  /// Cohen's κ (doi 10.1177/001316446002000104): the agreement beyond chance, 1 for the same; nil where chance explains all.
  public var kappa: Double? {
    guard let share else { return nil }
    let total = Double(epochCount)
    let chance = Self.stages.indices.reduce(0.0) { sum, stage in
      let row = Double(counts[stage].reduce(0, +)), column = Double(counts.reduce(0) { $0 + $1[stage] })
      return sum + row * column / (total * total)
    }
    return chance < 1 ? (share - chance) / (1 - chance) : nil
  }
}
