import DreamKernels

/// One sweep over a frame, tile by tile: red bounded in place, the luminance of the tiles, a copy for the frame after,
/// the lines that the rule of bars looks at. What is read once need not come from memory again.
final class TileSweep {
  /// Mean linear luminance of the tiles, row by row, 0 to 1.
  let means: Slab<Float>
  /// Pixels of the tiles whose red was bounded.
  let reddened: Slab<UInt32>
  /// Every `DREAM_BAR_STEP`th row and column of the frame as it came.
  let rowLines: Slab<UInt32>, columnLines: Slab<UInt32>
  private let luminance: Slab<UInt32>
  private let width: Int, height: Int
  private let crew: Crew
  private let kernels: DreamKernels

  init(width: Int, height: Int, crew: Crew, kernels: DreamKernels) {
    self.width = width
    self.height = height
    self.crew = crew
    self.kernels = kernels
    let tileCount = Limiter.tiles * Limiter.tiles
    means = Slab(count: tileCount, of: 0)
    reddened = Slab(count: tileCount, of: 0)
    luminance = Slab(count: tileCount, of: 0)
    rowLines = Slab(count: TileSweep.lines(over: height) * width, of: 0)
    columnLines = Slab(count: TileSweep.lines(over: width) * height, of: 0)
  }

  /// How many lines of the rule of bars lie beside each other over some pixels.
  static func lines(over pixels: Int) -> Int { (pixels + Int(DREAM_BAR_STEP) - 1) / Int(DREAM_BAR_STEP) }

  /// Sweeps over a frame.
  ///
  /// - Parameters:
  ///   - frame: of the sweep's size; its red is bounded.
  ///   - kept: takes over the frame as it is afterwards; another frame of the same size.
  /// - Returns: how many pixels were bounded.
  func look(at frame: Frame, keepingIn kept: Frame) -> Int {
    precondition(frame.width == width && frame.height == height && kept.width == width && kept.height == height)
    let side = Limiter.tiles
    var arguments = DreamMeasureArguments(
      width: Int32(width), height: Int32(height), pitch: Int32(frame.pitch), display: frame.words,
      tileColumns: Int32(side), tileRows: Int32(side), redRatio: Limiter.redRatio, luminance: luminance.base,
      reddened: reddened.base, kept: kept.words, rowLines: rowLines.base, columnLines: columnLines.base)
    crew.run(kernels.measure, &arguments, rows: side, band: 1)
    var reds = 0
    for row in 0..<side {
      let rows = (row + 1) * height / side - row * height / side
      for column in 0..<side {
        let columns = (column + 1) * width / side - column * width / side
        let tile = row * side + column
        means.base[tile] = Float(Double(luminance.base[tile]) / (65535 * Double(max(1, rows * columns))))
        reds += Int(reddened.base[tile])
      }
    }
    return reds
  }
}
