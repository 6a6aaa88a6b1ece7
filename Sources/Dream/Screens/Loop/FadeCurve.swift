/// How a fade on a screen runs between its ends, by the words of the hall.
public enum FadeCurve: String, Sendable, Hashable, Codable, CaseIterable {
  /// At one pace.
  case linear
  /// Slow at first.
  case easeIn = "ease-in"
  /// Slow at the end.
  case easeOut = "ease-out"
  /// Slow at both ends: what a screen does where nothing is said.
  case easeInOut = "ease-in-out"
  /// Follows the eye rather than the meter (CIE 1931 lightness).
  case perceptual
  /// Stays, then is there at the end.
  case step

  /// How far the fade is.
  ///
  /// - Parameter time: the part of its time that is over; outside 0 to 1 it stands at its ends.
  /// - Returns: the part of the way, 0 to 1.
  public func progress(at time: Double) -> Double {
    let time = min(max(time, 0), 1)
    return switch self {
    case .linear: time
    case .easeIn: time * time
    case .easeOut: 1 - (1 - time) * (1 - time)
    case .easeInOut: time * time * (3 - 2 * time)
    case .perceptual: time * time * time
    case .step: time < 1 ? 0 : 1
    }
  }
}
