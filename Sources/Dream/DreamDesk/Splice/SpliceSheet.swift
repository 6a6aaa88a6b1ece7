import Endings
import Onirica
import Strands

/// One page of a splice: parents and genome above, the child, its strands and what came back of it.
struct SpliceSheet {
  private static let width = 1920, height = 1080
  private static let edge = 40.0, gap = 24.0, line = 34.0
  private static let words = PlotColour(0xC9D1D9)
  /// The first parent's genes warm, the second's cool, as far apart as the purines and pyrimidines.
  private static let parents = [PlotColour(0xE69F00), PlotColour(0x56B4E9)]

  private let act: SpliceAct
  private let first: SpliceStill, second: SpliceStill

  init(of act: SpliceAct) {
    self.act = act
    (first, second) = act.splicing.stills
  }

  /// The page, with the contract's number for what goes wrong.
  func drawn() throws(CommandFault) -> Frame {
    do throws(PlotCanvas.Fault) { return try frame() } catch { throw CommandFault(.internalFault, error.description) }
  }

  private func frame() throws(PlotCanvas.Fault) -> Frame {
    let page = try PlotCanvas(pixels: SpliceSheet.width, by: SpliceSheet.height)
    page.fill(0, 0, page.width, page.height, StrandPicture.background)
    let half = (page.width - 2 * SpliceSheet.edge - 3 * SpliceSheet.gap) / 4
    let side = min(half, (page.height - 2 * SpliceSheet.edge - 2 * SpliceSheet.line) / 2 - SpliceSheet.gap)
    let x = { (column: Int) in SpliceSheet.edge + Double(column) * (half + SpliceSheet.gap) }
    let below = SpliceSheet.edge + side + SpliceSheet.line + SpliceSheet.gap
    picture(Frame(of: first), "one parent", at: (x(0), SpliceSheet.edge), side, on: page)
    picture(Frame(of: second), "the other", at: (x(1), SpliceSheet.edge), side, on: page)
    genome(at: (x(2), SpliceSheet.edge), side, on: page)
    if let child = act.child { picture(child, "the child", at: (x(3), SpliceSheet.edge), side, on: page) }
    let wide = 3 * half + 2 * SpliceSheet.gap
    try strands(at: (x(0), below), width: wide, height: side, on: page)
    picture(act.returned, returnedWords, at: (x(3), below), side, on: page)
    return try page.frame()
  }

  private var returnedWords: String {
    switch act.howReturned {
    case .whole: "came back whole"
    case .coarser(let count, let all): "came back coarser: \(count) of \(all) scans"
    case .nothing: "nothing came back"
    }
  }

  /// A frame in a square, in its proportions; an empty frame where there is none.
  private func picture(
    _ frame: Frame?, _ words: String, at corner: (x: Double, y: Double), _ side: Double, on page: PlotCanvas
  ) {
    page.text(words, corner.x, corner.y + side + 16, size: 15, colour: SpliceSheet.words)
    guard let frame else {
      page.fill(corner.x, corner.y, side, side, StrandPicture.quiet, opacity: 0.4)
      return
    }
    let scale = side / Double(max(frame.width, frame.height))
    let (wide, high) = (Double(frame.width) * scale, Double(frame.height) * scale)
    guard let still = frame.still?.fitted(width: Int(wide), height: Int(high)) else { return }
    let words = still.words
    page.picture(
      corner.x + (side - wide) / 2, corner.y + (side - high) / 2, wide, high, columns: still.width, rows: still.height
    ) { column, row in PlotColour(words[row * still.width + column]) }
  }

  /// The chromosomes, the coarsest first, each as a map of whose genes stand where.
  private func genome(at corner: (x: Double, y: Double), _ side: Double, on page: PlotCanvas) {
    let chromosomes = act.splicing.genome.chromosomes.count
    let columns = chromosomes > 4 ? 3 : 2
    let rows = (chromosomes + columns - 1) / columns
    let room = side / Double(max(columns, rows))
    let map = room - 10
    let top = corner.y + (side - Double(rows) * room + 10) / 2
    for chromosome in 0..<chromosomes {
      let (row, column) = chromosome.quotientAndRemainder(dividingBy: columns)
      page.picture(
        corner.x + Double(column) * room, top + Double(row) * room, map, map, columns: Genome.regionsASide,
        rows: Genome.regionsASide
      ) { x, y in
        let parent = act.splicing.genome.parent(inChromosome: chromosome, column: x, row: y)
        return SpliceSheet.parents[parent == .first ? 0 : 1]
      }
    }
    page.text(
      "the genome, coarse to fine: \(Int((100 * act.splicing.genome.firstShare).rounded())) % of the one", corner.x,
      corner.y + side + 16, size: 15, colour: SpliceSheet.words)
  }

  private func strands(
    at corner: (x: Double, y: Double), width: Double, height: Double, on page: PlotCanvas
  ) throws(PlotCanvas.Fault) {
    let picture = StrandPicture(of: act.strands, with: act.spoiled)
    let frame = try picture.frame(width: Int(width), height: Int(height), hasLegend: false)
    page.picture(
      corner.x, corner.y, Double(frame.width), Double(frame.height), columns: frame.width, rows: frame.height
    ) {
      PlotColour(frame[$0, $1])
    }
    page.text(picture.caption, corner.x, corner.y + height + 16, size: 15, colour: SpliceSheet.words)
  }
}
