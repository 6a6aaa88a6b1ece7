import Glibc

/// A Butterworth filter that looks only back: sections of second order, one after the other.
///
/// Coefficients by the bilinear transform (R. Bristow-Johnson, Cookbook formulae for audio equalizer biquad filter
/// coefficients; W3C Audio EQ Cookbook).
struct CausalFilter: Sendable, Hashable {
  private struct Section: Sendable, Hashable {
    let b0, b1, b2, a1, a2: Double
    var (z1, z2) = (0.0, 0.0)

    init(cutHz: Double, quality: Double, rateHz: Double, passesHigh: Bool) {
      let omega = 2 * .pi * cutHz / rateHz
      let alpha = sin(omega) / (2 * quality)
      let scale = 1 / (1 + alpha)
      let edge = passesHigh ? (1 + cos(omega)) : (1 - cos(omega))
      b0 = edge / 2 * scale
      b1 = (passesHigh ? -edge : edge) * scale
      b2 = b0
      a1 = -2 * cos(omega) * scale
      a2 = (1 - alpha) * scale
    }

    mutating func filtered(_ value: Double) -> Double {
      let result = b0 * value + z1
      z1 = b1 * value - a1 * result + z2
      z2 = b2 * value - a2 * result
      return result
    }
  }

  private var sections: [Section] = []
  private var last = 0.0

  /// A filter of fourth order at each end.
  ///
  /// - Parameters:
  ///   - bandHz: what passes; an end at half the rate or above is left open.
  ///   - rateHz: samples a second.
  init(bandHz: ClosedRange<Double>, rateHz: Double) {
    // The two sections of a Butterworth filter of fourth order.
    for quality in [0.541_196_1, 1.306_563] {
      if bandHz.lowerBound > 0, bandHz.lowerBound < rateHz / 2 {
        sections.append(Section(cutHz: bandHz.lowerBound, quality: quality, rateHz: rateHz, passesHigh: true))
      }
      if bandHz.upperBound < 0.45 * rateHz {
        sections.append(Section(cutHz: bandHz.upperBound, quality: quality, rateHz: rateHz, passesHigh: false))
      }
    }
  }

  /// Filters the next sample; one that is not finite repeats the one before it, so that no hole rings.
  mutating func filtered(_ value: Float) -> Float {
    if value.isFinite { last = Double(value) }
    var result = last
    for index in sections.indices { result = sections[index].filtered(result) }
    return Float(result)
  }
}
