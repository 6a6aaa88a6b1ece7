/// Which of two parents each part of a picture is taken from: a chromosome a band of detail, a gene a region of the picture.
///
/// Genes of a chromosome stand along Hilbert's curve, so that neighbours on it are neighbours in the picture. As in a cell,
/// a chromosome begins with one parent's genes and changes to the other's at crossings, which fall at random and without
/// regard to one another (Haldane 1919, Journal of Genetics 8:299).
public struct Genome: Sendable, Hashable {
  /// A parent.
  public enum Parent: UInt8, Sendable, Hashable {
    case first = 0x41
    case second = 0x42
  }

  /// Regions a side.
  public static let regionsASide = 8
  static let geneCount = regionsASide * regionsASide
  /// How many crossings a chromosome has in the mean.
  static let meanCrossings = 2.5

  /// Genes along the curve, the chromosome of the coarsest band first.
  public let chromosomes: [[Parent]]

  /// A genome as it falls.
  ///
  /// A fall in which one parent has less than a quarter of all genes, or of those of the coarsest band, is passed over: its
  /// picture would be the other parent's.
  ///
  /// - Parameters:
  ///   - chromosomeCount: bands, 1 to 16, brought into that range.
  ///   - seed: the same seed gives the same genome.
  public init(chromosomeCount: Int, seed: UInt64) {
    let count = max(1, min(16, chromosomeCount))
    var chance = StrandChance(seed: seed)
    var chromosomes: [[Parent]] = []
    repeat {
      chromosomes = (0..<count).map { _ in Genome.chromosome(&chance) }
    } while !Genome.isMixed(chromosomes)
    self.chromosomes = chromosomes
  }

  /// A genome that was written down: a line a chromosome, A or B a gene.
  ///
  /// - Parameter text: as `text` writes it.
  /// - Returns: nil where a line has another length or another letter.
  public init?(text: String) {
    let lines = text.split(separator: "\n")
    let chromosomes = lines.map { $0.utf8.compactMap(Parent.init(rawValue:)) }
    guard (1...16).contains(lines.count), zip(lines, chromosomes).allSatisfy({ $0.utf8.count == $1.count }),
      chromosomes.allSatisfy({ $0.count == Genome.geneCount })
    else { return nil }
    self.chromosomes = chromosomes
  }

  /// A line a chromosome, A or B a gene.
  public var text: String {
    chromosomes.map { String(decoding: $0.map(\.rawValue), as: UTF8.self) }.joined(separator: "\n")
  }

  /// The share of the genes that are the first parent's, 0 to 1.
  public var firstShare: Double {
    Double(chromosomes.reduce(0) { $0 + $1.count { $0 == .first } }) / Double(chromosomes.count * Genome.geneCount)
  }

  /// The parent of a region.
  ///
  /// - Parameters:
  ///   - chromosome: its number, from 0.
  ///   - column: from the left, 0 to 7.
  ///   - row: from above, 0 to 7.
  /// - Returns: whose gene stands there.
  public func parent(inChromosome chromosome: Int, column: Int, row: Int) -> Parent {
    chromosomes[chromosome][Genome.placesOfRegions[row * Genome.regionsASide + column]]
  }

  private static func chromosome(_ chance: inout StrandChance) -> [Parent] {
    var isFirst = chance.unit() < 0.5
    return (0..<geneCount).map { gene in
      // A crossing between two neighbours, or an odd number of them: Haldane's map function.
      if gene > 0, chance.unit() < crossingShare { isFirst.toggle() }
      return isFirst ? .first : .second
    }
  }

  /// (1 − e^(−2d)) / 2 for the distance of neighbours, in crossings; a polynomial, since no two machines' exponentials need
  /// agree in the last digit.
  private static let crossingShare: Double = {
    let distance = 2 * meanCrossings / Double(geneCount - 1)
    return (distance - distance * distance / 2 + distance * distance * distance / 6) / 2
  }()

  private static func isMixed(_ chromosomes: [[Parent]]) -> Bool {
    [chromosomes, Array(chromosomes.prefix(1))].allSatisfy { some in
      let firstCount = some.reduce(0) { $0 + $1.count { $0 == .first } }
      let all = some.count * geneCount
      return 4 * firstCount >= all && 4 * firstCount <= 3 * all
    }
  }

  /// Where on the curve each region stands, row by row (Hilbert 1891, doi 10.1007/BF01199431).
  private static let placesOfRegions: [Int] = {
    (0..<geneCount).map { region in
      var (x, y) = (region % regionsASide, region / regionsASide)
      var place = 0
      var side = regionsASide / 2
      while side > 0 {
        let (right, below) = (x & side > 0, y & side > 0)
        place += side * side * ((right ? 3 : 0) ^ (below ? 1 : 0))
        if !below {
          if right { (x, y) = (regionsASide - 1 - x, regionsASide - 1 - y) }
          (x, y) = (y, x)
        }
        side /= 2
      }
      return place
    }
  }()
}
