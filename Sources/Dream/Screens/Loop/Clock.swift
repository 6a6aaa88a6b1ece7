import Glibc

/// The two clocks of a screen: one that never jumps, for pacing; one that everyone shares, for the place in the night.
enum Clock {
  static func monotonicNanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }

  static func unixSeconds() -> Double { Double(read(CLOCK_REALTIME)) / 1e9 }

  static func unixNanoseconds() -> Int64 { read(CLOCK_REALTIME) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Sleeps until shortly before an instant of the monotonic clock, then spins: timers are late, spinning is not.
  static func wait(untilNanoseconds instant: Int64) {
    let early = instant - 300_000
    var time = timespec(tv_sec: Int(early / 1_000_000_000), tv_nsec: Int(early % 1_000_000_000))
    if early > monotonicNanoseconds() {
      while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
    while monotonicNanoseconds() < instant {}
  }
}

/// Priorities of threads.
enum Priority {
  /// Real-time priority for the calling thread, where the system allows it.
  ///
  /// - Returns: whether it does.
  @discardableResult
  static func raise() -> Bool {
    var parameters = sched_param()
    parameters.sched_priority = 10
    return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters) == 0
  }

  /// The least share of the processor: for what may take its time.
  static func lower() {
    var parameters = sched_param()
    parameters.sched_priority = 0
    let batch: Int32 = 3  // SCHED_BATCH, which Glibc does not show to Swift
    pthread_setschedparam(pthread_self(), batch, &parameters)
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
  }
}
