import SleepLab

/// The colour of what a sleeper told, and when it was dreamt.
///
/// Words are never shown; they are only looked through for places and feelings that have a colour of their own. A report
/// without any has the colour of its number. Nothing of the text is kept.
struct ReportTint: Sendable, Hashable {
  /// The time that it colours, in seconds of the night: half an hour before the awakening.
  let seconds: ClosedRange<Double>
  /// Factors on linear red, green and blue, of mean luminance 1.
  let colour: SIMD3<Float>

  static let secondsBefore = 1800.0

  /// The tints of a night's reports, those of which the time is known and something is remembered.
  static func all(of night: Night) -> [ReportTint] {
    night.reports.enumerated().compactMap { number, report in
      guard let end = report.awakeningSeconds, report.recall != DreamReport.Recall.none else { return nil }
      return ReportTint(
        seconds: (end - secondsBefore)...end, colour: level(DreamWords.hue(of: report.text) ?? hue(of: number)))
    }
  }

  /// The tint at a place in the night; white where there is none.
  static func colour(_ tints: [ReportTint], at seconds: Double) -> SIMD3<Float> {
    tints.first { $0.seconds.contains(seconds) }?.colour ?? SIMD3(repeating: 1)
  }

  private static func hue(of number: Int) -> SIMD3<Float> {
    let turn = Double(number) * 0.618034
    let wave = { (shift: Double) in Float(1 + 0.55 * Exact.cosine(turns: turn + shift)) }
    return SIMD3(wave(0), wave(0.3333), wave(0.6667))
  }

  private static func level(_ hue: SIMD3<Float>) -> SIMD3<Float> {
    let luminance = hue.x * 0.2126 + hue.y * 0.7152 + hue.z * 0.0722
    return hue / luminance
  }
}

/// Words of dreams that have a colour, in English, French and Italian, by their stems.
enum DreamWords {
  private static let hues: [(colour: SIMD3<Float>, stems: [String])] = [
    (
      [0.55, 0.95, 1.45],
      ["sea", "ocean", "water", "river", "swim", "lake", "rain", "mer", "eau", "nag", "plui", "mare", "acqua", "fium"]
    ),
    ([0.75, 1.25, 0.60], ["forest", "tree", "garden", "grass", "leaf", "forêt", "arbr", "jardin", "bosco", "alber"]),
    ([1.60, 0.85, 0.45], ["fire", "burn", "sun", "desert", "light", "feu", "soleil", "fuoco", "sole", "deserto"]),
    ([1.45, 0.75, 0.85], ["blood", "fight", "anger", "afraid", "chase", "sang", "peur", "sangue", "paura"]),
    ([1.15, 0.80, 1.50], ["fly", "flew", "sky", "star", "moon", "night", "vol", "ciel", "nuit", "cielo", "notte"]),
    ([1.30, 1.05, 0.70], ["home", "house", "mother", "child", "friend", "school", "maison", "mère", "casa", "madre"]),
    ([0.85, 1.00, 1.10], ["snow", "ice", "cold", "white", "winter", "neige", "froid", "neve", "fredd"]),
    ([1.50, 0.90, 1.10], ["love", "kiss", "flower", "dance", "music", "amour", "fleur", "amore", "fiore", "music"]),
  ]

  /// The mean colour of the words that have one.
  static func hue(of text: String) -> SIMD3<Float>? {
    var sum = SIMD3<Float>.zero
    var found: Float = 0
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter }).prefix(2000) {
      guard
        let match = hues.first(where: {
          $0.stems.contains { stem in
            word == stem || stem.count > 3 && word.hasPrefix(stem)
          }
        })
      else { continue }
      sum += match.colour
      found += 1
    }
    return found > 0 ? sum / found : nil
  }
}
