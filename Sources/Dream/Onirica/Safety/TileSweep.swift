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
  /// Of tiles cut in strips, so that threads end together.
  private let stripLuminance: Slab<UInt32>, stripReddened: Slab<UInt32>
  private static let stripsATile = 2
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
    stripLuminance = Slab(count: TileSweep.stripsATile * tileCount, of: 0)
    stripReddened = Slab(count: TileSweep.stripsATile * tileCount, of: 0)
    rowLines = Slab(count: TileSweep.lines(over: height) * width, of: 0)
    columnLines = Slab(count: TileSweep.lines(over: width) * height, of: 0)
  }

  /// How many lines of the rule of bars lie beside each other over some pixels.
  static func lines(over pixels: Int) -> Int { (pixels + Int(DREAM_BAR_STEP) - 1) / Int(DREAM_BAR_STEP) }

  /// Sweeps over a frame.
  ///
  /// - Parameters:
  ///   - frame: of the sweep's size; its red is bounded.
  ///   - kept: takes over the frame as it is afterwards; another frame of the same size, or none.
  ///   - shares: by what the frame has been blended since the last sweep, the new one's share at the tiles' corners in
  ///     1/256: tiles that are whole still are not looked at again. None where more has changed.
  /// - Returns: how many pixels were bounded.
  @discardableResult
  func look(at frame: Frame, keepingIn kept: Frame?, blendedBy shares: Slab<UInt16>? = nil) -> Int {
    precondition(shares.map { $0.count == (Limiter.tiles + 1) * (Limiter.tiles + 1) } ?? true)
    var arguments = arguments(for: frame, keepingIn: kept, blendedBy: shares)
    crew.run(kernels.measure, &arguments, rows: Int(arguments.tileRows), band: 1)
    return sum()
  }

  /// Draws a frame, and sweeps over what has just been drawn.
  ///
  /// - Parameters:
  ///   - drawing: how, into which frame; of the sweep's size.
  ///   - frame: that frame; its red is bounded.
  /// - Returns: how many pixels were bounded.
  func look(drawing: DreamFrameArguments, in frame: Frame) -> Int {
    var arguments = DreamShowArguments(
      frame: drawing, measure: arguments(for: frame, keepingIn: nil, blendedBy: nil))
    crew.run(kernels.show, &arguments, rows: Int(arguments.measure.tileRows), band: 1)
    return sum()
  }

  private func arguments(
    for frame: Frame, keepingIn kept: Frame?, blendedBy shares: Slab<UInt16>?
  ) -> DreamMeasureArguments {
    precondition(frame.width == width && frame.height == height)
    precondition(kept.map { $0 !== frame && $0.width == width && $0.height == height } ?? true)
    return DreamMeasureArguments(
      width: Int32(width), height: Int32(height), pitch: Int32(frame.pitch), display: frame.words,
      tileColumns: Int32(Limiter.tiles), tileRows: Int32(TileSweep.stripsATile * Limiter.tiles),
      redRatio: Limiter.redRatio, luminance: stripLuminance.base, reddened: stripReddened.base, kept: kept?.words,
      rowLines: rowLines.base, columnLines: columnLines.base, share: shares?.base,
      stripsATile: Int32(TileSweep.stripsATile))
  }

  /// From strips to tiles.
  private func sum() -> Int {
    let side = Limiter.tiles
    var reds = 0
    for row in 0..<side {
      let rows = (row + 1) * height / side - row * height / side
      for column in 0..<side {
        let columns = (column + 1) * width / side - column * width / side
        var light = 0.0
        var bounded: UInt32 = 0
        for strip in 0..<TileSweep.stripsATile {
          let index = (TileSweep.stripsATile * row + strip) * side + column
          light += Double(stripLuminance.base[index])
          bounded += stripReddened.base[index]
        }
        means.base[row * side + column] = Float(light / (65535 * Double(max(1, rows * columns))))
        reddened.base[row * side + column] = bounded
        reds += Int(bounded)
      }
    }
    return reds
  }
}
