/// One live signal: its queue, its filter, and the newest seconds of it.
struct LiveSignal: Sendable {
  /// How much is kept: a window of 2 s, and what may lie between the newest sample and the instant that is asked for.
  private static let keptSeconds = 2 + SampleQueue.longestHoleSeconds

  let rateHz: Double
  /// When its last packet came by the own clock, in seconds.
  private(set) var lastCameAt: Double
  private(set) var queue: SampleQueue
  private var filter: CausalFilter?
  private let bandHz: ClosedRange<Double>?
  private var newest: [Float] = []

  /// A signal that begins with a packet.
  ///
  /// - Parameters:
  ///   - rateHz: samples a second.
  ///   - sourceSeconds: the first sample's instant.
  ///   - localSeconds: now by the own clock.
  ///   - bandHz: what passes; nil for a signal that is looked at as it is.
  init(rateHz: Double, beginningAt sourceSeconds: Double, at localSeconds: Double, bandHz: ClosedRange<Double>?) {
    self.rateHz = rateHz
    self.bandHz = bandHz
    lastCameAt = localSeconds
    queue = SampleQueue(rateHz: rateHz, beginningAt: sourceSeconds)
    filter = bandHz.map { CausalFilter(bandHz: $0, rateHz: rateHz) }
  }

  /// Takes samples.
  mutating func take(_ values: [Float], from sourceSeconds: Double, at localSeconds: Double) {
    lastCameAt = localSeconds
    guard queue.take(values, from: sourceSeconds, at: localSeconds) else { return }
    newest = []
    filter = bandHz.map { CausalFilter(bandHz: $0, rateHz: rateHz) }
  }

  /// Lets samples through whose turn has come.
  mutating func flow(at localSeconds: Double) {
    for value in queue.release(at: localSeconds) {
      let filtered = filter?.filtered(value) ?? value
      newest.append(value.isFinite ? filtered : .nan)
    }
    let surplus = newest.count - Int(Self.keptSeconds * rateHz)
    if surplus > Int(rateHz) { newest.removeFirst(surplus) }
  }

  /// Whether all samples before an instant are there.
  func reaches(_ sourceSeconds: Double) -> Bool { queue.nextSeconds >= sourceSeconds - 0.5 / rateHz }

  /// The samples before an instant.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - sourceSeconds: the instant by the source's clock.
  /// - Returns: nil where one of them is missing.
  func window(_ count: Int, before sourceSeconds: Double) -> ArraySlice<Float>? {
    let behind = Int(((queue.nextSeconds - sourceSeconds) * rateHz).rounded())
    let end = newest.count - behind
    guard behind >= 0, end - count >= 0 else { return nil }
    let window = newest[(end - count)..<end]
    return window.allSatisfy(\.isFinite) ? window : nil
  }
}
