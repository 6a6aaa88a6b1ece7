import DreamKernels

/// Where each pixel of the retina lies on the cortex: `z = ln(1 + r/r₀) + iθ`, so that stripes and spots become
/// tunnels, spirals, rays and honeycombs (Bressloff, Cowan et al. 2001, doi 10.1098/rstb.2000.0769).
///
/// A turn is 65536 units both ways, which keeps angles. A margin all around lets the gaze move.
final class RetinoCorticalMap {
  /// Radius in units of half the picture's height below which the cortex no longer magnifies.
  static let foveaRadius: Float = 0.045
  let marginX: Int, marginY: Int, pitch: Int, rows: Int
  private let words: Slab<UInt32>

  init(width: Int, height: Int, crew: Crew, kernels: DreamKernels) {
    marginX = (width / 20 + 31) / 16 * 16
    marginY = (height / 20 + 3) / 2 * 2
    pitch = width + 2 * marginX
    rows = height + 2 * marginY
    words = Slab(count: pitch * rows + 64, of: 0)
    var arguments = DreamMapArguments(
      width: Int32(pitch), height: Int32(rows), heightOfUnit: Int32(height),
      foveaRadius: RetinoCorticalMap.foveaRadius, map: words.base)
    crew.run(kernels.map, &arguments, rows: rows, band: 16)
  }

  /// The map itself, and where it begins with the gaze shifted by whole pixels, within the margins.
  func view(shiftX: Int, shiftY: Int) -> (words: Slab<UInt32>, origin: Int) {
    let x = marginX + min(max(shiftX, -marginX), marginX)
    let y = marginY + min(max(shiftY, -marginY), marginY)
    return (words, y * pitch + x)
  }
}
