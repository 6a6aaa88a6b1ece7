/// Two stills spliced by a genome, in steps that a frame loop can take one at a time.
///
/// Each plane of both is taken apart into bands of detail (a Laplacian pyramid). Each band is taken from the parent whose
/// gene stands in the region, with seams as wide as the band's own detail, so that none shows (Burt and Adelson 1983,
/// doi 10.1145/245.247). So a child may have one parent's forms with the other's texture. Nothing but the stills and the
/// genome decides what comes out.
public struct Splicing: Sendable {
  /// The genome.
  public let genome: Genome
  /// Steps in all.
  public let stepCount: Int
  /// Steps that are done.
  public private(set) var doneCount = 0
  /// Whether the child is there.
  public var isDone: Bool { doneCount == stepCount }

  private let parents: [SpliceStill]
  private let bandCount: Int
  private var child: SpliceStill
  /// What is left of both parents in the plane under way, halved again and again.
  private var coarse: [PyramidPlane] = []
  /// The child's bands of that plane, the finest first.
  private var bands: [PyramidPlane] = []

  /// Bands of stills of a size: as many as leave sixteen or more pixels in the coarsest.
  ///
  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  /// - Returns: 1 to 7.
  public static func bandCount(width: Int, height: Int) -> Int {
    var count = 1
    var side = min(width, height)
    while side >= 32, count < 7 {
      side = (side + 1) / 2
      count += 1
    }
    return count
  }

  /// Begins.
  ///
  /// - Parameters:
  ///   - first: a parent.
  ///   - second: the other parent; brought to the first one's size.
  ///   - seed: what the genome falls by.
  public init(first: SpliceStill, second: SpliceStill, seed: UInt64) {
    let count = Splicing.bandCount(width: first.width, height: first.height)
    self.init(first: first, second: second, genome: Genome(chromosomeCount: count, seed: seed))
  }

  /// Begins with a genome that is known.
  ///
  /// - Parameters:
  ///   - first: a parent.
  ///   - second: the other parent; brought to the first one's size.
  ///   - genome: the coarsest band first; bands beyond its chromosomes follow its last.
  public init(first: SpliceStill, second: SpliceStill, genome: Genome) {
    self.genome = genome
    parents = [first, second.fitted(width: first.width, height: first.height)]
    child = first
    bandCount = Splicing.bandCount(width: first.width, height: first.height)
    // A plane is taken apart band by band, and put together but for its coarsest.
    stepCount = 3 * (2 * bandCount - 1)
  }

  /// Takes a step: one band of one plane. Nothing happens once the child is there.
  public mutating func step() {
    guard !isDone else { return }
    let (plane, within) = doneCount.quotientAndRemainder(dividingBy: 2 * bandCount - 1)
    if within == 0 {
      coarse = parents.map { PyramidPlane(width: $0.width, height: $0.height, values: $0.planes[plane]) }
      bands = []
    }
    if within < bandCount {
      takeApart(band: within)
    } else {
      putTogether()
      if within == 2 * bandCount - 2 { child.planes[plane] = bands[0].values }
    }
    if bandCount == 1 { child.planes[plane] = bands[0].values }
    doneCount += 1
  }

  /// The parents, both of the first one's size.
  public var stills: (first: SpliceStill, second: SpliceStill) { (parents[0], parents[1]) }

  /// The child; nil until all steps are done.
  public var result: SpliceStill? { isDone ? child : nil }

  /// The child at once.
  ///
  /// - Returns: the spliced still.
  public func finished() -> SpliceStill {
    var splicing = self
    while !splicing.isDone { splicing.step() }
    return splicing.child
  }

  private mutating func takeApart(band: Int) {
    var details = coarse
    if band < bandCount - 1 {
      let halves = coarse.map { $0.halved() }
      for parent in 0..<2 {
        let doubled = halves[parent].doubled(width: coarse[parent].width, height: coarse[parent].height)
        for index in doubled.values.indices { details[parent].values[index] -= doubled.values[index] }
      }
      coarse = halves
    }
    let mask = mask(ofBand: band, width: details[0].width, height: details[0].height)
    var mixed = details[1]
    for index in mixed.values.indices {
      mixed.values[index] += mask.values[index] * (details[0].values[index] - details[1].values[index])
    }
    bands.append(mixed)
  }

  private mutating func putTogether() {
    let coarsest = bands.removeLast()
    let finer = bands.count - 1
    let doubled = coarsest.doubled(width: bands[finer].width, height: bands[finer].height)
    for index in doubled.values.indices { bands[finer].values[index] += doubled.values[index] }
  }

  /// 1 where the band is the first parent's, 0 where it is the second's, and in between at the seams.
  private func mask(ofBand band: Int, width: Int, height: Int) -> PyramidPlane {
    let chromosome = min(bandCount - 1 - band, genome.chromosomes.count - 1)
    let side = Genome.regionsASide
    let columns = (0..<width).map { $0 * side / width }
    var mask = PyramidPlane(width: width, height: height, values: [Float](repeating: 0, count: width * height))
    for y in 0..<height {
      let row = y * side / height
      let isFirst = (0..<side).map { genome.parent(inChromosome: chromosome, column: $0, row: row) == .first }
      for x in 0..<width where isFirst[columns[x]] { mask.values[y * width + x] = 1 }
    }
    return mask.smoothed().smoothed()
  }
}
