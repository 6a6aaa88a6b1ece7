/// From what lights are to be to the slots of their universes, one frame after another.
///
/// Nothing is computed for a light that rests, and nothing is allocated by a frame.
struct LightRenderer {
  let patch: Patch
  /// The slots of each universe, 512 each.
  private(set) var levels: [[UInt8]]
  /// Whether a universe's slots changed in the frame that was rendered last.
  private(set) var isChanged: [Bool]

  private var courses: [LightCourses?]
  private var isMoving: [Bool]
  private var countMoving = 0
  /// The lights of each universe of which it is not known yet what they are to be.
  private var countUnknown: [Int]

  /// A renderer of a patch, dark where no light is to be anything.
  ///
  /// - Parameters:
  ///   - patch: which lights stand where.
  ///   - courses: what each of them is to be, where that is known.
  ///   - other: the renderer before; where it knows more of the same light, that counts.
  init(_ patch: Patch, courses: [LightCourses?], after other: LightRenderer? = nil) {
    self.patch = patch
    var before: [PatchedFixture: LightCourses] = [:]
    if let other {
      for (fixture, course) in zip(other.patch.fixtures, other.courses) { before[fixture] = course }
    }
    self.courses = zip(patch.fixtures, courses).map { fixture, course in
      guard let older = before[fixture], older.rev >= course?.rev ?? .min else { return course }
      return older
    }
    levels = patch.universes.map { _ in [UInt8](repeating: 0, count: 512) }
    isChanged = patch.universes.map { _ in true }
    isMoving = self.courses.map { $0 != nil }
    countMoving = isMoving.count { $0 }
    countUnknown = patch.universes.map { _ in 0 }
    for (fixture, course) in zip(patch.fixtures, self.courses) where course == nil {
      countUnknown[fixture.universeIndex] += 1
    }
  }

  /// The number of the desired state that a light follows; nothing where it follows none.
  func rev(fixtureIndex: Int) -> Int64? { courses[fixtureIndex]?.rev }

  /// Whether it is known of every light of a universe what it is to be.
  func isKnown(universeIndex: Int) -> Bool { countUnknown[universeIndex] == 0 }

  /// Takes what a light is to be from now on.
  mutating func take(_ course: LightCourses, fixtureIndex: Int) {
    if courses[fixtureIndex] == nil { countUnknown[patch.fixtures[fixtureIndex].universeIndex] -= 1 }
    courses[fixtureIndex] = course
    if isMoving[fixtureIndex] == false { countMoving += 1 }
    isMoving[fixtureIndex] = true
  }

  /// Renders the lights that move.
  ///
  /// - Parameter nowMilliseconds: the instant of show time.
  mutating func render(at nowMilliseconds: Int64) {
    guard countMoving > 0 else { return }
    for index in courses.indices where isMoving[index] {
      guard let course = courses[index] else { continue }
      let fixture = patch.fixtures[index]
      fixture.render(course.look(at: nowMilliseconds), into: &levels[fixture.universeIndex])
      isChanged[fixture.universeIndex] = true
      if course.rests(at: nowMilliseconds) {
        isMoving[index] = false
        countMoving -= 1
      }
    }
  }

  /// Forgets that universes changed: their slots are on their way.
  mutating func framePassed(universeIndex: Int) { isChanged[universeIndex] = false }
}
