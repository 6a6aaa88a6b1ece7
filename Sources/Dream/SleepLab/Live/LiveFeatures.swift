import Glibc

/// Makes the features of live instants: as `TrackBuilder` does for a night, over the 2 s before each instant.
struct LiveFeatures {
  private static let windowSeconds = 2.0
  /// A feature with a hole falls to 1/e of itself in so many seconds.
  private static let glideSeconds = 2.0

  private var spectra: [Double: (spectrum: Spectrum, integrals: [BandIntegral], binCount: Int)] = [:]
  private var scores: [FeatureTrack.Feature: RunningScore] = [:]
  private var last = [Float](repeating: 0, count: FeatureTrack.Feature.allCases.count)

  /// The features at an instant.
  ///
  /// - Parameters:
  ///   - sourceSeconds: the instant by the source's clock.
  ///   - signals: what has come so far.
  mutating func instant(at sourceSeconds: Double, of signals: [Montage.Role: LiveSignal]) -> LiveInstant {
    var missing: Set<Montage.Role> = []
    func window(_ role: Montage.Role) -> (values: ArraySlice<Float>, rateHz: Double)? {
      guard let signal = signals[role] else { return nil }
      let count = Int(Self.windowSeconds * signal.rateHz) & ~1
      guard let values = signal.window(count, before: sourceSeconds) else {
        missing.insert(role)
        return nil
      }
      return (values, signal.rateHz)
    }
    let brain = window(.eeg).map { amplitudes(of: $0.values, rateHz: $0.rateHz) }
    let posterior = window(.posteriorEEG).map { amplitudes(of: $0.values, rateHz: $0.rateHz) }
    let chin = window(.chin), left = window(.leftEye), right = window(.rightEye)
    var values: [FeatureTrack.Feature: Float] = [:]
    for band in Band.allCases { values[FeatureTrack.Feature(band)] = brain.map { $0[band] } }
    values[.posteriorDelta] = signals[.posteriorEEG] == nil ? brain?[.delta] : posterior?[.delta]
    values[.muscleTone] = chin.map { Self.tone(of: $0.values, rateHz: $0.rateHz) }
    if let left, let right, left.rateHz == right.rateHz {
      values[.eyeCorrelation] = Self.correlation(left.values, right.values)
    }
    return LiveInstant(
      sourceSeconds: sourceSeconds, amplitudes: brain,
      features: FeatureTrack.Feature.allCases.map { next($0, values[$0]) }, missing: missing)
  }

  private mutating func next(_ feature: FeatureTrack.Feature, _ value: Float?) -> Float {
    let index = feature.rawValue
    if let value, value.isFinite {
      last[index] = feature == .eyeCorrelation ? value : scores[feature, default: RunningScore()].scored(value)
    } else {
      last[index] *= Float(exp(-1 / (FeatureTrack.rateHz * Self.glideSeconds)))
    }
    return last[index]
  }

  private mutating func amplitudes(of window: ArraySlice<Float>, rateHz: Double) -> BandValues {
    let tools = spectra[rateHz] ?? Self.tools(rateHz)
    spectra[rateHz] = tools
    var density = [Float](repeating: 0, count: tools.binCount)
    tools.spectrum.add(Array(window), from: 0, isCentred: true, to: &density)
    return BandValues { Float(tools.integrals[$0.rawValue].of(density).squareRoot()) }
  }

  private static func tools(_ rateHz: Double) -> (spectrum: Spectrum, integrals: [BandIntegral], binCount: Int) {
    let spectrum = Spectrum(seconds: windowSeconds, rateHz: rateHz)
    let binCount = spectrum.binCount(upTo: Band.wholeRangeHz.upperBound)
    let integrals = Band.allCases.map {
      BandIntegral($0.rangeHz, resolutionHz: spectrum.resolutionHz, binCount: binCount)
    }
    return (spectrum, integrals, binCount)
  }

  /// The logarithm of the chin's strength; below 20 Hz the signal is taken for an envelope that the equipment made.
  private static func tone(of window: ArraySlice<Float>, rateHz: Double) -> Float {
    guard rateHz >= 20 else { return log(max(1e-3, abs(window.last ?? 0))) }
    let squares = window.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(window.count)
    return log(Float(max(1e-6, squares)).squareRoot())
  }

  private static func correlation(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Float {
    let count = Double(left.count)
    let meanLeft = left.reduce(0.0) { $0 + Double($1) } / count
    let meanRight = right.reduce(0.0) { $0 + Double($1) } / count
    var (products, squaresLeft, squaresRight) = (0.0, 0.0, 0.0)
    for (first, second) in zip(left, right) {
      let (a, b) = (Double(first) - meanLeft, Double(second) - meanRight)
      products += a * b
      squaresLeft += a * a
      squaresRight += b * b
    }
    guard squaresLeft > 1e-6 * count, squaresRight > 1e-6 * count else { return 0 }
    return Float(max(-1, min(1, products / (squaresLeft * squaresRight).squareRoot())))
  }
}
