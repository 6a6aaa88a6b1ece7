extension EventSettings {
  /// The parameters of method `regie`.
  static let regieParameters: [EventParameter] = spindleParameters + waveParameters + eyeParameters

  private static let spindleParameters: [EventParameter] =
    EventParameter.ends(
      .regie, ("spindle.band-from-hz", "spindle.band-to-hz"), 8...20, \.fourTestSpindles.bandHz,
      "the band of spindles (Lacourse et al. 2019, doi 10.1016/j.jneumeth.2018.08.014)")
    + [
      .number(
        .regie, "spindle.least-power", -1...4, \.fourTestSpindles.leastPower,
        "power in the band, log10 of uV^2 (Lacourse et al. 2019, doi 10.1016/j.jneumeth.2018.08.014)"),
      .number(
        .regie, "spindle.least-share", 0...10, \.fourTestSpindles.leastShare,
        "the band's share of 4.5-30 Hz, in deviations above the half minute around (Lacourse et al. 2019)"),
      .number(
        .regie, "spindle.least-covariance", 0...10, \.fourTestSpindles.leastCovariance,
        "covariance of the band with the signal, in deviations above the half minute around (Lacourse et al. 2019)"),
      .number(
        .regie, "spindle.least-correlation", 0...1, \.fourTestSpindles.leastCorrelation,
        "correlation of the band with the signal (Lacourse et al. 2019)"),
      .number(
        .regie, "spindle.merge-s", 0...2, \.fourTestSpindles.mergeSeconds,
        "spindles nearer than this are one"),
    ]
    + EventParameter.ends(
      .regie, ("spindle.least-s", "spindle.greatest-s"), 0.1...6, \.fourTestSpindles.seconds,
      "the length of a spindle (Lacourse et al. 2019: 0.3 to 2.5)")

  private static let waveParameters: [EventParameter] =
    [
      .single(
        .regie, "slow-wave.least-depth-uv", 5...300, \.halfWaves.leastDepthMicrovolts,
        "depth of the negative half (YASA, doi 10.7554/eLife.70092: 40; Massimini et al. 2004, "
          + "doi 10.1523/JNEUROSCI.1318-04.2004: 80)"),
      .single(
        .regie, "k-complex.least-depth-uv", 5...300, \.halfWaves.leastComplexDepthMicrovolts,
        "depth of a K-complex's negative half"),
      .single(
        .regie, "k-complex.least-uv", 10...500, \.halfWaves.leastComplexAmplitudeMicrovolts,
        "amplitude of a K-complex from peak to peak"),
      .single(
        .regie, "slow-wave.least-uv", 10...500, \.halfWaves.leastAmplitudeMicrovolts,
        "amplitude from peak to peak (AASM manual: 75; Massimini et al. 2004: 140)"),
      .number(
        .regie, "slow-wave.least-spreads", 0...10, \.halfWaves.leastSpreads,
        "amplitude from peak to peak in spreads of the night's own slow signal"),
      .single(
        .regie, "slow-wave.greatest-uv", 100...2000, \.halfWaves.greatestAmplitudeMicrovolts,
        "amplitude from peak to peak; above it a body or an electrode moved"),
      .number(
        .regie, "k-complex.apart-s", 0...10, \.halfWaves.isolationSeconds,
        "how far a K-complex stands from every other wave"),
    ]
    + EventParameter.ends(
      .regie, ("slow-wave.band-from-hz", "slow-wave.band-to-hz"), 0.1...6, \.halfWaves.bandHz, "the band of slow waves")
    + EventParameter.ends(
      .regie, ("slow-wave.least-negative-s", "slow-wave.greatest-negative-s"), 0.05...3, \.halfWaves.negativeSeconds,
      "the length of the negative half (Massimini et al. 2004: 0.3 to 1)")
    + EventParameter.ends(
      .regie, ("slow-wave.least-positive-s", "slow-wave.greatest-positive-s"), 0.05...3, \.halfWaves.positiveSeconds,
      "the length of the positive half")

  private static let eyeParameters: [EventParameter] = [
    .single(
      .regie, "rem.least-uv", 5...300, \.sharpEyes.leastAmplitudeMicrovolts,
      "the root of -LOC*ROC at the peak"),
    .single(
      .regie, "rem.greatest-uv", 100...2000, \.sharpEyes.greatestAmplitudeMicrovolts,
      "the root of -LOC*ROC at the peak; above it something else moved"),
    .single(
      .regie, "rem.least-step-uv", 5...500, \.sharpEyes.leastStepMicrovolts,
      "how far half the difference of the eyes goes within 0.1 s (AASM manual: rapid is what begins sharply)"),
    .number(
      .regie, "rem.return-s", 0...5, \.sharpEyes.returnSeconds,
      "within this time after a movement, one to the other side may be its way back"),
    .single(
      .regie, "rem.return-share", 0...1, \.sharpEyes.returnShare,
      "and is, if it is less steep than this share of the one before"),
    .number(.regie, "rem.apart-s", 0.05...5, \.sharpEyes.apartSeconds, "movements nearer than this are one"),
  ]
}
