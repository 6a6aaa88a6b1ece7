/// A whole sound, measured: what is heard at each instant of it, so that a film follows it exactly.
public struct SoundTrack: SoundSource {
  private var hops: [Sound] = []
  /// Whether it begins anew at its end, as on a screen; else silence follows.
  public var isLooping = false
  /// The length after which it begins anew, in seconds; that of what was measured unless told.
  public var roundSeconds: Double?

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
    if isLooping, let roundSeconds, roundSeconds > 0 { return sound(atSeconds: seconds, everySeconds: roundSeconds) }
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

  /// What is heard where a round is not a whole number of hundredths: the rest of it is as its last one.
  private func sound(atSeconds seconds: Double, everySeconds length: Double) -> Sound {
    let round = (min(max(seconds / length, -1e15), 1e15)).rounded(.down)
    let place = Int(((seconds - round * length) * Double(SoundMeter.hopsPerSecond) + 1e-6).rounded(.down)) - 1
    let before = place < 0 ? round - 1 : round
    var heard = hops[place < 0 ? hops.count - 1 : min(place, hops.count - 1)]
    heard.onsets += Int(before) * hops[hops.count - 1].onsets
    return heard
  }
}
