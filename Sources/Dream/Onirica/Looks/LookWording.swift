/// How looks are written: the words of the knobs, and the range of each.
extension Look.Knob {
  /// The word in a file of looks: `trail-seconds`; the three numbers of a colour share one: `tint`.
  public var wording: String {
    let name = "\(self)"
    for colour in ["Red", "Green", "Blue"] where name.hasSuffix(colour) { return String(name.dropLast(colour.count)) }
    return name.reduce(into: "") { word, letter in
      word += letter.isUppercase ? "-\(letter.lowercased())" : "\(letter)"
    }
  }

  /// The numbers that make sense.
  public var range: ClosedRange<Float> {
    switch self {
    case .trailSeconds: 0.02...30
    case .clarity, .cortexShare, .vignette, .ripples, .reactionShade: 0...2
    case .fovea: 0.02...4
    case .fieldRate: 0...400
    case .driftOut, .driftAround: -200...200
    case .zoom, .turn: -1...1
    case .flow: 0...0.5
    case .pictureScale: 40...600
    case .pictureWarp: 0...400
    case .pictureDrift: 0...200
    case .morphShare: 0.05...1
    case .reinterpretation: 0...1
    case .morphSoftness: 0.05...4
    case .maskByCortex, .maskByReaction: -4...4
    case .saturation: 0...3
    case .tintRed, .tintGreen, .tintBlue: 0...3
    case .emboss, .ambient: 0...3
    case .reliefRadius, .reliefAngle: -40...40
    case .lowRed, .lowGreen, .lowBlue, .highRed, .highGreen, .highBlue, .rimRed, .rimGreen, .rimBlue, .glowRed,
      .glowGreen, .glowBlue:
      0...2
    case .luminance: 0.02...0.5
    case .grain: 0...0.1
    case .contrast: 0...2
    case .points: 0...3
    case .pointDrift: 0...0.5
    case .swell: 0...0.1
    case .swellRate: 0...0.5
    case .lowPassSeconds: 0.35...5
    case .reactionScale: 20...400
    case .reactionRate: 0...700
    case .reactionFeed: 0.01...0.1
    case .reactionKill: 0.03...0.075
    }
  }
}

extension FieldPreset {
  /// The presets by their words in a file of looks.
  public static let named: [(word: String, preset: FieldPreset)] = [
    ("spots", .spots), ("stripes-i", .stripesI), ("stripes-ii", .stripesII), ("spirals", .spirals), ("bumps", .bumps),
    ("bubbles", .bubbles), ("oscillating-stripes", .oscillatingStripes),
  ]

  /// The same preset with a coarser pattern, shown between two activities: as files of looks say it.
  ///
  /// - Parameters:
  ///   - scale: 0.5 to 2.5 times as coarse.
  ///   - low: the activity that is shown black.
  ///   - high: the activity that is shown white.
  public func with(scale: Float, low: Float, high: Float) -> FieldPreset { enlarged(scale).showing(low, high) }
}
