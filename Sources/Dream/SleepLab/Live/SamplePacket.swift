/// A stretch of samples that came live from an amplifier: some signals, all from one instant on at one rate.
public struct SamplePacket: Sendable, Hashable {
  /// Why samples cannot be used.
  public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The instant is not a number that a clock can show.
    case instant
    /// The rate is out of range.
    case rate
    /// A signal has another count of samples than the first.
    case unequal(Montage.Role)
    /// There are no samples.
    case empty
    /// There are more samples than a packet may hold.
    case tooLong(count: Int)

    /// What is wrong, and the way out.
    public var description: String {
      switch self {
      case .instant: "its instant is no number of seconds from 0 to 1e12"
      case .rate: "its rate is not between 1 and 20000 Hz"
      case .unequal(let role): "\(role.rawValue) has another count of samples than the other signals"
      case .empty: "it holds no samples: give at least one signal"
      case .tooLong(let count): "it holds \(count) samples of a signal: send \(SamplePacket.mostSamples) at most"
      }
    }
  }

  /// How many samples of a signal a packet holds at most.
  public static let mostSamples = 20_000

  /// The instant of the first sample by the source's own clock, in seconds.
  public let sourceSeconds: Double
  /// Samples a second, 1 to 20 000.
  public let rateHz: Double
  /// The samples of each signal in µV, as many of each; one that is not finite is missing.
  public let values: [Montage.Role: [Float]]
  /// How many samples each signal has.
  public let count: Int

  /// Takes samples as they came.
  ///
  /// - Parameters:
  ///   - sourceSeconds: the first sample's instant by the source's clock, 0 to 10¹² s.
  ///   - rateHz: samples a second, 1 to 20 000.
  ///   - values: the samples of each signal in µV.
  /// - Throws: `Fault`, the first that there is.
  public init(sourceSeconds: Double, rateHz: Double, values: [Montage.Role: [Float]]) throws(Fault) {
    guard sourceSeconds >= 0, sourceSeconds <= 1e12 else { throw .instant }
    guard rateHz >= 1, rateHz <= 20_000 else { throw .rate }
    let signals = values.sorted { $0.key.rawValue < $1.key.rawValue }
    guard let count = signals.first?.value.count, count > 0 else { throw .empty }
    guard count <= Self.mostSamples else { throw .tooLong(count: count) }
    for (role, samples) in signals where samples.count != count { throw .unequal(role) }
    (self.sourceSeconds, self.rateHz, self.values, self.count) = (sourceSeconds, rateHz, values, count)
  }
}
