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

  /// What a step does; each touches each value of a band at most a few times.
  private enum Operation {
    case mask(band: Int)
    case detail(plane: Int, parent: Int)
    case mix(band: Int)
    case join(plane: Int)
  }

  private let parents: [SpliceStill]
  private let bandCount: Int
  private let operations: [Operation]
  private var child: SpliceStill
  private var masks: [PyramidPlane] = []
  /// What is left of both parents in the plane under way, halved again and again.
  private var coarse: [PyramidPlane] = []
  /// Both parents' details of the band under way.
  private var details: [PyramidPlane] = []
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
    let bands = bandCount
    operations =
      (0..<bands).map { .mask(band: $0) }
      + (0..<3).flatMap { plane -> [Operation] in
        (0..<bands).flatMap { [.detail(plane: plane, parent: 0), .detail(plane: plane, parent: 1), .mix(band: $0)] }
          + (0..<max(1, bands - 1)).map { _ in .join(plane: plane) }
      }
    stepCount = operations.count
  }

  /// Takes a step. Nothing happens once the child is there.
  public mutating func step() {
    guard !isDone else { return }
    switch operations[doneCount] {
    case .mask(let band): masks.append(mask(ofBand: band))
    case .detail(let plane, let parent): takeApart(plane: plane, parent: parent)
    case .mix(let band):
      bands.append(details[0].mixed(with: details[1], by: masks[band]))
      details = []
      if bands.count == bandCount { coarse = [] }
    case .join(let plane): putTogether(plane: plane)
    }
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

  private mutating func takeApart(plane: Int, parent: Int) {
    if coarse.count == parent {
      let still = parents[parent]
      coarse.append(PyramidPlane(width: still.width, height: still.height, values: still.planes[plane]))
    }
    let whole = coarse[parent]
    guard bands.count < bandCount - 1 else { return details.append(whole) }
    let half = whole.halved()
    coarse[parent] = half
    details.append(whole.less(half.doubled(width: whole.width, height: whole.height)))
  }

  private mutating func putTogether(plane: Int) {
    if bands.count > 1 {
      let coarsest = bands.removeLast()
      let finer = bands.count - 1
      let doubled = coarsest.doubled(width: bands[finer].width, height: bands[finer].height)
      for index in doubled.values.indices { bands[finer].values[index] += doubled.values[index] }
    }
    if bands.count == 1 {
      child.planes[plane] = bands[0].values
      bands = []
    }
  }

  /// 1 where the band is the first parent's, 0 where it is the second's, and in between at the seams, which are a few of the
  /// band's pixels wide.
  private func mask(ofBand band: Int) -> PyramidPlane {
    let chromosome = min(bandCount - 1 - band, genome.chromosomes.count - 1)
    let (width, height) = (0..<band).reduce((child.width, child.height)) { size, _ in
      ((size.0 + 1) / 2, (size.1 + 1) / 2)
    }
    let side = Genome.regionsASide
    let genes = (0..<(side * side)).map { index -> Float in
      genome.parent(inChromosome: chromosome, column: index % side, row: index / side) == .first ? 1 : 0
    }
    let columns = SeamPlace.places(of: width, regions: side), rows = SeamPlace.places(of: height, regions: side)
    var values = [Float](repeating: 0, count: width * height)
    for (y, row) in rows.enumerated() {
      let (upper, lower) = (row.region * side, row.next * side)
      for (x, column) in columns.enumerated() {
        let above =
          genes[upper + column.region] + column.share * (genes[upper + column.next] - genes[upper + column.region])
        let below =
          genes[lower + column.region] + column.share * (genes[lower + column.next] - genes[lower + column.region])
        values[y * width + x] = above + row.share * (below - above)
      }
    }
    return PyramidPlane(width: width, height: height, values: values)
  }
}

/// Where a pixel stands between two regions of a line: how much of the next one it takes.
private struct SeamPlace {
  /// Pixels from one parent to the other.
  private static let seamWidthPixels: Float = 8

  let region: Int, next: Int
  let share: Float

  static func places(of count: Int, regions: Int) -> [SeamPlace] {
    let width = Float(count) / Float(regions)
    let seam = min(seamWidthPixels, width)
    return (0..<count).map { place in
      let middle = (Float(place) + 0.5) / width
      let region = min(regions - 1, max(0, Int((middle - 0.5).rounded(.down))))
      let next = min(regions - 1, region + 1)
      // From the boundary between the two, in seams; smooth at both ends.
      let distance = ((Float(place) + 0.5) - Float(region + 1) * width) / seam + 0.5
      let share = max(0, min(1, distance))
      return SeamPlace(region: region, next: next, share: share * share * (3 - 2 * share))
    }
  }
}
