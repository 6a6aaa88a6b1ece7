import DreamKernels

/// One picture in the root domain, as the kernels sample it.
final class Picture: Sendable {
  let words: Slab<UInt32>
  /// 1 where it is a still, which hangs upright in the middle; 0 where it was painted, and has no up or down.
  let isStill = PublishedNumber(0)
  /// How often it has been painted over.
  let edition = PublishedNumber(0)

  init() {
    words = Slab(count: Int(DREAM_PICTURE_PITCH * DREAM_PICTURE_ROWS) + 16, of: 0)
  }

  /// Becomes another picture in part.
  ///
  /// - Parameter share: of the other, 0 to 256.
  func approach(_ other: Picture, share: UInt32) {
    for place in 0..<words.count {
      let mine = words.base[place], its = other.words.base[place]
      let redBlue = ((mine & 0xFF00FF) * (256 - share) + (its & 0xFF00FF) * share) >> 8 & 0xFF00FF
      let green = ((mine & 0x00FF00) >> 8 * (256 - share) + (its & 0x00FF00) >> 8 * share) & 0x00FF00
      words.base[place] = redBlue | green
    }
  }
}

/// Paints the procedural pictures that stand in for dream stills: domain-warped noise, lit like cloth or water.
final class Painter {
  private let height: Slab<Float>, swirl: Slab<Float>, drift: Slab<Float>
  private let crew: Crew
  private let kernels: DreamKernels

  init(crew: Crew, kernels: DreamKernels) {
    let edge = Int(DREAM_PICTURE_EDGE)
    height = Slab(count: edge * edge, of: 0)
    swirl = Slab(count: edge * edge, of: 0)
    drift = Slab(count: edge * edge, of: 0)
    self.crew = crew
    self.kernels = kernels
  }

  /// Paints picture `number` of a dream: the same for the same seed, number and theme, always.
  func paint(number: Int, seed: UInt64, theme: DreamTheme? = nil, into picture: Picture) {
    let palette = Palette.of(number: number, seed: seed, theme: theme)
    let random = { (index: Int) in Float(Exact.chance(seed, number, 40 + index)) }
    var arguments = DreamPaintingArguments(
      seed: UInt32(truncatingIfNeeded: Exact.hash(seed, number, 39)), cells: random(0) < 0.5 ? 2 : 4,
      firstWarp: 0.9 + 0.9 * random(1), secondWarp: 1.0 + 1.4 * random(2), relief: 26 + 24 * random(3),
      shine: 0.15 + 0.55 * random(4), valley: palette.valley.tuple, slope: palette.slope.tuple,
      shade: palette.shade.tuple, crest: palette.crest.tuple, vein: palette.vein.tuple,
      highlight: palette.highlight.tuple, height: height.base,
      swirl: swirl.base, drift: drift.base, picture: picture.words.base)
    let edge = Int(DREAM_PICTURE_EDGE)
    crew.run(kernels.paintHeight, &arguments, rows: edge, band: 16)
    crew.run(kernels.paintColour, &arguments, rows: edge, band: 16)
  }
}
