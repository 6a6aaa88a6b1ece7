/// What a header says of one signal.
public struct SignalHeader: Sendable, Hashable {
  /// Why a signal cannot be trusted.
  public enum Refusal: Sendable, Hashable {
    /// Its calibration is missing, not a number or void (a range of no width).
    case calibration
    /// It has no samples in a record.
    case noSamples
    /// Its rate is not known, because the length of a record is not.
    case noRate
    /// Its digital range is far wider than its samples can be: they come from other numbers than those in the file.
    case digitalRange
    /// All its samples are the same: nothing was connected.
    case flat
    /// Its values are not what its kind can have: the unit or calibration must be wrong.
    case implausible
    /// The file lost the highest bit of every byte on its way.
    case sevenBits

    /// The reason in plain words.
    public var words: String {
      switch self {
      case .calibration: "its calibration is missing or void"
      case .noSamples: "it has no samples in a record"
      case .noRate: "its rate is unknown, because the header gives no length of a record"
      case .digitalRange: "its digital range is wider than the file's samples can be"
      case .flat: "its samples never change: nothing was connected"
      case .sevenBits: "the file lost the highest bit of every byte on its way: copy it again, as binary"
      case .implausible: "its values cannot be what its kind has: the unit or the calibration must be wrong"
      }
    }
  }

  /// The signal's label, without control characters.
  public var label: String
  /// What it measures, by its label.
  public var kind: SignalKind
  /// What its numbers count.
  public var unit: Unit
  /// The value of one digital step, in the unit that is given out; 0 when refused.
  public var gain: Double
  /// The value of a digital zero, in the unit that is given out; 0 when refused.
  public var offset: Double
  /// How many samples a record has.
  public var samplesPerRecord: Int
  /// Where they begin in a record, in bytes.
  public var byteOffsetInRecord: Int
  /// Why the signal cannot be used; nil if it can.
  public var refusal: Refusal?
  /// The values between which the header says that samples lie, in the unit that is given out; nil when refused.
  public var declaredRange: ClosedRange<Double>?
  /// Whether it holds time-stamped annotations rather than samples.
  public var isAnnotations: Bool
}
