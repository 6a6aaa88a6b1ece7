import DreamKernels

/// The colours of a procedural picture, in linear light.
struct Palette {
  let valley: SIMD3<Float>, slope: SIMD3<Float>, shade: SIMD3<Float>, crest: SIMD3<Float>
  let vein: SIMD3<Float>, highlight: SIMD3<Float>

  static let all: [Palette] = [abyss, ember, orchid, moss, dusk, ink, copper, aurora]

  /// How many palettes a theme has.
  private static let paletteCount = 2

  /// The palette of a picture. Neighbouring pictures never share their colours.
  static func of(number: Int, seed: UInt64, theme: DreamTheme?) -> Palette {
    let choice = theme.map { all(like: $0) } ?? all
    let first = Int(Exact.hash(seed, 17) % UInt64(choice.count))
    return choice[((first + number * (theme == nil ? 3 : 1)) % choice.count + choice.count) % choice.count]
  }

  /// The palettes whose hue is nearest to a theme's.
  private static func all(like theme: DreamTheme) -> [Palette] {
    let wanted = theme.colour.hue
    let near = all.map { palette -> (palette: Palette, likeness: Float) in
      let colour = palette.slope / palette.slope.sum() + palette.shade / palette.shade.sum()
      return (palette, ((colour + 0.5 * palette.crest / palette.crest.sum()).hue * wanted).sum())
    }
    return near.sorted { $0.likeness > $1.likeness }.prefix(paletteCount).map(\.palette)
  }

  static let abyss = Palette(
    valley: [0.002, 0.008, 0.024], slope: [0.010, 0.085, 0.19], shade: [0.02, 0.20, 0.17], crest: [0.50, 0.72, 0.62],
    vein: [0.05, 0.45, 0.55], highlight: [0.95, 0.85, 0.60])
  static let ember = Palette(
    valley: [0.018, 0.003, 0.008], slope: [0.34, 0.050, 0.022], shade: [0.11, 0.020, 0.10], crest: [0.95, 0.58, 0.18],
    vein: [0.80, 0.32, 0.08], highlight: [1.0, 0.85, 0.55])
  static let orchid = Palette(
    valley: [0.010, 0.004, 0.030], slope: [0.17, 0.030, 0.22], shade: [0.03, 0.06, 0.26], crest: [0.90, 0.52, 0.50],
    vein: [0.75, 0.28, 0.36], highlight: [1.0, 0.80, 0.90])
  static let moss = Palette(
    valley: [0.003, 0.014, 0.012], slope: [0.050, 0.14, 0.045], shade: [0.015, 0.10, 0.13], crest: [0.78, 0.72, 0.26],
    vein: [0.45, 0.50, 0.12], highlight: [1.0, 0.95, 0.65])
  static let dusk = Palette(
    valley: [0.006, 0.010, 0.045], slope: [0.09, 0.085, 0.30], shade: [0.32, 0.075, 0.13], crest: [0.98, 0.62, 0.34],
    vein: [0.60, 0.25, 0.35], highlight: [1.0, 0.88, 0.70])
  static let ink = Palette(
    valley: [0.004, 0.005, 0.009], slope: [0.055, 0.075, 0.11], shade: [0.16, 0.12, 0.085], crest: [0.85, 0.78, 0.66],
    vein: [0.45, 0.36, 0.24], highlight: [1.0, 0.96, 0.88])
  static let copper = Palette(
    valley: [0.003, 0.014, 0.020], slope: [0.018, 0.12, 0.13], shade: [0.26, 0.075, 0.030], crest: [0.95, 0.52, 0.22],
    vein: [0.10, 0.50, 0.45], highlight: [1.0, 0.82, 0.58])
  static let aurora = Palette(
    valley: [0.003, 0.005, 0.026], slope: [0.012, 0.16, 0.13], shade: [0.10, 0.035, 0.26], crest: [0.60, 0.88, 0.48],
    vein: [0.50, 0.12, 0.55], highlight: [0.85, 1.0, 0.85])
}

extension SIMD3<Float> {
  /// What is left of a colour without its grey, of length 1.
  fileprivate var hue: SIMD3<Float> {
    let colour = self - sum() / 3
    let length = (colour * colour).sum().squareRoot()
    return length > 0 ? colour / length : .zero
  }
  /// As C has it.
  var tuple: (Float, Float, Float) { (x, y, z) }
}
