/// What the sleeper agreed to: uses by name, until an instant.
public struct Consent: Sendable, Hashable {
  /// What the night may be used for; empty where nothing was stated, which forbids nothing.
  public var uses: Set<PermittedUse>
  /// The instant from which on every use is refused, in seconds since 1970; nil where none was stated.
  public var expiresUnixSeconds: Double?

  /// A consent of which nothing was written down: whoever holds the file answers for it.
  public static let notStated = Consent(uses: [])
  /// How many uses a consent names at most.
  public static let mostUses = 64

  /// Makes a consent.
  ///
  /// - Parameters:
  ///   - uses: what is permitted; none means that nothing was stated.
  ///   - expiresUnixSeconds: from when on nothing is; nil for never.
  public init(uses: Set<PermittedUse>, expiresUnixSeconds: Double? = nil) {
    self.uses = uses
    self.expiresUnixSeconds = expiresUnixSeconds
  }

  /// Why a use is refused.
  ///
  /// - Parameters:
  ///   - use: what the night is to be used for.
  ///   - nowUnixSeconds: the instant, in seconds since 1970.
  /// - Returns: nil where the use is permitted.
  public func refusal(of use: PermittedUse, nowUnixSeconds: Double) -> ConsentRefusal? {
    if let expiresUnixSeconds, !(nowUnixSeconds < expiresUnixSeconds) { return .expired }
    guard uses.isEmpty || uses.contains(use) else { return .notPermitted(use, permitted: uses.sorted()) }
    return nil
  }
}

/// Why a night is not used, although its file is sound.
public enum ConsentRefusal: Error, Hashable, CustomStringConvertible {
  /// The consent has ended.
  case expired
  /// The consent names uses, and this is none of them.
  case notPermitted(PermittedUse, permitted: [PermittedUse])

  /// What is refused, and the way out.
  public var description: String {
    switch self {
    case .expired:
      "the consent to use this night has ended: ask the sleeper anew and prepare it again, or remove it with "
        + "`reverie withdraw`"
    case .notPermitted(let use, let permitted):
      "the consent does not permit the use '\(use)': it permits \(permitted.map(\.rawValue).joined(separator: ", ")); "
        + "with the sleeper's leave prepare it again with --permit \(use)"
    }
  }
}
