import Show
import Synchronization

/// What the thread of the frames has in its hands: the plan, the levels, the rhythm of each universe.
///
/// A universe is quiet until it is known of all its lights what they are to be, a second at most: a daemon that starts
/// again must not show darkness for a frame, and receivers hold what they had for longer than that.
struct LightStage {
  /// How long a universe waits for all its lights.
  private static let patienceNanoseconds: Int64 = 1_000_000_000

  private var plan: LightPlan
  private var renderer: LightRenderer
  private var rhythms: [UniverseRhythm]
  /// Whether the last frame sent a desired state for the first time, or a line failed or came back in it.
  private(set) var hasNews = false
  private var isNew = true
  /// When the plan's first frame was; nothing before it.
  private var beganNanoseconds: Int64?

  init(_ plan: LightPlan) {
    self.plan = plan
    renderer = LightRenderer(plan.patch, courses: plan.courses)
    rhythms = plan.patch.universes.map { UniverseRhythm(rateHz: $0.rateHz) }
  }

  /// Goes on with another plan: a light that is in both goes on as it is, streams that it has no more are ended.
  mutating func follow(_ next: LightPlan) {
    let kept = Set(next.lines.compactMap { $0.map(ObjectIdentifier.init) })
    for line in plan.lines {
      if let line, kept.contains(ObjectIdentifier(line)) == false { line.line.terminate() }
    }
    renderer = LightRenderer(next.patch, courses: next.courses, after: renderer)
    rhythms = next.patch.universes.map { UniverseRhythm(rateHz: $0.rateHz) }
    plan = next
    isNew = true
    beganNanoseconds = nil
    for (index, cell) in next.cells.enumerated() {
      if let rev = renderer.rev(fixtureIndex: index) { cell.sentRev.store(rev, ordering: .releasing) }
    }
  }

  /// One frame: takes, renders, sends.
  ///
  /// - Parameters:
  ///   - nowNanoseconds: the instant, by a clock that never goes back.
  ///   - showMilliseconds: the instant of show time.
  /// - Returns: whether anything was sent.
  mutating func frame(at nowNanoseconds: Int64, showMilliseconds: Int64) -> Bool {
    (hasNews, isNew) = (isNew, false)
    for index in plan.cells.indices {
      guard let course = plan.cells[index].inbox.take() else { continue }
      renderer.take(course, fixtureIndex: index)
      plan.cells[index].sentRev.store(course.rev, ordering: .releasing)
      hasNews = true
    }
    renderer.render(at: showMilliseconds)
    let began = beganNanoseconds ?? nowNanoseconds
    beganNanoseconds = began
    let isPatient = nowNanoseconds - began < Self.patienceNanoseconds
    var isSent = false
    for index in rhythms.indices {
      if isPatient, renderer.isKnown(universeIndex: index) == false { continue }
      guard rhythms[index].isDue(at: nowNanoseconds, isChanged: renderer.isChanged[index]) else {
        renderer.framePassed(universeIndex: index)
        continue
      }
      renderer.framePassed(universeIndex: index)
      guard let line = plan.lines[index] else { continue }
      let failure = line.line.send(renderer.levels[index])
      if line.failure.exchange(failure, ordering: .relaxed) != failure { hasNews = true }
      isSent = true
    }
    return isSent
  }

  /// Ends every stream.
  func terminate() {
    for line in plan.lines { line?.line.terminate() }
  }
}
