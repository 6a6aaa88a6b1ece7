import CLinux
import Dispatch
import Foundation
import Show
import Synchronization

/// The thread of the frames: 44 times a second, by absolute time, from the newest desired states to the wire.
///
/// A frame waits for no lock. Memory is asked for where another show is followed, and a box is freed where a new desired
/// state is taken. Frames that the machine missed are left out, never made up for.
final class LightEngine: Sendable {
  private let showNow: @Sendable () -> ShowInstant
  private let families: [any LineFamily]
  private let plans = DesireMailbox<LightPlan>()
  private let hasEnded = Atomic<Bool>(false)
  private let stopped = DispatchSemaphore(value: 0)
  /// Signalled after a frame that took something, or in which a line failed or came back.
  let news = DispatchSemaphore(value: 0)
  private let shownJitter = Mutex(JitterHistogram())

  init(families: [any LineFamily], showNow: @escaping @Sendable () -> ShowInstant) {
    (self.families, self.showNow) = (families, showNow)
  }

  /// How late the frames came, up to a second ago.
  var jitter: JitterHistogram { shownJitter.withLock { $0 } }

  /// Starts the thread.
  func begin() {
    let thread = Thread { [self] in
      linux_name_thread("lights")
      linux_sharpen_timers()
      run()
      stopped.signal()
    }
    thread.start()
  }

  /// Takes a hall's plan from the next frame on.
  func follow(_ plan: LightPlan) { plans.post(plan) }

  /// Ends the streams, and waits for that no longer than a second.
  func end() {
    guard hasEnded.exchange(true, ordering: .sequentiallyConsistent) == false else { return }
    _ = stopped.wait(timeout: .now() + 1)
  }

  private func run() {
    var stage = LightStage(.none())
    var histogram = JitterHistogram()
    var due = linux_boot_nanoseconds()
    while hasEnded.load(ordering: .acquiring) == false {
      due += LightClock.frameNanoseconds
      wait(until: due)
      let now = linux_boot_nanoseconds()
      histogram.count(lateNanoseconds: now - due)
      if let plan = plans.take() { stage.follow(plan) }
      if stage.frame(at: now, showMilliseconds: showNow().milliseconds) {
        for family in families { family.frameEnded() }
      }
      if stage.hasNews { news.signal() }
      if histogram.frames % LightClock.frameRateHz == 0 {
        // Whoever reads it at this moment gets the one before.
        _ = shownJitter.withLockIfAvailable { $0 = histogram }
      }
      let missed = max(0, (linux_boot_nanoseconds() - due) / LightClock.frameNanoseconds)
      due += missed * LightClock.frameNanoseconds
    }
    stage.terminate()
  }

  private func wait(until nanoseconds: Int64) {
    var instant = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    while clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &instant, nil) == EINTR {}
  }
}
