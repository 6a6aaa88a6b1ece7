/// How a still lies on a screen of other proportions.
public enum StillFit: String, Sendable, Codable, CaseIterable {
  /// Whole, with black beside it.
  case contain
  /// Over the whole screen; what stands over is cut.
  case cover
}

/// A still in a screen's proportions, a little larger than the screen, so that it can be come nearer to and wander.
///
/// It owns its memory for its whole life; another still can be hung into it while no frame is made of it.
public final class HungStill: Sendable {
  /// How much larger than the screen it is.
  static let excess = 1.125
  /// What of it is seen at rest: the rest is room to wander, and a still that is to be seen whole keeps out of it.
  static let zoomAtRest = 1.02

  /// The still in its place.
  let frame: Frame

  /// A black one.
  ///
  /// - Parameters:
  ///   - width: of the screen in pixels, 16 or more.
  ///   - height: of the screen in pixels, 16 or more.
  public init(width: Int, height: Int) {
    frame = Frame(
      width: Int((Double(width) * HungStill.excess).rounded()),
      height: Int((Double(height) * HungStill.excess).rounded()))
  }

  /// Hangs a still into it, in linear light, each pixel a mean of what it covers. This takes a tenth of a second or so: not
  /// for the thread that makes frames.
  ///
  /// - Parameters:
  ///   - still: the still.
  ///   - fit: how it lies.
  public func hang(_ still: Frame, fit: StillFit) {
    let wide = Double(frame.width), high = Double(frame.height)
    let scales = (wide / Double(still.width), high / Double(still.height))
    let scale = fit == .cover ? max(scales.0, scales.1) : min(scales.0, scales.1) / HungStill.zoomAtRest
    let across = ScaledLine(from: still.width, to: frame.width, scale: scale)
    let down = ScaledLine(from: still.height, to: frame.height, scale: scale)
    frame.fill(0)
    // Rows of the still that are brought to the width, as long as a row of the screen looks at them.
    var rows: [Int: [SIMD3<Float>]] = [:]
    for y in down.covered {
      let reach = down.reach(of: y)
      for row in rows.keys where row < reach.lowerBound { rows[row] = nil }
      for row in reach where rows[row] == nil { rows[row] = across.scaled(still, row: row) }
      var sums = [SIMD3<Float>](repeating: .zero, count: across.covered.count)
      for row in reach {
        guard let line = rows[row] else { continue }
        let share = down.share(of: row, at: y)
        for x in line.indices { sums[x] += line[x] * share }
      }
      let target = frame.words + y * frame.pitch + across.covered.lowerBound
      for x in sums.indices { target[x] = DisplayCode.word(sums[x]) }
    }
  }
}

/// Linear light and display codes, by the curve of the kernels.
enum DisplayCode {
  /// Linear light of code values.
  private static let lights: [Float] = (0..<256).map { code in
    let x = Float(code) / 255
    return max(0, x * (0.012522878 + x * (0.682171111 + x * 0.305306011)))
  }
  /// Codes of the square roots of light, finely.
  private static let codes: [UInt8] = {
    var codes: [UInt8] = []
    var code = 0
    for step in 0...4096 {
      let light = Float(step) * Float(step) / (4096 * 4096)
      while code < 255, lights[code] + lights[code + 1] <= 2 * light { code += 1 }
      codes.append(UInt8(code))
    }
    return codes
  }()

  static func light(_ word: UInt32) -> SIMD3<Float> {
    SIMD3(lights[Int(word >> 16 & 255)], lights[Int(word >> 8 & 255)], lights[Int(word & 255)])
  }

  static func word(_ light: SIMD3<Float>) -> UInt32 {
    let step = light.clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 1)).squareRoot() * 4096 + 0.5
    return UInt32(codes[Int(step.x)]) << 16 | UInt32(codes[Int(step.y)]) << 8 | UInt32(codes[Int(step.z)])
  }
}

/// What each place of a line takes from the places of another, which lies over its middle: a tent as wide as a place, and no
/// narrower than two places of the source.
private struct ScaledLine {
  /// Places on which something of the source lies.
  let covered: Range<Int>
  private let starts: [Int], shares: [[Float]]

  init(from count: Int, to target: Int, scale: Double) {
    let inner = min(target, max(1, Int((Double(count) * scale).rounded())))
    let first = (target - inner) / 2
    covered = first..<(first + inner)
    let reach = max(1, 1 / scale)
    var starts: [Int] = [], shares: [[Float]] = []
    for place in covered {
      let middle = (Double(place) + 0.5 - Double(target) / 2) / scale + Double(count) / 2 - 0.5
      let low = min(max(0, Int((middle - reach).rounded(.up))), count - 1)
      let high = min(max(low, Int((middle + reach).rounded(.down))), count - 1)
      let weights = (low...high).map { max(1e-6, Float(1 - abs(Double($0) - middle) / reach)) }
      let sum = weights.reduce(0, +)
      starts.append(low)
      shares.append(weights.map { $0 / sum })
    }
    (self.starts, self.shares) = (starts, shares)
  }

  func reach(of place: Int) -> Range<Int> {
    let index = place - covered.lowerBound
    return starts[index]..<(starts[index] + shares[index].count)
  }

  func share(of source: Int, at place: Int) -> Float {
    let index = place - covered.lowerBound
    return shares[index][source - starts[index]]
  }

  func scaled(_ still: Frame, row: Int) -> [SIMD3<Float>] {
    let words = still.words + row * still.pitch
    let lights = (0..<still.width).map { DisplayCode.light(words[$0]) }
    return covered.indices.map { index in
      let place = index - covered.lowerBound
      var sum = SIMD3<Float>.zero
      for (offset, share) in shares[place].enumerated() { sum += lights[starts[place] + offset] * share }
      return sum
    }
  }
}
