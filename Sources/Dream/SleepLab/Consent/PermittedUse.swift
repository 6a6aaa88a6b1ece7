/// What a night may be used for, by the name that the consent gives it.
public struct PermittedUse: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The name: 1 to 32 of `a`–`z`, `0`–`9` and `-`.
  public let rawValue: String

  /// Shown to visitors while it is drawn: a screen, a stream to an artist's tool.
  public static let exhibition = PermittedUse(known: "exhibition")
  /// Evaluated: figures, exports for scorers and data sets.
  public static let research = PermittedUse(known: "research")
  /// Kept as pictures: films and stills.
  public static let film = PermittedUse(known: "film")

  /// Takes a use as it is written.
  ///
  /// - Parameter rawValue: 1 to 32 of `a`–`z`, `0`–`9` and `-`.
  /// - Returns: nil for anything else.
  public init?(rawValue: String) {
    guard (1...32).contains(rawValue.utf8.count) else { return nil }
    let isPlain = rawValue.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard isPlain else { return nil }
    self.rawValue = rawValue
  }

  private init(known: String) { rawValue = known }

  /// The name.
  public var description: String { rawValue }

  /// By their names.
  public static func < (first: PermittedUse, second: PermittedUse) -> Bool { first.rawValue < second.rawValue }
}
