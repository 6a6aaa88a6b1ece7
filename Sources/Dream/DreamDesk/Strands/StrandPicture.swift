import Onirica
import Strands

/// Strands as rows of coloured bases: purines warm, pyrimidines cool, and light against dark within both, so that also
/// those who see no red, no green or no blue tell the four apart.
struct StrandPicture {
  /// What a row shows.
  enum Row {
    /// A strand, as it reads.
    case strand([UInt8], StrandReading)
    /// What became of an original; nil where nothing came back.
    case compared([UInt8], StrandAlignment?)
  }

  static let background = PlotColour(0x0E1116)
  static let mark = PlotColour(0xFFFFFF)
  static let quiet = PlotColour(0x39414D)
  private static let words = PlotColour(0xC9D1D9)

  /// Colours of A, C, G and T after M. Okabe and K. Ito (2008).
  static func colour(of letter: UInt8) -> PlotColour {
    switch letter {
    case UInt8(ascii: "A"): PlotColour(0xF0E442)
    case UInt8(ascii: "G"): PlotColour(0xD55E00)
    case UInt8(ascii: "C"): PlotColour(0x56B4E9)
    default: PlotColour(0x0072B2)
    }
  }

  let rows: [Row]
  let code: StrandCode
  /// What stands under the strands.
  let caption: String

  /// Draws.
  ///
  /// - Parameters:
  ///   - width: pixels, 320 or more.
  ///   - height: pixels, 240 or more.
  ///   - hasLegend: whether letters and caption stand below.
  func frame(width: Int, height: Int, hasLegend: Bool = true) throws(PlotCanvas.Fault) -> Frame {
    let canvas = try PlotCanvas(pixels: width, by: height)
    canvas.fill(0, 0, Double(width), Double(height), StrandPicture.background)
    let grid = grid(width: width, height: height, hasLegend: hasLegend)
    for place in 0..<grid.shownCount {
      let row = rows[grid.row(at: place)]
      draw(row, at: grid.corner(of: place), in: grid, on: canvas)
    }
    if hasLegend { legend(on: canvas, width: Double(width), height: Double(height), step: grid.stride) }
    return try canvas.frame()
  }

  /// The first strand of so many, and so on; the words are those of all.
  func every(_ step: Int) -> StrandPicture {
    let some = rows.enumerated().filter { $0.offset % max(1, step) == 0 }.map(\.element)
    return StrandPicture(rows: some, code: code, caption: caption)
  }

  private func grid(width: Int, height: Int, hasLegend: Bool) -> StrandGrid {
    StrandGrid(
      rowCount: rows.count, baseCount: longestRow, code: code, width: width, height: height,
      margin: hasLegend ? StrandGrid.margin : 0, foot: hasLegend ? StrandGrid.footHeight : 0)
  }

  /// Where the strands that are drawn stand on a page without a legend, in their order, with what marks their faults.
  func boxes(width: Int, height: Int) -> [PixelBox] {
    let grid = grid(width: width, height: height, hasLegend: false)
    return (0..<grid.shownCount).map { place in
      let corner = grid.corner(of: place)
      let left = max(0, Int(corner.x) - 1), top = Int(corner.y)
      let right = min(width, Int(corner.x + grid.x(of: longestRow)) + 1)
      return PixelBox(
        x: left, y: top, width: max(0, right - left), height: max(0, min(height - top, Int(grid.rowPitch))))
    }
  }

  private var longestRow: Int {
    rows.reduce(1) { longest, row in
      switch row {
      case .strand(let letters, _): max(longest, letters.count)
      case .compared(let letters, _): max(longest, letters.count)
      }
    }
  }

  private func draw(_ row: Row, at corner: (x: Double, y: Double), in grid: StrandGrid, on canvas: PlotCanvas) {
    switch row {
    case .strand(let letters, let reading):
      // What cannot be read stays in the dark.
      bases(letters, at: corner, in: grid, on: canvas, opacity: reading == .unreadable ? 0.3 : 1)
    case .compared(let letters, nil):
      let middle = corner.y + (grid.rowHeight / 2).rounded(.down)
      canvas.fill(corner.x, middle, grid.x(of: letters.count), 1, StrandPicture.quiet)
    case .compared(let letters, let alignment?):
      bases(letters, at: corner, in: grid, on: canvas, opacity: alignment.faultCount == 0 ? 1 : 0.55)
      faults(of: alignment, at: corner, in: grid, on: canvas)
    }
  }

  private func bases(
    _ letters: [UInt8], at corner: (x: Double, y: Double), in grid: StrandGrid, on canvas: PlotCanvas, opacity: Double
  ) {
    for (base, letter) in letters.enumerated() {
      canvas.fill(
        corner.x + grid.x(of: base), corner.y, grid.baseWidth, grid.rowHeight, StrandPicture.colour(of: letter),
        opacity: opacity)
    }
  }

  /// White where a base changed, a hole where one fell out, a white needle where one came in.
  private func faults(
    of alignment: StrandAlignment, at corner: (x: Double, y: Double), in grid: StrandGrid, on canvas: PlotCanvas
  ) {
    var base = 0
    for step in alignment.steps {
      let x = corner.x + grid.x(of: base)
      switch step {
      case .kept: base += 1
      case .changed(let letter):
        canvas.fill(x - 1, corner.y - 1, grid.baseWidth + 2, grid.rowHeight + 2, StrandPicture.mark)
        if grid.baseWidth >= 4, grid.rowHeight >= 5 {
          canvas.fill(x + 1, corner.y + 1, grid.baseWidth - 2, grid.rowHeight - 2, StrandPicture.colour(of: letter))
        }
        base += 1
      case .fallen:
        canvas.fill(x, corner.y, grid.baseWidth, grid.rowHeight, StrandPicture.background)
        canvas.fill(x, corner.y + (grid.rowHeight / 2).rounded(.down), grid.baseWidth, 1, StrandPicture.mark)
        base += 1
      case .came:
        canvas.fill(x - 1, corner.y - 2, 2, grid.rowHeight + 4, StrandPicture.mark)
      }
    }
  }

  private func legend(on canvas: PlotCanvas, width: Double, height: Double, step: Int) {
    let y = height - 0.5 * StrandGrid.footHeight
    var x = Double(StrandGrid.margin)
    for letter in "AGCT" {
      canvas.fill(x, y - 8, 16, 16, StrandPicture.colour(of: letter.asciiValue ?? 0))
      canvas.text(String(letter), x + 22, y, size: 15, colour: StrandPicture.words)
      x += 46
    }
    let thinned = step > 1 ? " · every \(step)th is drawn" : ""
    canvas.text(caption + thinned, width - StrandGrid.margin, y, size: 15, .right, colour: StrandPicture.words)
  }
}

/// Where strands stand on a page: in columns of rows, as large as they all fit, in whole pixels.
struct StrandGrid {
  static let margin = 40.0, footHeight = 56.0
  private static let gutter = 28.0

  let rowHeight: Double
  let baseWidth: Double
  /// How many strands of the whole are drawn, and every how many-th of them.
  let shownCount: Int, stride: Int
  let rowPitch: Double
  private let columnPitch: Double
  private let rowsAColumn: Int
  private let offsets: [Double]
  /// Where the first column begins; the columns stand in the middle of the page.
  private let left: Double
  private let top: Double

  /// - Parameters:
  ///   - rowCount: strands.
  ///   - baseCount: bases of the longest.
  ///   - code: whose parts stand a little apart.
  ///   - width: of the page, in pixels.
  ///   - height: of the page, in pixels.
  ///   - margin: pixels that stay empty on the sides and above.
  ///   - foot: pixels that stay empty below.
  init(
    rowCount: Int, baseCount: Int, code: StrandCode, width: Int, height: Int, margin: Double = StrandGrid.margin,
    foot: Double = StrandGrid.footHeight
  ) {
    let across = Double(width) - 2 * margin
    let down = Double(height) - margin - foot
    // Three more bases' width for the gaps between the parts of a strand.
    let strandWidth = Double(baseCount + 3)
    var best: (score: Double, columns: Int, base: Double, pitch: Double) = (0, 1, 1, 1)
    for columns in 1...64 {
      let room = (across - Double(columns - 1) * StrandGrid.gutter) / Double(columns)
      let base = min(12, (room / strandWidth).rounded(.down))
      let rows = (max(1, rowCount) + columns - 1) / columns
      let pitch = min(24, (down / Double(rows)).rounded(.down))
      guard base >= 1 else { break }
      let score = min(base * 2, pitch) + 0.01 * (base + pitch)
      if score > best.score || best.pitch < 1 { best = (score, columns, base, pitch) }
    }
    baseWidth = best.base
    let parts = code.parts(ofBaseCount: baseCount)
    offsets = (0...baseCount).map { base in
      Double(base + parts.dropLast().count { $0.upperBound <= base }) * best.base
    }
    rowPitch = max(1, best.pitch)
    rowHeight = rowPitch >= 4 ? rowPitch - (rowPitch / 4).rounded(.down) : rowPitch
    columnPitch = strandWidth * baseWidth + StrandGrid.gutter
    let most = Int(down / rowPitch)
    let capacity = most * best.columns
    stride = max(1, (rowCount + capacity - 1) / max(1, capacity))
    shownCount = (rowCount + stride - 1) / stride
    rowsAColumn = min(most, (shownCount + best.columns - 1) / best.columns)
    // Without a foot the strands stand in the middle of the height too.
    let usedHeight = Double(rowsAColumn) * rowPitch
    top = foot > 0 ? margin : max(margin, ((Double(height) - usedHeight) / 2).rounded(.down))
    let usedColumns = (shownCount + rowsAColumn - 1) / max(1, rowsAColumn)
    let used = Double(usedColumns) * columnPitch - StrandGrid.gutter
    left = max(margin, ((Double(width) - used) / 2).rounded(.down))
  }

  /// The strand that stands at a place.
  func row(at place: Int) -> Int { place * stride }

  /// The upper left of a place.
  func corner(of place: Int) -> (x: Double, y: Double) {
    let (column, row) = place.quotientAndRemainder(dividingBy: max(1, rowsAColumn))
    return (left + Double(column) * columnPitch, top + Double(row) * rowPitch)
  }

  /// How far a base stands from the strand's beginning, the gaps between its parts included.
  func x(of base: Int) -> Double { offsets[min(base, offsets.count - 1)] }
}
