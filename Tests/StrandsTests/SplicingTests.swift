import Testing

@testable import Strands

@Suite("Splicing by genomes")
struct SplicingTests {
  /// A still of soft hills and grain that a seed deals.
  static func still(_ width: Int, _ height: Int, seed: UInt64) -> SpliceStill {
    var chance = StrandChance(seed: seed)
    let hills = (0..<6).map { _ in (x: chance.unit(), y: chance.unit(), high: chance.unit(), plane: chance.below(3)) }
    let planes = (0..<3).map { plane in
      (0..<(width * height)).map { index -> Float in
        let (y, x) = (Double(index / width) / Double(height), Double(index % width) / Double(width))
        let sum = hills.filter { $0.plane == plane }.reduce(0.3) { sum, hill in
          let (dx, dy) = (x - hill.x, y - hill.y)
          return sum + hill.high / (1 + 40 * (dx * dx + dy * dy))
        }
        return Float(min(1, max(0, sum * 0.6 + 0.1 * chance.unit())))
      }
    }
    return SpliceStill(width: width, height: height, planes: planes)
  }

  private func largestDifference(_ one: SpliceStill, _ other: SpliceStill) -> Float {
    zip(one.planes, other.planes).reduce(0) { most, pair in
      zip(pair.0, pair.1).reduce(most) { max($0, abs($1.0 - $1.1)) }
    }
  }

  @Test("a genome is the seed's, has a quarter of each parent's genes at least, and is read as it was written")
  func genomes() throws {
    var crossings = 0
    for seed in UInt64(1)...300 {
      let genome = Genome(chromosomeCount: 6, seed: seed)
      #expect(genome == Genome(chromosomeCount: 6, seed: seed) && genome.chromosomes.count == 6)
      #expect((0.25...0.75).contains(genome.firstShare), "seed \(seed)")
      #expect((16...48).contains(genome.chromosomes[0].count { $0 == .first }), "seed \(seed)")
      #expect(Genome(text: genome.text) == genome)
      crossings += genome.chromosomes.reduce(0) { sum, genes in
        sum + zip(genes, genes.dropFirst()).count { $0 != $1 }
      }
    }
    let mean = Double(crossings) / 1800
    #expect(mean > 2 && mean < 3)
    #expect(Set((UInt64(1)...50).map { Genome(chromosomeCount: 5, seed: $0).text }).count == 50)
    #expect(Genome(text: "AB") == nil && Genome(text: "") == nil)
    #expect(Genome(text: String(repeating: "C", count: 64)) == nil)
  }

  @Test("neighbours on a chromosome are neighbours in the picture")
  func curve() throws {
    // A genome whose genes change parent once, after each place in turn, tells where each gene stands.
    var regions: [Int] = []
    for place in 0..<64 {
      let genes = (0..<64).map { $0 == place ? "A" : "B" }.joined()
      let genome = try #require(Genome(text: genes))
      let found = (0..<64).filter { genome.parent(inChromosome: 0, column: $0 % 8, row: $0 / 8) == .first }
      #expect(found.count == 1)
      regions += found
    }
    #expect(Set(regions).count == 64)
    for (one, next) in zip(regions, regions.dropFirst()) {
      #expect(abs(one % 8 - next % 8) + abs(one / 8 - next / 8) == 1)
    }
  }

  @Test(
    "a child of one parent is that parent, and a child of twins is a twin", arguments: [(64, 64), (97, 41), (16, 200)])
  func twins(width: Int, height: Int) throws {
    let (one, other) = (Self.still(width, height, seed: 1), Self.still(width, height, seed: 2))
    let first = try #require(Genome(text: String(repeating: "A", count: 64)))
    let second = try #require(Genome(text: String(repeating: "B", count: 64)))
    #expect(largestDifference(Splicing(first: one, second: other, genome: first).finished(), one) < 1e-4)
    #expect(largestDifference(Splicing(first: one, second: other, genome: second).finished(), other) < 1e-4)
    #expect(largestDifference(Splicing(first: one, second: one, seed: 3).finished(), one) < 1e-4)
  }

  @Test("a region is its parent's away from the seams, and nothing between the parents is left out at the seams")
  func regions() throws {
    let dark = SpliceStill(
      width: 256, height: 256, planes: Array(repeating: Array(repeating: 0.2, count: 65_536), count: 3))
    let bright = SpliceStill(
      width: 256, height: 256, planes: Array(repeating: Array(repeating: 0.8, count: 65_536), count: 3))
    // The first half of Hilbert's curve is one half of the picture.
    let genes = String(repeating: "A", count: 32) + String(repeating: "B", count: 32)
    let genome = try #require(Genome(text: genes))
    let child = Splicing(first: dark, second: bright, genome: genome).finished()
    let values = child.planes[0]
    #expect(values.allSatisfy { $0 > 0.19 && $0 < 0.81 })
    let corner = { (column: Int, row: Int) in values[row * 256 + column] }
    for (column, row) in [(2, 2), (253, 2), (2, 253), (253, 253)] {
      let parent = genome.parent(inChromosome: 0, column: column / 32, row: row / 32)
      #expect(abs(corner(column, row) - (parent == .first ? 0.2 : 0.8)) < 0.03)
    }
    // Soft: no neighbours jump.
    for row in stride(from: 0, to: 256, by: 16) {
      for column in 1..<256 { #expect(abs(corner(column, row) - corner(column - 1, row)) < 0.1) }
    }
  }

  @Test("steps lead to the same child as all at once")
  func steps() {
    let (one, other) = (Self.still(120, 90, seed: 5), Self.still(200, 60, seed: 6))
    var splicing = Splicing(first: one, second: other, seed: 9)
    var count = 0
    while !splicing.isDone {
      #expect(splicing.result == nil)
      splicing.step()
      count += 1
    }
    #expect(count == splicing.stepCount)
    splicing.step()
    #expect(splicing.doneCount == count)
    #expect(splicing.result == Splicing(first: one, second: other, seed: 9).finished())
    #expect(splicing.result != Splicing(first: one, second: other, seed: 10).finished())
  }

  @Test("a still is brought to any size without changing its brightness, and words come back")
  func fitting() throws {
    let grey = SpliceStill(
      width: 50, height: 30, planes: Array(repeating: Array(repeating: 0.4, count: 1500), count: 3))
    for (width, height) in [(16, 16), (100, 16), (33, 200), (50, 30)] {
      let fitted = grey.fitted(width: width, height: height)
      #expect(fitted.width == width && fitted.height == height)
      #expect(fitted.planes.allSatisfy { $0.count == width * height && $0.allSatisfy { abs($0 - 0.4) < 1e-5 } })
    }
    var chance = StrandChance(seed: 4)
    let words = (0..<320).map { _ in UInt32(chance.below(1 << 24)) }
    let still = try #require(SpliceStill(width: 20, height: 16, words: words))
    #expect(still.words == words)
    #expect(SpliceStill(width: 8, height: 16, words: []) == nil)
    #expect(SpliceStill(width: 20, height: 16, words: [1]) == nil)
  }
}
