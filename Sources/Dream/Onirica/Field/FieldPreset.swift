/// The numbers of the two-population neural field.
///
/// Wilson–Cowan with periodic drive, after Rule, Stoffregen and Ermentrout 2011 (PMC3182860):
/// `τe·∂Ue = −Ue + F(aee·Ke∗Ue − aei·Ki∗Ui − θe + ge·S)`, `τi·∂Ui = −Ui + F(aie·Ke∗Ue − aii·Ki∗Ui − θi)`,
/// `F(x) = 1/(1+e⁻ˣ)`, K normalised Gaussians, `S = A·H(sin(2πt/T) − 0.8)`.
public struct FieldPreset: Sendable, Hashable {
  /// Names of the numbers, in their order.
  public enum Number: Int, CaseIterable, Sendable {
    /// Coupling of excitation to excitation, of excitation to inhibition, of inhibition to excitation and to itself.
    case aee = 0
    case aie, aei, aii
    /// Time constants in milliseconds.
    case tauE, tauI
    /// Thresholds.
    case thetaE, thetaI
    /// Reach of the kernels in cells.
    case sigmaE, sigmaI
    /// Height of the stimulus, and its period in milliseconds.
    case driveA, driveT
    /// Euler step in milliseconds.
    case step
    /// The activity that is shown black, and the one shown white.
    case shownLow, shownHigh
    /// Milliseconds from one poke to the next; 0 is never. Bumps and bubbles die out without.
    case pokeEvery
  }

  /// The numbers by their index.
  public var numbers: SIMD16<Float>

  /// One number.
  public subscript(number: Number) -> Float {
    get { numbers[number.rawValue] }
    set { numbers[number.rawValue] = newValue }
  }

  /// Whether it is driven by a stimulus, and would flicker if it were shown as it is.
  var isDriven: Bool { self[.driveA] > 0.02 }

  /// Gain of the stimulus, ge.
  static let stimulusGain: Float = 0.8

  /// Spots under a strong, slow flicker.
  public static let spots = FieldPreset(10, 12, 8.5, 3, 10, 20, 2, 3.5, 0.8, 2, drive: (0.7, 125), step: 1)
  /// Stripes under a weak flicker, one period apart uncorrelated, two apart alike.
  public static let stripesI = FieldPreset(10, 12, 8.5, 3, 10, 20, 2, 3.5, 0.8, 2, drive: (0.35, 60), step: 1)
  /// Stripes under a strong flicker.
  public static let stripesII = FieldPreset(10, 12, 8.5, 3, 10, 20, 2, 3.5, 0.8, 2, drive: (1.5, 50), step: 1)
  /// Rotating spirals, without drive.
  public static let spirals = FieldPreset(16, 10, 8, 5, 1, 12, 4, 2, 1, 1, drive: (0, 100), step: 1)
  /// Standing bumps, without drive.
  public static let bumps = FieldPreset(14, 12, 8.5, 3, 10, 30, 3, 3.5, 1, 2.4, drive: (0, 100), step: 1, pokeEvery: 8)
  /// Slow bubbles, without drive.
  public static let bubbles = FieldPreset(
    14, 12, 8.5, 3, 10, 45, 3, 3.5, 1, 2.4, drive: (0, 100), step: 2, pokeEvery: 40)
  /// Stripes that oscillate by themselves.
  public static let oscillatingStripes = FieldPreset(14.8, 14, 8.5, 3, 10, 45, 3, 3.5, 1, 2.4, drive: (0, 100), step: 2)

  private init(
    _ aee: Float, _ aie: Float, _ aei: Float, _ aii: Float, _ tauE: Float, _ tauI: Float, _ thetaE: Float,
    _ thetaI: Float, _ sigmaE: Float, _ sigmaI: Float, drive: (Float, Float), step: Float,
    pokeEvery: Float = 0
  ) {
    numbers = SIMD16(
      aee, aie, aei, aii, tauE, tauI, thetaE, thetaI, sigmaE, sigmaI, drive.0, drive.1, step, 0, 1,
      pokeEvery)
  }

  /// The same preset with what is shown black and white.
  func showing(_ low: Float, _ high: Float) -> FieldPreset {
    var preset = self
    preset[.shownLow] = low
    preset[.shownHigh] = high
    return preset
  }

  /// The same preset with a coarser pattern.
  func enlarged(_ scale: Float) -> FieldPreset {
    var preset = self
    preset[.sigmaE] *= scale
    preset[.sigmaI] *= scale
    return preset
  }

  /// Halfway things: a weighted sum of presets.
  ///
  /// - Parameters:
  ///   - a: the first preset.
  ///   - b: the second preset.
  ///   - share: share of the second, 0 to 1.
  /// - Returns: the mixture.
  public static func mix(_ a: FieldPreset, _ b: FieldPreset, share: Float) -> FieldPreset {
    var mixed = a
    mixed.numbers = a.numbers + (b.numbers - a.numbers) * share
    return mixed
  }
}
