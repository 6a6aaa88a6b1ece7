/// What the clock of a live source is to the own one: an offset, and how much faster it runs.
///
/// A packet cannot come before it was sent, so the least delay of a second is nearest to the truth; the line through
/// the least delays of the last ten minutes gives the drift. (The idea of NTP's clock filter, RFC 5905, section 10.)
struct SourceClock: Sendable, Hashable {
  private struct Least: Sendable, Hashable {
    var local: Double
    var delay: Double
  }

  /// How long a least delay counts, in seconds.
  private static let memorySeconds = 600.0
  /// From how many seconds on a drift is told.
  private static let patienceSeconds = 30.0

  private var leasts: [Least] = []
  private var current: Least?

  /// Takes note of a packet.
  ///
  /// - Parameters:
  ///   - source: the instant of its last sample by the source's clock, in seconds.
  ///   - local: when it came by the own clock, in seconds.
  mutating func note(source: Double, local: Double) {
    let packet = Least(local: local, delay: local - source)
    guard let least = current else {
      current = packet
      return
    }
    if local - (leasts.last?.local ?? local - 1) >= 1 {
      leasts.append(least)
      leasts.removeAll { $0.local < local - Self.memorySeconds }
      current = packet
    } else if packet.delay < least.delay {
      current = packet
    }
  }

  /// What the own clock shows more than the source's, the way's least delay included, in seconds; nil before a packet.
  var offsetSeconds: Double? {
    let recent = leasts.suffix(10).map(\.delay)
    return (recent + [current?.delay].compactMap { $0 }).min()
  }

  /// How much faster the source's clock runs, in millionths; nil before half a minute.
  var driftPartsPerMillion: Double? {
    guard let first = leasts.first, let last = leasts.last, last.local - first.local >= Self.patienceSeconds
    else { return nil }
    let count = Double(leasts.count)
    let meanLocal = leasts.reduce(0) { $0 + $1.local } / count
    let meanDelay = leasts.reduce(0) { $0 + $1.delay } / count
    var (products, squares) = (0.0, 0.0)
    for least in leasts {
      products += (least.local - meanLocal) * (least.delay - meanDelay)
      squares += (least.local - meanLocal) * (least.local - meanLocal)
    }
    return squares > 0 ? -products / squares * 1e6 : nil
  }
}
