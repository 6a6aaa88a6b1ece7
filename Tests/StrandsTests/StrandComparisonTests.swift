import Testing

@testable import Strands

@Suite("What became of strands")
struct StrandComparisonTests {
  /// The fewest faults by the plain table over all beginnings.
  private func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (index, letter) in one.enumerated() {
      var next = [index + 1]
      for column in other.indices {
        next.append(min(row[column] + (letter == other[column] ? 0 : 1), row[column + 1] + 1, next[column] + 1))
      }
      row = next
    }
    return row[other.count]
  }

  /// What the steps make of an original.
  private func replayed(_ steps: [StrandAlignment.Step], on original: [UInt8]) -> [UInt8] {
    var (result, place): ([UInt8], Int) = ([], 0)
    for step in steps {
      switch step {
      case .kept:
        result.append(original[place])
        place += 1
      case .changed(let letter):
        result.append(letter)
        place += 1
      case .fallen: place += 1
      case .came(let letter): result.append(letter)
      }
    }
    #expect(place == original.count)
    return result
  }

  @Test("an alignment leads from one strand to the other by as few faults as there can be")
  func alignment() throws {
    for seed in UInt64(1)...300 {
      var chance = StrandChance(seed: seed)
      let original = (0..<chance.below(60)).map { _ in Bases.letters[chance.below(4)] }
      var spoiling = Spoiling()
      spoiling.substitutions = 0.1 * chance.unit()
      spoiling.insertions = 0.1 * chance.unit()
      spoiling.deletions = 0.1 * chance.unit()
      let read = spoiling.spoiled([original], seed: seed)[0]
      let fewest = distance(original, read)
      let alignment = try #require(StrandAlignment(from: original, to: read, faultsAtMost: 24), "seed \(seed)")
      #expect(alignment.faultCount == fewest && alignment.steps.count { $0 != .kept } == fewest, "seed \(seed)")
      #expect(replayed(alignment.steps, on: original) == read, "seed \(seed)")
      if fewest > 0 { #expect(StrandAlignment(from: original, to: read, faultsAtMost: fewest - 1) == nil) }
    }
  }

  @Test("lost strands, copies and strays are told from those with faults")
  func comparison() throws {
    let written = try Fountain().strands(of: FountainTests.file(3000, seed: 3))
    var spoiling = Spoiling()
    spoiling.substitutions = 0.01
    spoiling.deletions = 0.002
    spoiling.losses = 0.2
    spoiling.duplicates = 0.5
    let read = spoiling.spoiled(written, seed: 5)
    let noise = (0..<7).map { seed in
      var chance = StrandChance(seed: 1000 + UInt64(seed))
      return (0..<152).map { _ in Bases.letters[chance.below(4)] }
    }
    let comparison = StrandComparison(of: written, with: read + noise)
    #expect(comparison.strayCount == 7)
    #expect(comparison.copyCounts.reduce(0, +) == read.count)
    #expect(zip(comparison.best, comparison.copyCounts).allSatisfy { ($0 == nil) == ($1 == 0) })
    let lost = comparison.best.count { $0 == nil }
    #expect(abs(Double(lost) / Double(written.count) - 0.2) < 0.12)
    let untouched = StrandComparison(of: written, with: written.reversed())
    #expect(untouched.best.allSatisfy { $0?.faultCount == 0 } && untouched.copyCounts.allSatisfy { $0 == 1 })
    #expect(StrandComparison(of: written, with: []).best.allSatisfy { $0 == nil })
  }

  @Test("overlapping strands are not taken for one another")
  func overlapping() throws {
    let written = try Goldman().strands(of: FountainTests.file(2500, seed: 6))
    for seed in UInt64(1)...5 {
      var spoiling = Spoiling()
      spoiling.substitutions = 0.01
      spoiling.isShuffled = false
      let comparison = StrandComparison(of: written, with: spoiling.spoiled(written, seed: seed))
      #expect(comparison.copyCounts.enumerated().filter { $0.element != 1 }.map { "\($0)" } == [], "seed \(seed)")
      #expect(comparison.strayCount == 0, "seed \(seed)")
    }
  }

  @Test("a strand's reading is clean, corrected or impossible, and its parts cover it")
  func readings() throws {
    let strands = try Fountain(parityByteCount: 4).strands(of: [1, 2, 3])
    var spoiled = strands
    spoiled[1][20] = spoiled[1][20] == 65 ? 67 : 65
    spoiled[2].removeLast()
    let readings = StrandCode.fountain.readings(of: spoiled)
    #expect(readings[0] == .clean && readings[1] == .corrected(1) && readings[2] == .unreadable)
    #expect(StrandCode.fountain.parts(ofBaseCount: 160) == [0..<16, 16..<144, 144..<160])
    #expect(StrandCode.goldman.parts(ofBaseCount: 117) == [0..<1, 1..<101, 101..<116, 116..<117])
    #expect(StrandCode.fountain.parts(ofBaseCount: 3) == [0..<3])
    let simple = try Goldman().strands(of: [5])
    #expect(StrandCode.goldman.readings(of: simple).allSatisfy { $0 == .clean })
  }
}
