extension EventSettings {
  private static let source = " (YASA, eLife 2021, doi 10.7554/eLife.70092)"

  /// The parameters of method `yasa`, with YASA's own defaults.
  static let yasaParameters: [EventParameter] = spindleParameters + waveParameters + eyeParameters

  private static let spindleParameters: [EventParameter] =
    EventParameter.ends(
      .yasa, ("spindle.band-from-hz", "spindle.band-to-hz"), 8...20, \.yasaSpindles.bandHz, "the band" + source)
    + [
      .single(
        .yasa, "spindle.least-share", 0...1, \.yasaSpindles.relativePower, "the band's share of 1-30 Hz" + source),
      .single(
        .yasa, "spindle.least-correlation", 0...1, \.yasaSpindles.correlation,
        "correlation of the band with 1-30 Hz" + source),
      .number(
        .yasa, "spindle.deviations", 0...10, \.yasaSpindles.deviations,
        "moving RMS above its mean, in deviations" + source),
      .number(
        .yasa, "spindle.merge-s", 0...2, \.yasaSpindles.mergeSeconds, "spindles nearer than this are one" + source),
    ]
    + EventParameter.ends(
      .yasa, ("spindle.least-s", "spindle.greatest-s"), 0.1...6, \.yasaSpindles.seconds, "the length" + source)

  private static let waveParameters: [EventParameter] =
    EventParameter.ends(
      .yasa, ("slow-wave.band-from-hz", "slow-wave.band-to-hz"), 0.1...6, \.yasaWaves.bandHz, "the band" + source)
    + EventParameter.ends(
      .yasa, ("slow-wave.least-depth-uv", "slow-wave.greatest-depth-uv"), 1...1000, \.yasaWaves.negativeMicrovolts,
      "the depth of the negative peak" + source)
    + EventParameter.ends(
      .yasa, ("slow-wave.least-height-uv", "slow-wave.greatest-height-uv"), 1...1000, \.yasaWaves.positiveMicrovolts,
      "the height of the positive peak" + source)
    + EventParameter.ends(
      .yasa, ("slow-wave.least-uv", "slow-wave.greatest-uv"), 1...2000, \.yasaWaves.peakToPeakMicrovolts,
      "amplitude from peak to peak" + source)
    + EventParameter.ends(
      .yasa, ("slow-wave.least-negative-s", "slow-wave.greatest-negative-s"), 0.05...3, \.yasaWaves.negativeSeconds,
      "the length of the negative half" + source)
    + EventParameter.ends(
      .yasa, ("slow-wave.least-positive-s", "slow-wave.greatest-positive-s"), 0.05...3, \.yasaWaves.positiveSeconds,
      "the length of the positive half" + source)
    + [
      .number(
        .yasa, "k-complex.apart-s", 0...10, \.yasaWaves.isolationSeconds,
        "how far a K-complex stands from every other wave")
    ]

  private static let eyeParameters: [EventParameter] =
    EventParameter.ends(
      .yasa, ("rem.least-uv", "rem.greatest-uv"), 5...2000, \.yasaEyes.amplitudeMicrovolts,
      "the root of -LOC*ROC at the peak" + source)
    + EventParameter.ends(
      .yasa, ("rem.least-s", "rem.greatest-s"), 0.05...5, \.yasaEyes.seconds, "the length" + source)
    + [
      .single(
        .yasa, "rem.prominence", 0...5, \.yasaEyes.relativeProminence,
        "prominence, in shares of rem.least-uv squared" + source)
    ]
}
