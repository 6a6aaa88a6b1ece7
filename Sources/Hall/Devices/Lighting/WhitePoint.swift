import Foundation

/// Whites of a colour temperature on fixtures of few emitters.
enum WhitePoint {
  /// The colour temperature that amber stands for among whites: where the splines below begin.
  static let amberKelvin = 1667.0

  /// The colour of a black body on a fixture of red, green and blue, the strongest of them at 1.
  ///
  /// The chromaticity by the cubic splines of Kim et al. (US patent 7 024 034, 2006; 1667 to 25 000 K, outside of it the
  /// nearest end); into red, green and blue by the primaries, the white and the transfer curve of IEC 61966-2-1 (sRGB),
  /// which is how a show writes colours; what these primaries cannot make is cut at zero.
  ///
  /// - Parameter kelvin: the colour temperature.
  /// - Returns: red, green and blue, 0 to 1.
  static func color(kelvin: Double) -> SIMD3<Double> {
    let (x, y) = chromaticity(kelvin: kelvin)
    let (bigX, bigZ) = (x / y, (1 - x - y) / y)
    let linear = SIMD3(
      3.2404542 * bigX - 1.5371385 - 0.4985314 * bigZ, -0.9692660 * bigX + 1.8760108 + 0.0415560 * bigZ,
      0.0556434 * bigX - 0.2040259 + 1.0572252 * bigZ)
    let cut = linear.clamped(lowerBound: .zero, upperBound: SIMD3(repeating: .greatestFiniteMagnitude))
    let scaled = cut / max(cut.max(), .leastNormalMagnitude)
    return SIMD3(encoded(scaled.x), encoded(scaled.y), encoded(scaled.z))
  }

  /// How much of full a warm and a cool emitter give for a colour temperature; together always 1.
  ///
  /// Linear in reciprocal megakelvin (mired), in which equal steps look equal (Priest 1933, DOI 10.1364/JOSA.23.000041),
  /// and in which a mixture of two near whites lies about where its parts say.
  ///
  /// - Parameters:
  ///   - kelvin: the colour temperature; outside of the two emitters', the nearer emitter alone.
  ///   - warmKelvin: that of the warm emitter.
  ///   - coolKelvin: that of the cool emitter.
  static func mixture(kelvin: Double, warmKelvin: Double, coolKelvin: Double) -> (warm: Double, cool: Double) {
    let (warm, cool) = (1e6 / warmKelvin, 1e6 / coolKelvin)
    guard warm > cool, kelvin > 0 else { return (1, 0) }
    let part = max(0, min(1, (warm - 1e6 / kelvin) / (warm - cool)))
    return (1 - part, part)
  }

  private static func chromaticity(kelvin: Double) -> (x: Double, y: Double) {
    let t = max(1667, min(25000, kelvin))
    let x =
      t <= 4000
      ? -0.2661239e9 / (t * t * t) - 0.2343589e6 / (t * t) + 0.8776956e3 / t + 0.179910
      : -3.0258469e9 / (t * t * t) + 2.1070379e6 / (t * t) + 0.2226347e3 / t + 0.240390
    let (square, cube) = (x * x, x * x * x)
    if t <= 2222 { return (x, -1.1063814 * cube - 1.34811020 * square + 2.18555832 * x - 0.20219683) }
    if t <= 4000 { return (x, -0.9549476 * cube - 1.37418593 * square + 2.09137015 * x - 0.16748867) }
    return (x, 3.0817580 * cube - 5.87338670 * square + 3.75112997 * x - 0.37001483)
  }

  private static func encoded(_ linear: Double) -> Double {
    linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
  }
}
