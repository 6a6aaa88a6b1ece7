import DreamKernels

/// Stills that a dream may show instead of painted pictures: decoded by whoever has them, beside the frames.
public protocol StillSource: Sendable {
  /// The still that stands for picture `number` of a dream.
  ///
  /// - Parameters:
  ///   - number: of the picture, any whole number.
  ///   - seed: the dream's.
  ///   - theme: what is dreamt of then, where a report tells it; a still of that theme comes first.
  /// - Returns: the same still for the same numbers and theme; nil where there is none that can be used: one is painted then.
  func still(number: Int, seed: UInt64, theme: DreamTheme?) -> Frame?
}

/// Hangs a still: cut to two to one, in linear light, wrapped to a torus without a seam.
enum Hanging {
  private static let width = Int(DREAM_PICTURE_EDGE), height = Int(DREAM_PICTURE_EDGE) / 2
  /// Columns in which the right edge passes over into the left one.
  private static let overlap = 64
  /// Picture pixels a half height at which a still fills a screen.
  static let pixelsAUnit: Float = 250
  /// The still's middle.
  static let middle = (x: Float(width) / 2, y: Float(height) / 2)

  /// Linear light of code values.
  private static let lights: [Float] = (0..<256).map { code in
    let x = Float(code) / 255
    let linear = x * (0.012522878 + x * (0.682171111 + x * 0.305306011))
    return max(0, linear)
  }

  static func hang(_ still: Frame, into picture: Picture) {
    let wide = width + overlap
    let rows = averaged(still, width: wide, height: height)
    let pitch = Int(DREAM_PICTURE_PITCH)
    for y in 0..<Int(DREAM_PICTURE_ROWS) {
      let folded = y % (2 * height)
      let from = (folded < height ? folded : 2 * height - 1 - folded) * wide
      for x in 0..<pitch {
        let column = x % width
        var light = rows[from + column]
        if column < overlap {
          let share = Float(column) / Float(overlap)
          light = rows[from + width + column] * (1 - share) + light * share
        }
        picture.words.base[y * pitch + x] = word(light)
      }
    }
  }

  private static func word(_ light: SIMD3<Float>) -> UInt32 {
    let root = light.squareRoot() * 255 + 0.5
    return UInt32(root.x) << 16 | UInt32(root.y) << 8 | UInt32(root.z)
  }

  /// The middle of the still in a size, each pixel the mean light of what it covers.
  private static func averaged(_ still: Frame, width: Int, height: Int) -> [SIMD3<Float>] {
    let scale = min(Double(still.width) / Double(width), Double(still.height) / Double(height))
    let left = (Double(still.width) - scale * Double(width)) / 2
    let top = (Double(still.height) - scale * Double(height)) / 2
    let span = { (index: Int, start: Double, limit: Int) -> Range<Int> in
      let first = min(max(Int(start + Double(index) * scale), 0), limit - 1)
      return first..<min(max(Int(start + Double(index + 1) * scale), first + 1), limit)
    }
    var means = [SIMD3<Float>](repeating: .zero, count: width * height)
    for y in 0..<height {
      let rows = span(y, top, still.height)
      for x in 0..<width {
        let columns = span(x, left, still.width)
        var sum = SIMD3<Float>.zero
        for row in rows {
          for column in columns {
            let word = still.words[row * still.pitch + column]
            sum += SIMD3(lights[Int(word >> 16 & 255)], lights[Int(word >> 8 & 255)], lights[Int(word & 255)])
          }
        }
        means[y * width + x] = sum / Float(rows.count * columns.count)
      }
    }
    return means
  }
}
