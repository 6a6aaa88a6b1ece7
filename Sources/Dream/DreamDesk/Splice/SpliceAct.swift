import Onirica
import Screens
import Strands

/// The way of a picture through DNA and back, in steps that a frame loop can take one at a time: two stills are spliced,
/// compressed, written as strands, spoiled, read again, and shown as far as they came back.
///
/// Nothing waits and nothing is read from anywhere: stills, seeds and shares of faults decide everything.
struct SpliceAct {
  /// What the next step does.
  enum Phase: String, CaseIterable {
    case splicing, compressing, encoding, spoiling, decoding, shown
  }

  /// What decides the way.
  struct Plan {
    /// What the genome falls by, and the faults.
    var seed: UInt64 = 1
    var fountain = Fountain()
    var spoiling = Spoiling()
    /// JPEG's quality, 1 to 100.
    var quality = 82
    /// Strands a step.
    var strandsAStep = 64
  }

  /// How much of the child came back.
  enum Return: Equatable {
    case whole
    /// So many scans of so many: the picture with less detail.
    case coarser(scanCount: Int, of: Int)
    case nothing
  }

  let plan: Plan
  private(set) var phase = Phase.splicing
  private(set) var splicing: Splicing
  /// The child; nil until it is spliced.
  private(set) var child: Frame?
  /// The child as a progressive JPEG file.
  private(set) var file: [UInt8] = []
  /// The strands that were written, and what became of them.
  private(set) var strands: [[UInt8]] = []
  private(set) var spoiled: [[UInt8]] = []
  private(set) var recovered: RecoveredFile?
  /// The child as it came back; nil where nothing did.
  private(set) var returned: Frame?
  private(set) var howReturned = Return.nothing
  private var pour: FountainPour?

  /// - Parameters:
  ///   - first: a parent.
  ///   - second: the other parent.
  ///   - genome: nil for the one that falls by the plan's seed.
  init(first: SpliceStill, second: SpliceStill, genome: Genome? = nil, plan: Plan) {
    self.plan = plan
    splicing =
      genome.map { Splicing(first: first, second: second, genome: $0) }
      ?? Splicing(first: first, second: second, seed: plan.seed)
  }

  /// How far the phase is, 0 to 1.
  var share: Double {
    switch phase {
    case .splicing: Double(splicing.doneCount) / Double(splicing.stepCount)
    case .encoding: Double(pour?.strands.count ?? 0) / Double(max(1, pour?.strandCount ?? 1))
    case .shown: 1
    default: 0
    }
  }

  /// Takes a step.
  ///
  /// - Throws: a `ScreenError` where the child cannot be compressed, a `StrandsError` where it is too long for strands.
  mutating func step() throws {
    switch phase {
    case .splicing:
      guard let result = splicing.result else { return splicing.step() }
      child = Frame(of: result)
      phase = .compressing
    case .compressing:
      guard let child else { return }
      file = try ProgressiveJPEG.encode(child, quality: plan.quality)
      pour = try FountainPour(file, by: plan.fountain, beginnings: SpliceAct.beginnings(of: file))
      phase = .encoding
    case .encoding:
      pour?.pour(plan.strandsAStep)
      strands = pour?.strands ?? []
      if pour?.isDone ?? true { phase = .spoiling }
    case .spoiling:
      spoiled = plan.spoiling.spoiled(strands, seed: plan.seed)
      phase = .decoding
    case .decoding:
      recovered = try? Fountain.file(of: spoiled, lines: Array(spoiled.indices.map { $0 + 1 }))
      show()
      phase = .shown
    case .shown: break
    }
  }

  /// The beginnings of a progressive file that bear more loss: the coarsest picture, and all that sharpens it once.
  static func beginnings(of file: [UInt8]) -> [Int] {
    let ends = ProgressiveJPEG.scanEnds(in: file)
    guard ends.count >= 6 else { return [] }
    return [ends[1], ends[4]]
  }

  private mutating func show() {
    guard let child, let recovered else { return }
    if recovered.extent == .whole {
      returned = ProgressiveJPEG.decode(beginning: recovered.bytes, width: child.width, height: child.height)
      howReturned = returned == nil ? .nothing : .whole
      return
    }
    // Only what a digest proves is shown: a wrong byte would look like a picture.
    let beginning = Array(recovered.bytes.prefix(recovered.provenByteCount))
    returned = ProgressiveJPEG.decode(beginning: beginning, width: child.width, height: child.height)
    if returned != nil {
      let there = ProgressiveJPEG.scanEnds(in: file).count { $0 <= beginning.count }
      howReturned = .coarser(scanCount: there, of: ProgressiveJPEG.scanEnds(in: file).count)
    }
  }
}

extension Frame {
  /// A still as a frame.
  convenience init(of still: SpliceStill) {
    self.init(width: still.width, height: still.height)
    let all = still.words
    for y in 0..<height {
      for x in 0..<width { words[y * pitch + x] = all[y * width + x] }
    }
  }

  /// A frame as a still; nil where it is larger than stills are.
  var still: SpliceStill? {
    let rows = (0..<height).flatMap { y in (0..<width).map { words[y * pitch + $0] } }
    return SpliceStill(width: width, height: height, words: rows)
  }
}
