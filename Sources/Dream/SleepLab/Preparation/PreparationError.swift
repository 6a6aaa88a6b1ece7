/// Why no night can be made of a recording.
public enum PreparationError: Error, Hashable, CustomStringConvertible {
  /// No signal is a brain's that can be trusted.
  case noBrainSignal(refused: [String])
  /// There is less than one epoch.
  case tooShort(seconds: Double)
  /// The timeline is longer than three days: its times must be wrong.
  case tooLong(seconds: Double)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .noBrainSignal(let refused):
      "the recording holds no EEG that can be used"
        + (refused.isEmpty ? "" : " (" + refused.joined(separator: "; ") + ")")
        + ": `reverie inspect` shows its signals"
    case .tooShort(let seconds): "the recording lasts \(seconds) s; a night needs 30 s or more"
    case .tooLong(let seconds): "the records' times span \(seconds) s, more than three days: they must be wrong"
    }
  }
}
