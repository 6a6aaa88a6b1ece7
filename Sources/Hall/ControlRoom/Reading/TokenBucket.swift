import Show

/// Limits how often something may happen: so many a second on average, so many at once.
struct TokenBucket: Hashable, Sendable {
  private let perSecond: Double
  private let capacity: Double
  private var tokens: Double
  private var filledAt: ShowInstant

  /// A full bucket.
  ///
  /// - Parameters:
  ///   - rate: how many a second.
  ///   - burst: how many at once.
  ///   - now: when it is made.
  init(rate: Int, burst: Int, at now: ShowInstant) {
    (perSecond, capacity, tokens, filledAt) = (Double(rate), Double(burst), Double(burst), now)
  }

  /// Takes one, if there is one.
  mutating func take(at now: ShowInstant) -> Bool {
    tokens = min(capacity, tokens + max(0, (now - filledAt).inSeconds) * perSecond)
    filledAt = max(filledAt, now)
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }

  /// Whether it is as full as it can be, so that it may be forgotten.
  func isFull(at now: ShowInstant) -> Bool { tokens + (now - filledAt).inSeconds * perSecond >= capacity }
}

/// A bucket for each operator; full ones are forgotten, so that invented names take no room.
struct OperatorBuckets: Sendable {
  /// How many names are watched at once; beyond that, unknown names wait.
  static let mostNames = 1000

  private var buckets: [OperatorName: TokenBucket] = [:]

  /// Whether an operator may send one more command now.
  mutating func take(_ name: OperatorName, hall: Hall, at now: ShowInstant) -> Bool {
    if buckets[name] == nil && buckets.count >= Self.mostNames {
      buckets = buckets.filter { !$0.value.isFull(at: now) }
      guard buckets.count < Self.mostNames || hall.operators[name] != nil else { return false }
    }
    return buckets[name, default: TokenBucket(rate: hall.rate, burst: hall.burst, at: now)].take(at: now)
  }

  /// Forgets what was counted: limits may have changed.
  mutating func reset() { buckets = [:] }
}
