import Onirica
import Screens
import Strands

/// A splice in pictures that only need to be laid on a page: made once, beside the frames.
final class SpliceReel: Sendable {
  /// Pixels a side of the child.
  static let childEdge = 320

  let number: Int
  let startUnixSeconds: Double
  let layout: SpliceLayout
  let first: Frame, second: Frame, genome: Frame, child: Frame
  /// What came back, the coarsest first; none where nothing did.
  let returned: [Frame]
  /// The strands as they were written, and what became of them; rows on the page, and in which order they are spoiled.
  let written: Frame, spoiled: Frame
  let rows: [PixelBox]
  let order: [Int]
  /// The words of each scene.
  let words: [Frame]
  let how: SpliceAct.Return
  /// Whether it has the parents alone: what is shown while the splice is being made.
  let isPrelude: Bool

  /// The parents, at once.
  ///
  /// - Parameters:
  ///   - parents: two stills.
  ///   - number: of the splice that comes.
  ///   - wish: what decides it.
  ///   - layout: of the page.
  /// - Throws: what drawing words throws.
  init(preludeOf parents: (Frame, Frame), number: Int, wish: SpliceWish, layout: SpliceLayout) throws {
    self.number = number
    startUnixSeconds = wish.start(of: number)
    self.layout = layout
    first = SpliceReel.tile(parents.0, layout.first)
    second = SpliceReel.tile(parents.1, layout.second)
    words = [try SpliceReel.line("two pictures", in: layout.words)]
    let nothing = Frame(width: 16, height: 16)
    (genome, child, written, spoiled) = (nothing, nothing, nothing, nothing)
    (returned, rows, order, how, isPrelude) = ([], [], [], .nothing, true)
  }

  /// - Parameters:
  ///   - parents: two stills.
  ///   - number: of the splice.
  ///   - wish: what decides it.
  ///   - layout: of the page.
  /// - Throws: what a splice throws.
  init(parents: (Frame, Frame), number: Int, wish: SpliceWish, layout: SpliceLayout) throws {
    let edge = SpliceReel.childEdge
    guard let one = parents.0.still?.fitted(width: edge, height: edge), let other = parents.1.still else {
      throw StillFault("a still is larger than \(SpliceStill.mostPixelsASide) pixels a side")
    }
    var act = SpliceAct(first: one, second: other, plan: wish.plan(of: number))
    while act.phase != .shown { try act.step() }
    self.number = number
    startUnixSeconds = wish.start(of: number)
    self.layout = layout
    (how, isPrelude) = (act.howReturned, false)
    let stills = act.splicing.stills
    first = SpliceReel.tile(Frame(of: stills.first), layout.first)
    second = SpliceReel.tile(Frame(of: stills.second), layout.second)
    child = SpliceReel.tile(act.child ?? Frame(width: 16, height: 16), layout.child)
    genome = SpliceReel.genome(act.splicing.genome, layout.child)
    returned = SpliceReel.returned(act, layout.returned)
    let strands = layout.strands
    let whole = StrandPicture(of: act.strands, with: act.spoiled)
    let step = SpliceReel.step(strandCount: act.strands.count, in: strands)
    let before = StrandPicture(of: act.strands, with: act.strands).every(step)
    written = try before.frame(width: strands.width, height: strands.height, hasLegend: false)
    spoiled = try whole.every(step).frame(width: strands.width, height: strands.height, hasLegend: false)
    rows = before.boxes(width: strands.width, height: strands.height)
    order = SpliceReel.shuffled(rows.count, seed: act.plan.seed)
    words = try SpliceMoment.Scene.allCases.map { scene in
      try SpliceReel.line(act.words(of: scene, spoiled: whole.caption, drawnEvery: step), in: layout.words)
    }
  }

  /// Of how many strands one is drawn, so that bases can be told apart: three pixels wide and rows of six.
  private static func step(strandCount: Int, in box: PixelBox) -> Int {
    let columns = max(1, box.width / (3 * 160)), rows = max(1, box.height / 6)
    return max(1, (strandCount + columns * rows - 1) / (columns * rows))
  }

  private static func tile(_ frame: Frame, _ box: PixelBox) -> Frame {
    guard let still = frame.still?.fitted(width: box.width, height: box.height) else {
      return Frame(width: max(16, box.width), height: max(16, box.height))
    }
    return Frame(of: still)
  }

  private static func genome(_ genome: Genome, _ box: PixelBox) -> Frame {
    let frame = Frame(width: max(16, box.width), height: max(16, box.height))
    let side = Genome.regionsASide, gap = max(1, box.width / 120)
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let column = x * side / frame.width, row = y * side / frame.height
        let isEdge = x - column * frame.width / side < gap || y - row * frame.height / side < gap
        let parent = genome.parent(inChromosome: 0, column: column, row: row)
        frame[x, y] = isEdge ? 0x0E1116 : parent == .first ? 0x8A6A1A : 0x2E6C8E
      }
    }
    return frame
  }

  /// The proven scans one after the other, as a decoder sees them come.
  private static func returned(_ act: SpliceAct, _ box: PixelBox) -> [Frame] {
    guard let child = act.child, let recovered = act.recovered, act.returned != nil else { return [] }
    let proven = Array(recovered.bytes.prefix(recovered.provenByteCount))
    let ends = ProgressiveJPEG.scanEnds(in: proven)
    return ends.compactMap { end in
      ProgressiveJPEG.decode(beginning: Array(proven.prefix(end)), width: child.width, height: child.height)
    }.map { tile($0, box) }
  }

  private static func shuffled(_ count: Int, seed: UInt64) -> [Int] {
    // Which of all places a row has in the order, by a walk that meets each once.
    (0..<count).map { StillOrder.index(of: $0, among: max(1, count), seed: seed) }
  }

  private static func line(_ text: String, in box: PixelBox) throws -> Frame {
    let width = max(16, box.width), height = max(16, box.height)
    let page = try PlotCanvas(pixels: width, by: height)
    page.fill(0, 0, page.width, page.height, StrandPicture.background)
    // As large as it fits: a letter is about half as wide as it is high.
    let size = min(page.height * 0.5, page.width / Double(max(20, text.count)) * 1.75)
    page.text(text, 0, page.height / 2, size: size, colour: PlotColour(0x9AA4B0))
    return try page.frame()
  }
}

extension SpliceAct {
  /// What a visitor is told.
  func words(of scene: SpliceMoment.Scene, spoiled: String, drawnEvery step: Int) -> String {
    switch scene {
    case .parents: return "two pictures"
    case .splicing:
      return
        "spliced: \(Int((100 * splicing.genome.firstShare).rounded())) % of the genes are the one's, the rest the other's"
    case .encoding:
      return "\(file.count) bytes become \(strands.count) strands of DNA\(step > 1 ? ", one in \(step) is drawn" : "")"
    case .spoiling: return spoiled
    case .decoding: return "read again, strand by strand"
    case .shown, .leaving:
      switch howReturned {
      case .whole: return "it came back whole: every byte is proven"
      case .coarser(let count, let all):
        return "it came back coarser: \(count) of \(all) scans are proven, the rest is lost"
      case .nothing: return "it did not come back: too much is lost"
      }
    }
  }
}
