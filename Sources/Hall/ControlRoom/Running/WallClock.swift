import CLinux
import Glibc
import Show

/// The machine's wall clock, and whether it is known to be right.
struct WallClock: Sendable {
  /// Whether the operator vouches for the clock (`--assume-clock`).
  var isAssumed: Bool

  /// What the clock says now.
  func read() -> WallInstant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return WallInstant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Whether the kernel, or systemd's time service, says that the clock follows a time server.
  func isSynchronised() -> Bool {
    isAssumed || linux_clock_is_synchronised() || access("/run/systemd/timesync/synchronized", F_OK) == 0
  }
}
