import CLinux
import Glibc
import Show

/// A wall clock, and whether it is known to be right.
package struct WallClock: Sendable {
  /// What it says now.
  package let read: @Sendable () -> WallInstant
  /// Whether it is known to be right.
  package let isSynchronised: @Sendable () -> Bool

  /// A clock by its two answers.
  package init(read: @escaping @Sendable () -> WallInstant, isSynchronised: @escaping @Sendable () -> Bool) {
    (self.read, self.isSynchronised) = (read, isSynchronised)
  }

  /// The machine's; right if the kernel, or systemd's time service, says that it follows a time server.
  ///
  /// - Parameter isAssumed: whether the operator vouches for it (`--assume-clock`).
  static func machine(isAssumed: Bool) -> WallClock {
    WallClock(
      read: {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallInstant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
      },
      isSynchronised: {
        isAssumed || linux_clock_is_synchronised() || access("/run/systemd/timesync/synchronized", F_OK) == 0
      })
  }
}
