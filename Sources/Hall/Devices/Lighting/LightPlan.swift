import Show
import Synchronization

/// What one light exchanges with the thread of the frames.
final class LightCell: Sendable {
  let fixture: PatchedFixture
  /// What it is to be.
  let inbox = DesireMailbox<LightCourses>()
  /// The number of the desired state that went out last; -1 before the first.
  let sentRev = Atomic<Int64>(-1)

  init(_ fixture: PatchedFixture) { self.fixture = fixture }

  var device: DeviceID { fixture.device }
}

/// A universe's way out, and how it does.
final class OpenLine: Sendable {
  let universe: LightUniverse
  let line: any UniverseLine
  /// The `errno` of the last packet; 0 where it went out.
  let failure = Atomic<Int32>(0)

  init(_ universe: LightUniverse, _ line: any UniverseLine) { (self.universe, self.line) = (universe, line) }
}

/// Everything that the thread of the frames needs of a hall: made by whoever loads it, then only read.
struct LightPlan: Sendable {
  let patch: Patch
  /// One for each fixture of the patch.
  let cells: [LightCell]
  /// One for each universe of the patch; nothing where there is no way to it.
  let lines: [OpenLine?]
  /// What each fixture is to be, where that is known already.
  let courses: [LightCourses?]

  static func none() -> LightPlan {
    LightPlan(patch: Patch(Hall(name: "none", topics: "none")), cells: [], lines: [], courses: [])
  }
}
