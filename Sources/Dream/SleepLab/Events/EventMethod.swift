/// By which definition events are found.
public enum EventMethod: UInt8, CaseIterable, Sendable, Hashable {
  /// Nearer to what experts mark; the one that pictures follow.
  case regie = 0
  /// YASA's published definitions (eLife 2021, doi 10.7554/eLife.70092).
  case yasa = 1

  /// Its name on the command line.
  public var wording: String {
    switch self {
    case .regie: "regie"
    case .yasa: "yasa"
    }
  }

  /// Reads the name.
  ///
  /// - Parameter wording: `regie` or `yasa`.
  /// - Returns: nil for anything else.
  public init?(wording: String) {
    guard let method = Self.allCases.first(where: { $0.wording == wording }) else { return nil }
    self = method
  }
}
