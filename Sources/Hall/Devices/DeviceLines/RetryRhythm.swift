import Show

/// When to try again: later after each failure, with chance so that many devices do not come at once, and after several
/// failures a breaker that lets one attempt through in a long while.
public struct RetryRhythm: Hashable, Sendable {
  /// How many failures in a row open the breaker.
  public static let breakerLimit = 6

  private let first: TimeSpan
  private let longest: TimeSpan
  private var chance: UInt64
  /// Failures in a row.
  public private(set) var failures = 0

  /// A rhythm without failures.
  ///
  /// - Parameters:
  ///   - first: the longest delay after the first failure; it doubles with each.
  ///   - longest: the delay that the breaker keeps.
  ///   - seed: of the chance, so that a run can be had again.
  public init(first: TimeSpan = .milliseconds(250), longest: TimeSpan = .seconds(30), seed: UInt64) {
    (self.first, self.longest, chance) = (first, longest, seed)
  }

  /// A seed that every device has for itself (FNV-1a, 64 bits).
  public static func seed(of device: DeviceID) -> UInt64 {
    device.text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Whether the breaker is open: the device is taken for dead.
  public var isOpen: Bool { failures >= Self.breakerLimit }

  /// Takes a failure; returns when to try again, after half of the delay at least.
  public mutating func failed(at now: ShowInstant) -> ShowInstant {
    failures += 1
    let doubled = first.milliseconds << Int64(min(failures - 1, 20))
    let delay = isOpen ? longest.milliseconds : min(longest.milliseconds, doubled)
    return now + .milliseconds(delay / 2 + Int64(draw() % UInt64(max(1, delay - delay / 2))))
  }

  /// Takes a success.
  public mutating func succeeded() { failures = 0 }

  /// Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (SplitMix64), doi:10.1145/2714064.2660195.
  private mutating func draw() -> UInt64 {
    chance &+= 0x9e37_79b9_7f4a_7c15
    var mixed = chance
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
