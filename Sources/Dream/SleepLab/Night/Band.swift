/// A frequency band of the electroencephalogram.
public enum Band: Int, CaseIterable, Sendable, Hashable {
  /// δ, 0.5–4 Hz.
  case delta = 0
  /// θ, 4–8 Hz.
  case theta = 1
  /// α, 8–12 Hz.
  case alpha = 2
  /// σ, 12–16 Hz, the band of spindles.
  case sigma = 3
  /// β, 16–30 Hz.
  case beta = 4

  /// The band's lower and upper bound in Hz.
  public var rangeHz: ClosedRange<Double> {
    switch self {
    case .delta: 0.5...4
    case .theta: 4...8
    case .alpha: 8...12
    case .sigma: 12...16
    case .beta: 16...30
    }
  }

  /// The band's name in tables: `delta`, `theta`, `alpha`, `sigma` or `beta`.
  public var name: String {
    switch self {
    case .delta: "delta"
    case .theta: "theta"
    case .alpha: "alpha"
    case .sigma: "sigma"
    case .beta: "beta"
    }
  }

  /// The range over which relative powers are taken, in Hz: from the lowest band's bottom to the highest band's top.
  public static let wholeRangeHz: ClosedRange<Double> = 0.5...30
}

/// One number for each band.
public struct BandValues: Sendable, Hashable {
  private var values: SIMD8<Float>

  /// Makes the values from a rule.
  ///
  /// - Parameter value: the number of a band.
  public init(_ value: (Band) -> Float) {
    values = .zero
    for band in Band.allCases { values[band.rawValue] = value(band) }
  }

  /// The number of one band.
  public subscript(band: Band) -> Float {
    get { values[band.rawValue] }
    set { values[band.rawValue] = newValue }
  }
}
