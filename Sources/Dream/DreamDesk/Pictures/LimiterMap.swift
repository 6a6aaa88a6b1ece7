import Onirica

/// A picture of where and how much the limiter changed a film: its last frame in grey, and over it the share of the
/// film that each tile was held back, from violet (a little) to yellow (all of it).
enum LimiterMap {
  /// Colours from nothing to everything, as code values.
  private static let ramp: [SIMD3<Float>] = [[70, 30, 120], [190, 45, 90], [245, 130, 40], [255, 235, 120]]

  /// - Parameters:
  ///   - limiter: what watched the film.
  ///   - frame: the film's last frame, as it was shown.
  static func picture(of limiter: Limiter, over frame: Frame) -> Frame {
    let map = Frame(width: frame.width, height: frame.height)
    let shares = limiter.withheld.map { Float($0 / Double(max(1, limiter.frameCount))) }
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let word = frame[x, y]
        let grey =
          0.35 * (0.2126 * Float(word >> 16 & 255) + 0.7152 * Float(word >> 8 & 255) + 0.0722 * Float(word & 255))
        let share = share(shares, x: x, y: y, in: frame)
        let strength = min(1, share > 0.0005 ? 0.25 + 0.75 * share.squareRoot() : 0)
        let colour = SIMD3(repeating: grey) * (1 - strength) + heat(share.squareRoot()) * strength
        map[x, y] = UInt32(colour.x) << 16 | UInt32(colour.y) << 8 | UInt32(colour.z)
      }
    }
    return map
  }

  private static func heat(_ share: Float) -> SIMD3<Float> {
    let place = min(max(share, 0), 0.9999) * Float(ramp.count - 1)
    let index = Int(place)
    return ramp[index] + (ramp[index + 1] - ramp[index]) * (place - Float(index))
  }

  /// The tiles' shares, smooth from one tile's middle to the next.
  private static func share(_ shares: [Float], x: Int, y: Int, in frame: Frame) -> Float {
    let side = Limiter.tiles
    let column = min(max(Float(x) / Float(frame.width) * Float(side) - 0.5, 0), Float(side - 1))
    let row = min(max(Float(y) / Float(frame.height) * Float(side) - 0.5, 0), Float(side - 1))
    let left = min(Int(column), side - 2), top = min(Int(row), side - 2)
    let across = column - Float(left), down = row - Float(top)
    let at = { (dx: Int, dy: Int) in shares[(top + dy) * side + left + dx] }
    let above = at(0, 0) + (at(1, 0) - at(0, 0)) * across
    let below = at(0, 1) + (at(1, 1) - at(0, 1)) * across
    return above + (below - above) * down
  }
}
