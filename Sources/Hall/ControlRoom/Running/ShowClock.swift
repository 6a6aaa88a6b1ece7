import MQTTLink
import Show

/// Maps the machine's boot clock to show time, which goes on over restarts.
struct ShowClock: Hashable, Sendable {
  /// An instant of the boot clock …
  let boot: BootInstant
  /// … and the instant of show time that it is.
  let show: ShowInstant

  /// Show time at an instant of the boot clock.
  func show(at instant: BootInstant) -> ShowInstant {
    show + .milliseconds((instant.nanoseconds - boot.nanoseconds) / 1_000_000)
  }

  /// When an instant of show time comes: the first nanosecond of its millisecond.
  func boot(at instant: ShowInstant) -> BootInstant {
    let (nanoseconds, overflow) = (instant - show).milliseconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? BootInstant(nanoseconds: .max) : boot.advanced(by: .nanoseconds(nanoseconds))
  }
}

/// A sign of life in the journal: what maps show time to this start of the machine.
struct LifeSign: Hashable, Sendable, Codable {
  /// The kind of its entry.
  static let kind = "alive"
  /// How long after the last entry one is written.
  static let interval = TimeSpan.seconds(10)

  /// The kernel's name of this start of the machine.
  var boot: String?
  /// The boot clock at the entry, in milliseconds.
  var bootMilliseconds: Int64

  enum CodingKeys: String, CodingKey {
    case boot
    case bootMilliseconds = "boot_ms"
  }
}

/// What is known at a start of the time before it.
struct TimeBefore: Hashable, Sendable {
  /// The last entry of the journal, in show time.
  var lastEntry: ShowInstant
  /// The last entry on the wall clock, where it was known to be right.
  var lastEntryWall: WallInstant?
  /// The last sign of life, and its instant of show time.
  var sign: (LifeSign, at: ShowInstant)?

  /// The same if all of it is.
  static func == (left: TimeBefore, right: TimeBefore) -> Bool {
    left.lastEntry == right.lastEntry && left.lastEntryWall == right.lastEntryWall && left.sign?.0 == right.sign?.0
      && left.sign?.at == right.sign?.at
  }
  /// Hashes the last entry.
  func hash(into hasher: inout Hasher) { hasher.combine(lastEntry) }

  /// Where show time stands now, and how long the daemon was away.
  ///
  /// - Parameters:
  ///   - now: the boot clock.
  ///   - boot: the kernel's name of this start of the machine.
  ///   - wall: the wall clock, where it is known to be right.
  /// - Returns: the clock that goes on; the outage, or nothing if it cannot be known: then no show time passed in it.
  func resumed(now: BootInstant, boot: String?, wall: WallInstant?) -> (clock: ShowClock, outage: TimeSpan?) {
    if let (sign, at) = sign, let before = sign.boot, before == boot {
      let show = at + .milliseconds(now.nanoseconds / 1_000_000 - sign.bootMilliseconds)
      if show >= lastEntry { return (ShowClock(boot: now, show: show), show - lastEntry) }
    }
    if let wall, let last = lastEntryWall, wall >= last {
      return (ShowClock(boot: now, show: lastEntry + (wall - last)), wall - last)
    }
    return (ShowClock(boot: now, show: lastEntry), nil)
  }
}
