/// A whole sound, measured: what is heard at each instant of it, so that a film follows it exactly.
public struct SoundTrack: SoundSource {
  private var hops: [Sound] = []
  /// Whether it begins anew at its end, as on a screen; else silence follows.
  public var isLooping = false

  /// Nothing yet.
  public init() {}

  /// Takes what was measured next, a hundredth of a second after the one before.
  ///
  /// - Parameter sound: what is heard.
  public mutating func append(_ sound: Sound) { hops.append(sound) }

  /// Its length in seconds.
  public var seconds: Double { Double(hops.count) / Double(SoundMeter.hopsPerSecond) }

  /// What was measured, hop by hop.
  public var measures: [Sound] { hops }

  /// What is heard at an instant.
  ///
  /// - Parameter seconds: from its beginning; before it and behind it is silence, unless it goes round.
  /// - Returns: the last measure that has ended by then.
  public func sound(atSeconds seconds: Double) -> Sound {
    guard !hops.isEmpty, seconds.isFinite else { return .silence }
    let place = (seconds * Double(SoundMeter.hopsPerSecond) + 1e-6).rounded(.down)
    // Only what has ended is heard.
    let hop = Int(min(max(place, -1e15), 1e15)) - 1
    if !isLooping {
      guard hop >= 0 else { return .silence }
      return hop < hops.count ? hops[hop] : Sound(onsets: hops[hops.count - 1].onsets)
    }
    let round = Int((Double(hop) / Double(hops.count)).rounded(.down))
    var heard = hops[hop - round * hops.count]
    heard.onsets += round * hops[hops.count - 1].onsets
    return heard
  }
}
