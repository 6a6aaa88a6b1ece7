/// Puts the samples of one live signal in order: packets that come early wait for those before them, holes are given up
/// after a patience, what comes too late or twice is dropped and counted.
struct SampleQueue: Sendable, Hashable {
  /// What happened to packets.
  struct Counts: Sendable, Hashable {
    /// Packets that came after their place was given up, or twice.
    var latePackets = 0
    /// Stretches that never came.
    var gaps = 0
    /// Samples that never came.
    var missingSamples = 0
  }

  private struct Waiting: Sendable, Hashable {
    var first: Int
    var values: [Float]
    var cameAt: Double
  }

  /// How long a hole is waited for, in seconds: within it a jitter of the way is invisible.
  static let patienceSeconds = 0.15
  /// A hole longer than this is not filled, in seconds: what comes behind it begins anew.
  static let longestHoleSeconds = 5.0

  let rateHz: Double
  private(set) var counts = Counts()
  /// The source's instant of sample 0.
  private var origin: Double
  /// The next sample to be released.
  private(set) var next = 0
  private var waiting: [Waiting] = []

  /// A queue that begins with a packet's instant.
  init(rateHz: Double, beginningAt sourceSeconds: Double) {
    self.rateHz = rateHz
    origin = sourceSeconds
  }

  /// The source's instant of the next sample to be released.
  var nextSeconds: Double { origin + Double(next) / rateHz }

  /// Takes samples.
  ///
  /// - Parameters:
  ///   - values: the samples; not finite where one is missing.
  ///   - sourceSeconds: the first one's instant by the source's clock.
  ///   - localSeconds: now by the own clock.
  /// - Returns: whether a long hole came before: what was filtered until then has nothing to do with what comes.
  mutating func take(_ values: [Float], from sourceSeconds: Double, at localSeconds: Double) -> Bool {
    let expected = waiting.last.map { $0.first + $0.values.count } ?? next
    let off = (sourceSeconds - origin) * rateHz - Double(expected)
    if off > Self.longestHoleSeconds * rateHz {
      counts.gaps += 1
      counts.missingSamples += Int(min(off, 1e12))
      origin = sourceSeconds
      (next, waiting) = (0, [Waiting(first: 0, values: values, cameAt: localSeconds)])
      return true
    }
    guard off >= -Self.longestHoleSeconds * rateHz else {
      counts.latePackets += 1
      return false
    }
    // Instants are never exact, and the clock that stamps may not be the one that samples: what is nearly at its place
    // follows without a hole, and the origin goes along. A packet that came twice is off by its whole length.
    let tolerance = max(0.5, min(0.02 * rateHz, Double(values.count) / 2))
    var first = Int((Double(expected) + off).rounded())
    if abs(off) <= tolerance {
      first = expected
      origin += 0.02 * off / rateHz
    }
    insert(Waiting(first: first, values: values, cameAt: localSeconds))
    return false
  }

  private mutating func insert(_ packet: Waiting) {
    let end = packet.first + packet.values.count
    guard packet.first >= next,
      !waiting.contains(where: { packet.first < $0.first + $0.values.count && $0.first < end })
    else {
      counts.latePackets += 1
      return
    }
    let place = waiting.firstIndex { $0.first > packet.first } ?? waiting.endIndex
    waiting.insert(packet, at: place)
  }

  /// Releases what is in order, and gives up holes that were waited for long enough.
  ///
  /// - Parameter localSeconds: now by the own clock.
  /// - Returns: the samples that follow those released before; not finite where they are missing.
  mutating func release(at localSeconds: Double) -> [Float] {
    var released: [Float] = []
    while let packet = waiting.first {
      if packet.first > next {
        guard localSeconds - packet.cameAt >= Self.patienceSeconds else { break }
        counts.gaps += 1
        counts.missingSamples += packet.first - next
        released.append(contentsOf: repeatElement(.nan, count: packet.first - next))
      }
      released.append(contentsOf: packet.values)
      next = packet.first + packet.values.count
      waiting.removeFirst()
    }
    return released
  }
}
