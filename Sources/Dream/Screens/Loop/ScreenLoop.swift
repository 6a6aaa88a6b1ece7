import Glibc
import Onirica
import Synchronization

/// A screen that runs: the frame thread, and beside it the thread that paints pictures ahead.
///
/// The frame thread takes what is wanted from mailboxes, makes a frame when it is due, offers it to the outputs, and
/// writes its gauges. It waits for nothing but the clock.
public final class ScreenLoop: Sendable {
  /// Size, rate and work of a screen.
  public struct Settings: Sendable {
    /// Pixels.
    public var width: Int, height: Int
    /// Frames a second.
    public var framesPerSecond: Double
    /// Threads that make a frame.
    public var threadCount: Int
    /// At which level.
    public var level: KernelLevel
    /// Pictures to dream of; those that are missing are painted.
    public var stills: (any StillSource)?
    /// A sound that dreams follow beside their night.
    public var sound: (any SoundSource)?
    /// Opens on the frame thread what draws in the processor's stead; nil for the processor.
    public var opensRenderer: RendererOpening?

    /// Settings of a screen.
    ///
    /// - Parameters:
    ///   - width: pixels.
    ///   - height: pixels.
    ///   - framesPerSecond: frames a second.
    ///   - threadCount: threads that make a frame.
    ///   - level: at which level, one that is available.
    ///   - stills: pictures to dream of.
    public init(
      width: Int, height: Int, framesPerSecond: Double, threadCount: Int, level: KernelLevel,
      stills: (any StillSource)? = nil
    ) {
      self.stills = stills
      self.width = width
      self.height = height
      self.framesPerSecond = framesPerSecond
      self.threadCount = threadCount
      self.level = level
    }
  }

  /// What the thread of the pictures does again and again.
  struct PaintingTurn {
    private var painter: AheadPainter?
    private var wish: ActWish?

    /// Takes another dream's painter, if there is one, and lets it paint what is due.
    mutating func take(from painting: Mailbox<AheadPainter>, at elapsed: Double) {
      painter = painting.take() ?? painter
      painter?.paint(at: elapsed)
    }

    /// Takes another act, or none, and lets it prepare what is due; likewise the reports of a dream.
    ///
    /// - Returns: whether there is an act.
    mutating func take(from acting: Mailbox<ActWish>, at unixSeconds: Double) -> Bool {
      if let next = acting.take() { wish = next }
      if let course = wish?.course { course.reports?.prepare(course, at: unixSeconds) }
      guard let act = wish?.act else { return false }
      act.prepare(at: unixSeconds)
      return true
    }
  }

  /// The act that is on, if one is, or the dream whose reports are shown.
  struct ActWish: Sendable {
    var act: (any ScreenAct)?
    var course: Course?
  }

  /// A dream on its way to the frame thread. `@unchecked Sendable`: whoever posts it does not touch it again.
  struct DreamDelivery: @unchecked Sendable {
    let dream: Dream
  }

  /// What the screen says of itself.
  public let gauges = ScreenGauges()
  /// The size, rate and work.
  public let settings: Settings
  private let wanted = Mailbox<Showing>()
  private let delivered = Mailbox<DreamDelivery>()
  private let losses = Mailbox<RendererLoss>()
  private let painting = Mailbox<AheadPainter>()
  private let acting = Mailbox<ActWish>()
  private let wantedLooks = Mailbox<StageLooks>()
  private let looks = Mutex<StageLooks>(.standard)
  private let stopping = Atomic<Bool>(false)
  private let exchanges: [FrameExchange]
  private let threads = Mutex<[NamedThread]>([])
  private let lastShown = Mutex<Showing?>(nil)
  private let dreamSeed = Mutex<UInt64?>(nil)

  /// A screen that does not run yet.
  ///
  /// - Parameters:
  ///   - settings: size, rate and work.
  ///   - outputs: who gets every frame, each through an exchange of the screen's size.
  public init(settings: Settings, outputs: [FrameExchange]) {
    self.settings = settings
    self.exchanges = outputs
  }

  /// Starts the threads; the first frame follows at once, black until something is shown.
  public func start() {
    threads.withLock {
      $0.append(NamedThread(name: "frames") { [self] in runFrames() })
      $0.append(NamedThread(name: "pictures") { [self] in runPictures() })
    }
  }

  /// Stops after the frame that is being made.
  public func stop() {
    stopping.store(true, ordering: .sequentiallyConsistent)
    for thread in threads.withLock({ $0 }) { thread.join() }
  }

  /// Shows something from the next frame on. A dream with a new seed is prepared on the calling thread first, which
  /// takes a second or so; meanwhile the picture before stays.
  ///
  /// - Parameter showing: what to show.
  public func show(_ showing: Showing) {
    if case .dream(let course) = showing.picture {
      dreamSeed.withLock { seed in
        if seed != course.seed {
          seed = course.seed
          delivered.post(DreamDelivery(dream: prepare(course)))
        }
      }
    }
    switch showing.picture {
    case .act(let act): acting.post(ActWish(act: act))
    case .dream(let course) where course.reports != nil: acting.post(ActWish(course: course))
    case .dream, .still, .black: acting.post(ActWish())
    }
    lastShown.withLock { $0 = showing }
    wanted.post(showing)
  }

  /// Takes other looks over from the next frame on; what is on show flows over into them within some seconds.
  ///
  /// - Parameter looks: the looks of the stages.
  public func use(_ looks: StageLooks) {
    self.looks.withLock { $0 = looks }
    wantedLooks.post(looks)
  }

  /// Why the renderer is gone, once: the processor has taken over in the same frame.
  ///
  /// - Returns: nil where it is not, or where this was told before.
  public func takeRendererLoss() -> RendererLoss? { losses.take() }

  /// Keeps the picture, but with another brightness.
  ///
  /// - Parameters:
  ///   - brightness: 0 to 1.
  ///   - fadeSeconds: length of the fade.
  ///   - sinceUnixSeconds: when it began, in seconds since 1970.
  ///   - curve: how it runs.
  public func dim(
    to brightness: Double, over fadeSeconds: Double, since sinceUnixSeconds: Double, by curve: FadeCurve = .easeInOut
  ) {
    var next = lastShown.withLock { $0 } ?? Showing(picture: .black)
    next.brightness = brightness
    next.fadeSeconds = fadeSeconds
    next.sinceUnixSeconds = sinceUnixSeconds
    next.curve = curve
    show(next)
  }

  private func prepare(_ course: Course) -> Dream {
    let plan = Dream.Plan(
      width: settings.width, height: settings.height, framesPerSecond: settings.framesPerSecond, seed: course.seed,
      looks: looks.withLock { $0 })
    let dream = Dream(
      night: course.night, plan: plan, crew: Crew(threadCount: settings.threadCount), level: settings.level,
      scales: Governor.scales, stills: settings.stills)
    let painter = dream.paintAhead()
    let now = Clock.unixSeconds()
    painter.paint(at: now)
    dream.join(course.nightsBeside)
    dream.begin(
      at: course.position(at: now), elapsed: now, preRollSeconds: 0.25, chorus: course.chorus(at: now))
    painting.post(painter)
    return dream
  }

  private func runPictures() {
    Priority.lower()
    var turn = PaintingTurn()
    while !stopping.load(ordering: .relaxed) {
      turn.take(from: painting, at: Clock.unixSeconds())
      let acts = turn.take(from: acting, at: Clock.unixSeconds())
      usleep(acts ? 20_000 : 100_000)
    }
  }

  private func runFrames() {
    gauges[.isRealTime] = Priority.raise() ? 1 : 0
    let crew = Crew(threadCount: settings.threadCount) { Priority.raise() }
    let renderer = openRenderer()
    let round = FrameRound(
      settings: settings, crew: crew, exchanges: exchanges, gauges: gauges,
      startNanoseconds: Clock.monotonicNanoseconds())
    if let renderer { round.take(renderer) }
    var hasTold = false
    while !stopping.load(ordering: .relaxed) {
      Clock.wait(untilNanoseconds: round.dueNanoseconds)
      let began = Clock.monotonicNanoseconds()
      let now = round.instant(unixNanoseconds: Clock.unixNanoseconds(), atNanoseconds: began)
      if let delivery = delivered.take() { round.take(delivery.dream) }
      if let looks = wantedLooks.take() { round.use(looks) }
      if let showing = wanted.take() { round.take(showing, at: now) }
      round.makeFrame(at: began, unixSeconds: now)
      round.finish(began: began, ended: Clock.monotonicNanoseconds())
      if !hasTold, let loss = round.rendererLoss {
        hasTold = true
        losses.post(loss)
      }
    }
  }

  private func openRenderer() -> (any PixelRenderer)? {
    guard let opens = settings.opensRenderer else { return nil }
    do throws(RendererLoss) { return try opens() } catch {
      losses.post(error)
      return nil
    }
  }
}
