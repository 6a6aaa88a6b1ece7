/// Where a part of a night comes from: enough to make it again, nothing about whose it is.
public struct Provenance: Sendable, Hashable {
  /// The part: `stages`, `powers`, `track`, `spindle`, `slow-wave`, `k-complex`, `rem`.
  public var part: String
  /// The signals by the names of their electrodes, as this library calls them: `EEG Fpz-Cz`.
  public var signals: [String]
  /// The method with its filters, thresholds and version.
  public var method: String

  /// Makes a provenance.
  ///
  /// - Parameters:
  ///   - part: the part of the night.
  ///   - signals: the signals that it was made from.
  ///   - method: filters, thresholds, version.
  public init(part: String, signals: [String], method: String) {
    self.part = part
    self.signals = signals
    self.method = method
  }
}
