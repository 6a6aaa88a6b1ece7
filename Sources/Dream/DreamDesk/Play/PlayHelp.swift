import Onirica

/// The keys of a player as a picture: a dark page that the limiter has nothing to do with.
enum PlayHelp {
  private static let paper = PlotColour(0x101318), ink = PlotColour(0xB8C0CC), strong = PlotColour(0xE8ECF2)

  /// Draws the page.
  ///
  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  static func page(width: Int, height: Int) throws(PlotCanvas.Fault) -> Frame {
    let canvas = try PlotCanvas(pixels: width, by: height)
    canvas.fill(0, 0, Double(width), Double(height), paper)
    let rows = Double(PlayKey.table.count)
    let line = min(Double(height) / (rows + 3), Double(width) / 24)
    let top = (Double(height) - line * (rows - 1)) / 2
    for (index, entry) in PlayKey.table.enumerated() {
      let y = top + Double(index) * line
      canvas.text(entry.keys, Double(width) * 0.40, y, size: line * 0.6, .right, colour: strong)
      canvas.text(entry.what, Double(width) * 0.44, y, size: line * 0.6, colour: ink)
    }
    return try canvas.frame()
  }
}
