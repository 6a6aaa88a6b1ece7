@testable import Onirica

/// Measures the largest share of light that a tile's luminance swings above 3 Hz: what is left when a moving mean of a
/// third of a second, nine frames of 24 a second, is taken off, as root mean square over time.
struct FlickerMeter {
  static let framesPerSecond = 24.0
  private static let side = 8
  private var series = [[Double]](repeating: [], count: side * side)

  /// Takes a frame of 256 × 144 pixels.
  mutating func see(_ frame: Frame) {
    let side = FlickerMeter.side
    for tile in 0..<(side * side) {
      var sum = 0.0
      for y in stride(from: tile / side * 18, to: tile / side * 18 + 18, by: 2) {
        for x in stride(from: tile % side * 32, to: tile % side * 32 + 32, by: 2) {
          let code = Double(frame.luma(x, y)) / 255
          sum += code * code
        }
      }
      series[tile].append(sum / 144)
    }
  }

  /// Of the tile that swings most, after the first second.
  var share: Double {
    series.map { values in
      let rest = values.indices.dropFirst(24).dropLast(4).map { index -> Double in
        let around = values[(index - 4)...(index + 4)]
        return values[index] - around.reduce(0, +) / Double(around.count)
      }
      return (rest.reduce(0) { $0 + $1 * $1 } / Double(rest.count)).squareRoot()
    }.max() ?? 0
  }
}
