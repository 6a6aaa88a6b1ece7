import SleepLab

/// The colours of a plot: a scale that is even to the eye, and hues that the colour-blind tell apart.
enum PlotColours {
  /// Viridis (S. van der Walt and N. Smith, 2015, CC0) at nine places.
  private static let viridis: [PlotColour] = [
    0x440154, 0x472C7A, 0x3B518B, 0x2C718E, 0x21908D, 0x27AD81, 0x5CC863, 0xAADC32, 0xFDE725,
  ].map { PlotColour($0) }

  /// A place of the scale, 0 to 1; beyond it its ends.
  static func scale(_ share: Double) -> PlotColour {
    let place = (share.isFinite ? max(0, min(1, share)) : 0) * Double(viridis.count - 1)
    let first = min(Int(place), viridis.count - 2)
    let part = place - Double(first)
    let (low, high) = (viridis[first], viridis[first + 1])
    return PlotColour(
      low.red + (high.red - low.red) * part, low.green + (high.green - low.green) * part,
      low.blue + (high.blue - low.blue) * part)
  }

  /// The colours of M. Okabe and K. Ito (2008).
  static func of(_ band: Band) -> PlotColour {
    switch band {
    case .delta: PlotColour(0x0072B2)
    case .theta: PlotColour(0x009E73)
    case .alpha: PlotColour(0xE69F00)
    case .sigma: PlotColour(0xD55E00)
    case .beta: PlotColour(0xCC79A7)
    }
  }

  static func of(_ kind: SleepEvent.Kind) -> PlotColour {
    switch kind {
    case .spindle: PlotColour(0xD55E00)
    case .slowWave: PlotColour(0x0072B2)
    case .kComplex: PlotColour(0x009E73)
    case .eyeMovement: PlotColour(0xB03060)
    }
  }
}
