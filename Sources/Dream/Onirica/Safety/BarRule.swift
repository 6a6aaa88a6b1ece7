import DreamKernels

/// Keeps regular bars from filling the picture: more than five pairs of light and dark over a fifth of it, the light
/// ones above .22 of full luminance, are taken back towards the picture's mean (ITU-R BT.1702, annex on regular
/// patterns; the same bounds hold whether the bars move or not).
///
/// Lines 24 pixels apart, collected by a sweep, are walked, along rows and along columns; bars that lean are met by both.
final class BarRule {
  /// Pairs of bars in a run that are still allowed.
  static let pairsAllowed = 5
  /// Part of the picture that longer runs may cover.
  static let shareAllowed = 0.2
  /// Mean linear luminance of the light bars above which they count.
  static let light: Float = 0.22
  /// Linear luminance by which light and dark differ at least.
  static let threshold: Float = 0.08
  /// Seconds in which the whole contrast comes back when the bars have gone.
  private static let recoverySeconds = 2.0

  /// Share of the contrast that is shown, 1 where nothing was taken back.
  private(set) var share = 1.0
  private let covered: Slab<UInt32>, contrast: Slab<Float>
  private let flat: Frame
  private let width: Int, height: Int
  /// Lines along rows; those along columns follow them.
  private let rows: Int
  private var lastSeconds: Double?
  private let crew: Crew
  private let kernels: DreamKernels

  init(width: Int, height: Int, crew: Crew, kernels: DreamKernels) {
    self.width = width
    self.height = height
    self.crew = crew
    self.kernels = kernels
    rows = TileSweep.lines(over: height)
    let lines = rows + TileSweep.lines(over: width)
    covered = Slab(count: lines, of: 0)
    contrast = Slab(count: lines, of: 0)
    flat = Frame(width: width, height: height)
  }

  /// Looks for bars.
  ///
  /// - Parameter sweep: what has just swept over the frame.
  /// - Returns: the part of the picture that they cover, 0 to 1, and their mean contrast in linear luminance.
  func measure(_ sweep: TileSweep) -> (covered: Double, contrast: Double) {
    var arguments = DreamBarsArguments(
      width: Int32(width), height: Int32(height), rowLines: sweep.rowLines.base, columnLines: sweep.columnLines.base,
      threshold: BarRule.threshold, halvesAllowed: Int32(2 * BarRule.pairsAllowed + 1),
      light: BarRule.light, covered: covered.base, contrast: contrast.base)
    crew.run(kernels.bars, &arguments, rows: covered.count, band: 8)
    let along = sum(0..<rows, length: width), across = sum(rows..<covered.count, length: height)
    return along.covered >= across.covered ? along : across
  }

  private func sum(_ lines: Range<Int>, length: Int) -> (covered: Double, contrast: Double) {
    var pixels = 0.0
    var largest: Float = 0
    for line in lines {
      pixels += Double(covered.base[line])
      largest = max(largest, contrast.base[line])
    }
    return (pixels / Double(lines.count * length), Double(largest))
  }

  /// Takes the contrast of bars back, in place.
  ///
  /// - Parameters:
  ///   - frame: what somebody wants to show.
  ///   - sweep: what has just swept over it.
  ///   - seconds: when it will be shown.
  /// - Returns: whether anything had to be taken back.
  func restrain(_ frame: Frame, seen sweep: TileSweep, at seconds: Double) -> Bool {
    let found = measure(sweep)
    let elapsed = max(0, seconds - (lastSeconds ?? seconds))
    lastSeconds = seconds
    share = min(1, share + elapsed / BarRule.recoverySeconds)
    if found.covered > BarRule.shareAllowed {
      share = min(share, max(0.04, 0.5 * Double(BarRule.threshold) / max(found.contrast, 0.01)))
    }
    guard share < 0.996 else { return false }
    flat.fill(mean(of: frame))
    var arguments = DreamFadeArguments(
      width: Int32(width), height: Int32(height), pitch: Int32(frame.pitch), from: flat.words, to: frame.words,
      target: frame.words, share: Int32((share * 256).rounded()), brightness: 256)
    crew.run(kernels.fade, &arguments, rows: height, band: 16)
    return true
  }

  /// The mean code values of some pixels, at steps that bars do not keep time with.
  private func mean(of frame: Frame) -> UInt32 {
    var sum = SIMD3<Int>.zero
    var count = 0
    for y in stride(from: 0, to: height, by: 11) {
      for x in stride(from: (y * 5) % 13, to: width, by: 13) {
        let word = frame.words[y * frame.pitch + x]
        sum &+= SIMD3(Int(word >> 16 & 255), Int(word >> 8 & 255), Int(word & 255))
        count += 1
      }
    }
    let mean = sum / count
    return UInt32(mean.x << 16 | mean.y << 8 | mean.z)
  }

  /// All that it remembers.
  func exchange(with ledger: inout StateLedger) {
    ledger.exchange(&share)
    ledger.exchange(&lastSeconds)
  }
}
