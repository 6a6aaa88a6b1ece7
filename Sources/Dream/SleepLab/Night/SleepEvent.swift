/// A short event of sleep: what it is, when, how strong.
public struct SleepEvent: Sendable, Hashable {
  /// What kinds there are.
  public enum Kind: UInt8, CaseIterable, Sendable, Hashable {
    /// A burst of 12–15 Hz, 0.5 to 2 s long.
    case spindle = 0
    /// One slow wave of deep sleep: a negative, then a positive half.
    case slowWave = 1
    /// An isolated slow wave of N2.
    case kComplex = 2
    /// A rapid movement of both eyes.
    case eyeMovement = 3

    /// The wording of the contract: `spindle`, `slow-wave`, `k-complex` or `rem`.
    public var wording: String {
      switch self {
      case .spindle: "spindle"
      case .slowWave: "slow-wave"
      case .kComplex: "k-complex"
      case .eyeMovement: "rem"
      }
    }

    /// Reads the wording of the contract.
    ///
    /// - Parameter wording: `spindle`, `slow-wave`, `k-complex` or `rem`.
    /// - Returns: nil if the word is none of these.
    public init?(wording: String) {
      guard let kind = Kind.allCases.first(where: { $0.wording == wording }) else { return nil }
      self = kind
    }
  }

  /// What it is.
  public var kind: Kind
  /// Its beginning, in seconds from the night's beginning.
  public var onsetSeconds: Double
  /// Its length in seconds.
  public var durationSeconds: Double
  /// Its peak-to-peak amplitude in µV; of an eye movement the larger peak of the two eyes.
  public var amplitudeMicrovolts: Float
  /// Its frequency in Hz; nil for an eye movement, which has none.
  public var frequencyHz: Float?
  /// The sign of LOC − ROC at an eye movement's peak, −1 or 1; 0 for every other kind.
  public var direction: Int8

  /// Its end, in seconds from the night's beginning.
  public var endSeconds: Double { onsetSeconds + durationSeconds }

  /// Makes an event.
  ///
  /// - Parameters:
  ///   - kind: what it is.
  ///   - onsetSeconds: its beginning, from the night's beginning.
  ///   - durationSeconds: its length.
  ///   - amplitudeMicrovolts: peak to peak; of an eye movement the larger peak of the two eyes.
  ///   - frequencyHz: nil for an eye movement.
  ///   - direction: the sign of LOC − ROC of an eye movement, else 0.
  public init(
    kind: Kind, onsetSeconds: Double, durationSeconds: Double, amplitudeMicrovolts: Float,
    frequencyHz: Float? = nil, direction: Int8 = 0
  ) {
    self.kind = kind
    self.onsetSeconds = onsetSeconds
    self.durationSeconds = durationSeconds
    self.amplitudeMicrovolts = amplitudeMicrovolts
    self.frequencyHz = frequencyHz
    self.direction = direction
  }
}
