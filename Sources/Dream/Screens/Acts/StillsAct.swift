import Onirica
import Synchronization

/// Stills on a whole screen: one passes over into the next, a garden grows over them, day becomes night.
///
/// `@unchecked Sendable`: what the frame thread remembers (`hung`, `drivers`, `painted`, `painter`) is touched by `paint` alone;
/// the rest is a mutex, mailboxes and an atomic.
public final class StillsAct: ScreenAct, @unchecked Sendable {
  /// What the frame thread needs of a wish.
  private struct Drivers: Sendable {
    var growth = Ramp(1), night = Ramp(0)
    var motion = 0.0, seed: UInt64 = 1
    var cadence = Cadence()

    init() {}

    init(_ wish: StillsWish) {
      (growth, night, motion) = (wish.growth, wish.night, wish.motion)
      (seed, cadence) = (wish.seed, wish.cadence)
    }
  }

  private let desk: Mutex<StillsDesk>
  private let told = Mutex(StillsReport())
  private let wishes = Mailbox<StillsWish>()
  private let deliveries = Mailbox<StillsDesk.Delivery>()
  private let wanted = Mailbox<Drivers>()
  private let delivered = Atomic<Int>(0), taken = Atomic<Int>(0)
  // The frame thread's.
  private let painter: StillsPainter
  private var hung: StillsDesk.Delivery?
  private var drivers = Drivers()
  private var painted = Double.nan

  /// Nothing hangs yet.
  ///
  /// - Parameters:
  ///   - stills: who has stills by name.
  ///   - width: of the screen, in pixels.
  ///   - height: of the screen, in pixels.
  public init(stills: any NamedStills, width: Int, height: Int) {
    desk = Mutex(StillsDesk(stills: stills, width: width, height: height))
    painter = StillsPainter(width: width, height: height)
  }

  /// Wishes for other stills, or the same in another way.
  ///
  /// - Parameter wish: what is to hang from now on.
  public func want(_ wish: StillsWish) {
    wishes.post(wish)
    wanted.post(Drivers(wish))
  }

  /// What hangs, what comes, and what was passed over.
  public var report: StillsReport { told.withLock { $0 } }

  /// Stills that were passed over can be used: they are tried again.
  ///
  /// - Parameter names: of the stills.
  public func takeUp(_ names: [String]) {
    desk.withLock { desk in
      desk.takeUp(names)
      told.withLock { $0 = desk.report }
    }
  }

  /// Decodes what is due or will be next, and hands it to the frame thread.
  public func prepare(at unixSeconds: Double) {
    desk.withLock { desk in
      if let wish = wishes.take() { desk.want(wish) }
      let hasTaken = taken.load(ordering: .acquiring) == delivered.load(ordering: .acquiring)
      let delivery = desk.delivery(at: unixSeconds, hasTaken: hasTaken)
      told.withLock { $0 = desk.report }
      guard let delivery else { return }
      delivered.add(1, ordering: .sequentiallyConsistent)
      deliveries.post(delivery)
    }
  }

  /// Paints what hangs at an instant, unless the frame holds it already.
  public func paint(at unixSeconds: Double, into frame: Frame, isNew: Bool, tools: FrameTools) {
    var isChanged = isNew
    if let drivers = wanted.take() {
      self.drivers = drivers
      isChanged = true
    }
    if let delivery = deliveries.take() {
      hung = delivery
      taken.add(1, ordering: .sequentiallyConsistent)
      isChanged = true
    }
    guard let hung else {
      if isNew { frame.fill(0) }
      return
    }
    let instant = drivers.cadence.instant(at: unixSeconds)
    guard isChanged || instant != painted else { return }
    painted = instant
    painter.paint(moment(of: hung, at: instant), into: frame, tools: tools)
  }

  private func moment(of hung: StillsDesk.Delivery, at instant: Double) -> StillsMoment {
    let hanging = { (item: StillsDesk.Delivery.Item) in
      StillsMoment.Hanging(still: item.still, number: item.number, seconds: instant - item.sinceUnixSeconds)
    }
    var moment = StillsMoment(hanging(hung.coming), elapsed: instant)
    moment.going = hanging(hung.going)
    let since = instant - hung.coming.sinceUnixSeconds
    moment.share = hung.overSeconds > 0 ? min(max(since / hung.overSeconds, 0), 1) : since >= 0 ? 1 : 0
    moment.transition = hung.transition
    moment.growth = drivers.growth.value(at: instant)
    moment.night = drivers.night.value(at: instant)
    (moment.motion, moment.seed) = (drivers.motion, drivers.seed)
    return moment
  }
}
