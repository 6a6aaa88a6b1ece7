/// The features at one instant of a live night.
public struct LiveInstant: Sendable, Hashable {
  /// The instant by the source's clock, in seconds: a tenth of a second after the one before.
  public var sourceSeconds: Double
  /// The amplitude of each band over the 2 s before, in µV; nil where the EEG has a hole there.
  public var amplitudes: BandValues?
  /// Each feature as a prepared night has it, by `FeatureTrack.Feature.rawValue`; scores are against what has been so far.
  /// One that has a hole glides to 0 from where it was.
  public var features: [Float]
  /// Which signals have a hole in the 2 s before.
  public var missing: Set<Montage.Role>

  /// A feature's value.
  public subscript(feature: FeatureTrack.Feature) -> Float { features[feature.rawValue] }
}

/// How a live source does.
public struct LiveCondition: Sendable, Hashable {
  /// Packets that came.
  public var packets = 0
  /// Packets that came too late, or twice: dropped.
  public var latePackets = 0
  /// Holes.
  public var gaps = 0
  /// Samples that never came, in seconds of a signal.
  public var missingSeconds = 0.0
  /// Times that the source began anew.
  public var restarts = 0
  /// How much faster the source's clock runs, in millionths; nil before half a minute.
  public var driftPartsPerMillion: Double?
  /// How long the newest packet took beyond the quickest of the last ten seconds, in seconds.
  public var jitterSeconds = 0.0
  /// The rate of each signal that came, in Hz.
  public var ratesHz: [Montage.Role: Double] = [:]

  /// Nothing came yet.
  public init() {}
}
