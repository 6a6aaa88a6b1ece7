import DreamKernels

/// The colours of a procedural picture, in linear light.
struct Palette {
  let valley: SIMD3<Float>, slope: SIMD3<Float>, crest: SIMD3<Float>, vein: SIMD3<Float>, highlight: SIMD3<Float>

  static let all: [Palette] = [abyss, ember, orchid, moss, dusk, ink, copper, aurora]

  static let abyss = Palette(
    valley: [0.004, 0.016, 0.040], slope: [0.015, 0.110, 0.200], crest: [0.42, 0.66, 0.60], vein: [0.05, 0.45, 0.55],
    highlight: [0.95, 0.85, 0.60])
  static let ember = Palette(
    valley: [0.030, 0.006, 0.012], slope: [0.36, 0.070, 0.030], crest: [0.92, 0.62, 0.26], vein: [0.80, 0.32, 0.08],
    highlight: [1.0, 0.85, 0.55])
  static let orchid = Palette(
    valley: [0.020, 0.008, 0.045], slope: [0.20, 0.055, 0.26], crest: [0.86, 0.55, 0.66], vein: [0.55, 0.20, 0.60],
    highlight: [1.0, 0.80, 0.90])
  static let moss = Palette(
    valley: [0.008, 0.022, 0.016], slope: [0.060, 0.15, 0.070], crest: [0.62, 0.70, 0.32], vein: [0.25, 0.50, 0.20],
    highlight: [1.0, 0.95, 0.65])
  static let dusk = Palette(
    valley: [0.014, 0.020, 0.070], slope: [0.16, 0.13, 0.30], crest: [0.95, 0.66, 0.48], vein: [0.50, 0.30, 0.45],
    highlight: [1.0, 0.88, 0.70])
  static let ink = Palette(
    valley: [0.010, 0.012, 0.018], slope: [0.085, 0.10, 0.13], crest: [0.78, 0.74, 0.66], vein: [0.45, 0.40, 0.32],
    highlight: [1.0, 0.96, 0.88])
  static let copper = Palette(
    valley: [0.006, 0.024, 0.030], slope: [0.090, 0.12, 0.12], crest: [0.88, 0.50, 0.26], vein: [0.10, 0.45, 0.42],
    highlight: [1.0, 0.82, 0.58])
  static let aurora = Palette(
    valley: [0.006, 0.010, 0.036], slope: [0.030, 0.16, 0.16], crest: [0.55, 0.82, 0.50], vein: [0.45, 0.15, 0.60],
    highlight: [0.85, 1.0, 0.85])
}

extension SIMD3<Float> {
  /// As C has it.
  var tuple: (Float, Float, Float) { (x, y, z) }
}
