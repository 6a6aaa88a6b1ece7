/// A stage of sleep, as the AASM manual (version 3, 2023) names them.
public enum Stage: UInt8, CaseIterable, Sendable, Hashable {
  /// Awake.
  case wake = 0
  /// Light sleep at its beginning.
  case n1 = 1
  /// Light sleep with spindles and K-complexes.
  case n2 = 2
  /// Deep sleep, a fifth or more of it slow waves.
  case n3 = 3
  /// Sleep with rapid eye movements.
  case rem = 4
  /// Not scored: movement, a gap in the recording, or nothing known.
  case unknown = 5

  /// The wording of the contract: `W`, `N1`, `N2`, `N3`, `REM` or `unknown`.
  public var wording: String {
    switch self {
    case .wake: "W"
    case .n1: "N1"
    case .n2: "N2"
    case .n3: "N3"
    case .rem: "REM"
    case .unknown: "unknown"
    }
  }

  /// Reads the wording of the contract, without regard to case.
  ///
  /// - Parameter wording: `W`, `N1`, `N2`, `N3`, `REM` or `unknown`; `wake` and `R` are understood too.
  /// - Returns: nil if the word is none of these.
  public init?(wording: String) {
    switch wording.lowercased() {
    case "w", "wake": self = .wake
    case "n1": self = .n1
    case "n2": self = .n2
    case "n3": self = .n3
    case "rem", "r": self = .rem
    case "unknown": self = .unknown
    default: return nil
    }
  }
}
