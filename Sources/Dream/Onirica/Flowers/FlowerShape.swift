/// What flowers are drawn with: the same bits on every machine.
enum FlowerShape {
  /// 0 below nought, 1 above one, soft between.
  static func step(_ value: Double) -> Double { Exact.smooth(value) }

  /// Three colours along a way from 0 to 1.
  static func blend(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ c: SIMD3<Float>, _ t: Double) -> SIMD3<Float> {
    let share = Float(t)
    return t < 0.5 ? a + (b - a) * (share * 2) : b + (c - b) * (share * 2 - 1)
  }

  /// The angle of (x, y) in turns, 0 to 1, within 10⁻⁵.
  static func turns(_ x: Double, _ y: Double) -> Double {
    let (across, up) = (abs(x), abs(y))
    let larger = max(across, up), smaller = min(across, up)
    guard larger > 0 else { return 0 }
    let t = smaller / larger, s = t * t
    let low = 0.159154941 + s * (-0.053043346 + s * (0.031508 + s * (-0.021173 + s * (0.011994 - s * 0.0034402))))
    var turns = t * low
    if up > across { turns = 0.25 - turns }
    if x < 0 { turns = 0.5 - turns }
    return y < 0 ? 1 - turns : turns
  }

  /// Smooth noise of two places, −1 to 1.
  static func noise(_ x: Double, _ y: Double, _ seed: UInt64) -> Double {
    let (column, row) = (x.rounded(.down), y.rounded(.down))
    let (dx, dy) = (Exact.smooth(x - column), Exact.smooth(y - row))
    let value = { (i: Int, j: Int) in 2 * Exact.chance(seed, Int(column) + i, Int(row) + j) - 1 }
    let above = value(0, 0) + (value(1, 0) - value(0, 0)) * dx
    let below = value(0, 1) + (value(1, 1) - value(0, 1)) * dx
    return above + (below - above) * dy
  }
}
