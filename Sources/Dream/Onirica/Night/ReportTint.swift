import SleepLab

/// The colour and the theme of what a sleeper told, and when it was dreamt.
///
/// Words are never shown; they are only looked through for themes, which have a colour of their own. A report without
/// any has the colour of its number, and no theme. Nothing of the text is kept.
struct ReportTint: Sendable, Hashable {
  /// The time that it colours, in seconds of the night: half an hour before the awakening.
  let seconds: ClosedRange<Double>
  /// Factors on linear red, green and blue, of mean luminance 1.
  let colour: SIMD3<Float>
  /// What it is about most; it chooses the pictures.
  let theme: DreamTheme?

  static let secondsBefore = 1800.0

  /// The tints of a night's reports, those of which the time is known and something is remembered.
  static func all(of night: Night) -> [ReportTint] {
    night.reports.enumerated().compactMap { number, report in
      guard let end = report.awakeningSeconds, report.recall != DreamReport.Recall.none else { return nil }
      let themes = DreamTheme.all(in: report.text)
      return ReportTint(
        seconds: (end - secondsBefore)...end, colour: level(DreamTheme.meanColour(of: themes) ?? hue(of: number)),
        theme: DreamTheme.main(of: themes))
    }
  }

  /// The tint at a place in the night; white where there is none.
  static func colour(_ tints: [ReportTint], at seconds: Double) -> SIMD3<Float> {
    tints.first { $0.seconds.contains(seconds) }?.colour ?? SIMD3(repeating: 1)
  }

  /// What is dreamt of at a place in the night; nil where no report says so.
  static func theme(_ tints: [ReportTint], at seconds: Double) -> DreamTheme? {
    tints.first { $0.seconds.contains(seconds) }?.theme
  }

  /// A colour of a number's own, neighbouring numbers far apart.
  static func hue(of number: Int) -> SIMD3<Float> {
    let turn = Double(number) * 0.618034
    let wave = { (shift: Double) in Float(1 + 0.55 * Exact.cosine(turns: turn + shift)) }
    return SIMD3(wave(0), wave(0.3333), wave(0.6667))
  }

  /// The same hue with luminance 1.
  static func level(_ hue: SIMD3<Float>) -> SIMD3<Float> {
    let luminance = hue.x * 0.2126 + hue.y * 0.7152 + hue.z * 0.0722
    return hue / luminance
  }
}
