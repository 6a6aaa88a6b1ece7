/// Where the dreamers are who dream beside the first one, at one instant of the show.
public struct ChorusMoment: Sendable, Hashable {
  /// How many dreamers may join the first one.
  public static let most = 7

  /// Seconds of each one's night, by their places; the eighth is not used.
  public var positions = SIMD8<Double>.zero
  /// How much of each is there, 0 to 1, eased by whoever lets them come and go.
  public var presences = SIMD8<Double>.zero

  /// Nobody beside the first.
  public static let alone = ChorusMoment()

  /// Nobody beside the first, until places are filled.
  public init() {}
}
