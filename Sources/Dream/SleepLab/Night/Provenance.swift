/// A signal of the recording that a part of a night was made from: what it measures and which it was.
public struct ProvenanceChannel: Sendable, Hashable {
  /// What it measures.
  public var kind: SignalKind
  /// Its number in the recording's header, from 1.
  public var number: Int

  /// Names a signal.
  ///
  /// - Parameters:
  ///   - kind: what it measures.
  ///   - number: its number in the recording's header, from 1.
  public init(kind: SignalKind, number: Int) {
    self.kind = kind
    self.number = number
  }
}

/// Where a part of a night comes from: enough to make it again, nothing about whose it is.
public struct Provenance: Sendable, Hashable {
  /// The part: `stages`, `powers`, `track`, `spindle`, `slow-wave`, `k-complex`, `rem`.
  public var part: String
  /// The signals by the names of their electrodes, `C4-M1`; by their kind where the label names none.
  public var signals: [String]
  /// The same signals by kind and number.
  public var channels: [ProvenanceChannel]
  /// The method with its filters and thresholds.
  public var method: String
  /// The program and the version that made it.
  public var program: String

  /// The program and version of this library.
  public static let thisProgram = "SleepLab 2"

  /// Makes a provenance.
  ///
  /// - Parameters:
  ///   - part: the part of the night.
  ///   - signals: the signals that it was made from, by their electrodes.
  ///   - channels: the same by kind and number.
  ///   - method: filters and thresholds.
  ///   - program: program and version.
  public init(
    part: String, signals: [String], channels: [ProvenanceChannel] = [], method: String,
    program: String = Provenance.thisProgram
  ) {
    self.part = part
    self.signals = signals
    self.channels = channels
    self.method = method
    self.program = program
  }
}
