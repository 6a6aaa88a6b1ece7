import Onirica
import Screens
import Synchronization

/// Splices on a screen, one after the other: a function of what is desired and of the clock, so that a screen that restarts, and
/// screens side by side, are at the same place.
///
/// `@unchecked Sendable`: what the frame thread remembers (`shown`, `next`, `pace`, `painted`, `page`) is touched by `paint` alone;
/// the rest is mutexes and mailboxes. Reels are let go by the desk, never by the frame thread.
final class SplicingAct: ScreenAct, @unchecked Sendable {
  private struct Pace: Sendable {
    var everySeconds = 48.0
    var cadence = Cadence()
  }

  /// What a screen tells of its splices.
  struct Report: Sendable {
    /// What stands on the screen.
    var standing: SpliceStanding?
    /// What was passed over.
    var skipped: [StillsReport.Skipped] = []
    /// Why the splice that is due was not made, though its stills can be shown.
    var refusal: String?
  }

  private let layout: SpliceLayout
  private let size: (width: Int, height: Int)
  private let desk: Mutex<SpliceDesk>
  private let told = Mutex(Report())
  private let wishes = Mailbox<SpliceWish>()
  private let reels = Mailbox<SpliceReel>()
  private let paces = Mailbox<Pace>()
  private let delivered = Atomic<Int>(0), taken = Atomic<Int>(0)
  // The frame thread's.
  private var shown: SpliceReel?, next: SpliceReel?
  private var pace = Pace()
  private var painted = Double.nan
  private let page: Frame

  init(stills: any SplicedStills, width: Int, height: Int) {
    layout = SpliceLayout(width: width, height: height)
    size = (width, height)
    page = Frame(width: width, height: height)
    desk = Mutex(SpliceDesk(stills: stills, layout: layout))
  }

  func want(_ wish: SpliceWish) {
    wishes.post(wish)
    paces.post(Pace(everySeconds: wish.everySeconds, cadence: wish.cadence))
  }

  /// What stands on the screen, and what was passed over.
  var report: Report { told.withLock { $0 } }

  /// Stills that were passed over can be used: they are tried again.
  ///
  /// - Parameter names: of the stills.
  func takeUp(_ names: [String]) { desk.withLock { $0.takeUp(names) } }

  func prepare(at unixSeconds: Double) {
    desk.withLock { desk in
      if let wish = wishes.take() { desk.want(wish) }
      if taken.load(ordering: .acquiring) == delivered.load(ordering: .acquiring), let reel = desk.reel(at: unixSeconds)
      {
        delivered.add(1, ordering: .sequentiallyConsistent)
        reels.post(reel)
      }
      told.withLock {
        $0 = Report(standing: desk.standing(at: unixSeconds), skipped: desk.skipped, refusal: desk.refusal)
      }
    }
  }

  func paint(at unixSeconds: Double, into frame: Frame, isNew: Bool, tools: FrameTools) {
    var isChanged = isNew
    if let pace = paces.take() {
      self.pace = pace
      isChanged = true
    }
    if let reel = reels.take() {
      next = reel
      taken.add(1, ordering: .sequentiallyConsistent)
    }
    let instant = pace.cadence.instant(at: unixSeconds)
    if let reel = next, reel.startUnixSeconds <= instant || shown == nil {
      (shown, next) = (reel, nil)
      isChanged = true
    }
    guard let shown else {
      if isNew { frame.fill(0x0E1116) }
      return
    }
    guard isChanged || instant != painted else { return }
    painted = instant
    let share = (instant - shown.startUnixSeconds) / pace.everySeconds
    let whole = frame.width == size.width && frame.height == size.height ? frame : page
    let moment = shown.isPrelude ? SpliceMoment.parentsStand : SpliceMoment(share: share)
    SplicePage(reel: shown, moment: moment).draw(into: whole, shift: wandered(at: instant))
    if whole !== frame { tools.resize(whole, into: frame) }
  }

  /// The page wanders by some pixels over minutes, a pixel at a time.
  private func wandered(at instant: Double) -> (x: Int, y: Int) {
    let reach = Double(layout.margin) / 4
    return (
      Int((reach * SplicingAct.swing(instant, seconds: 420)).rounded()),
      Int((reach * SplicingAct.swing(instant, seconds: 310)).rounded())
    )
  }

  /// From −1 to 1 and back, evenly.
  private static func swing(_ instant: Double, seconds: Double) -> Double {
    let place = instant / seconds - (instant / seconds).rounded(.down)
    return abs(2 * place - 1) * 2 - 1
  }
}
