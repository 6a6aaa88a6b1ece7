/// A rectangle in whole pixels.
struct PixelBox: Sendable, Hashable {
  var x: Int, y: Int, width: Int, height: Int
}

/// Where things stand on a page of a splice: both parents, the child and what came back in squares, the strands beside them or
/// below, words at the foot.
struct SpliceLayout: Sendable, Hashable {
  let first: PixelBox, second: PixelBox, child: PixelBox, returned: PixelBox
  let strands: PixelBox, words: PixelBox
  let margin: Int

  /// - Parameters:
  ///   - width: of the screen in pixels.
  ///   - height: of the screen in pixels.
  init(width: Int, height: Int) {
    let short = min(width, height)
    let margin = max(4, short / 22), gap = max(3, short / 40), foot = max(14, short / 18)
    let inside = (width: width - 2 * margin, height: height - 2 * margin - foot - gap)
    let isWide = width >= height
    let side =
      isWide
      ? max(16, min((inside.height - gap) / 2, inside.width * 2 / 9))
      : max(16, min((inside.width - gap) / 2, inside.height / 4))
    let square = { (column: Int, row: Int, left: Int, top: Int) in
      PixelBox(x: left + column * (side + gap), y: top + row * (side + gap), width: side, height: side)
    }
    let both = 2 * side + gap
    let left = isWide ? margin : (width - both) / 2
    let top = isWide ? margin + (inside.height - both) / 2 : margin
    (first, second) = (square(0, 0, left, top), square(1, 0, left, top))
    (child, returned) = (square(0, 1, left, top), square(1, 1, left, top))
    strands =
      isWide
      ? PixelBox(
        x: margin + both + 2 * gap, y: margin, width: inside.width - both - 2 * gap, height: inside.height)
      : PixelBox(x: margin, y: margin + both + gap, width: inside.width, height: inside.height - both - gap)
    words = PixelBox(x: margin, y: height - margin - foot, width: inside.width, height: foot)
    self.margin = margin
  }
}
