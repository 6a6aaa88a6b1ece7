import Onirica
import SleepLab
import Synchronization
import Testing

@testable import Screens

@Suite("Reports on a screen")
struct ReportBoardTests {
  /// Sets pages of plain light, and counts them.
  private final class Setter: ReportSetter {
    let count = Mutex(0)
    func letters(of place: ReportPlace) -> ReportLetters? {
      count.withLock { $0 += 1 }
      let frame = Frame(width: 32, height: 16)
      frame.fill(0xFFFF)
      return ReportLetters(letters: frame, x: 16, y: 40)
    }
  }

  private let night: Night
  private let setter = Setter()

  init() {
    let stages: [Stage] = [.n2, .rem, .rem, .wake]
    night = Night(
      id: NightID(7), durationSeconds: 120,
      epochs: stages.map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil) },
      track: FeatureTrack(count: 1200) { _ in [] }, events: [], provenance: [])
  }

  private func course(stage: Stage? = nil, speed: Double = 1) throws -> Course {
    var course = Course(
      night: night, passage: try #require(Passage(through: night, stage: stage)), speed: speed, anchorUnixSeconds: 1000,
      seed: 3)
    course.reports = ReportBoard(
      [
        ReportTelling(awakeningSeconds: 30, pageSeconds: [5, 5]), ReportTelling(awakeningSeconds: 90, pageSeconds: [8]),
      ], setter: setter)
    return course
  }

  @Test("a page stands as the night has passed its awakening, by the clock alone")
  func due() throws {
    let course = try course(), board = try #require(course.reports)
    let places = stride(from: 1000.5, to: 1125, by: 1).map { board.due(in: course, at: $0)?.place }
    #expect(places[..<30].allSatisfy { $0 == nil }, "nothing was passed yet")
    #expect(places[30..<35].allSatisfy { $0 == ReportPlace(report: 0, page: 0) })
    #expect(places[35..<40].allSatisfy { $0 == ReportPlace(report: 0, page: 1) })
    #expect(places[40..<90].allSatisfy { $0 == nil })
    #expect(places[90..<98].allSatisfy { $0 == ReportPlace(report: 1, page: 0) })
    #expect(places[98...].allSatisfy { $0 == nil })
    #expect(board.due(in: course, at: 1032.5)?.share == 1)
    #expect(board.due(in: course, at: 1030)?.share == 0)
    #expect(board.due(in: course, at: 1150.5)?.place == ReportPlace(report: 0, page: 0), "and again in the next round")
  }

  @Test("where the way leaps over an awakening it is passed, and a dream that stands still passes none")
  func leaps() throws {
    let rem = try course(stage: .rem), board = try #require(rem.reports)
    // The way is 30 to 90 s, round and round: both awakenings lie at its end, which is its beginning.
    #expect(board.due(in: rem, at: 1001) != nil || board.due(in: rem, at: 1061) != nil)
    let still = try course(speed: 0)
    #expect(board.due(in: still, at: 1035) == nil)
  }

  /// A small screen that is in the midst of a dream.
  private func dreaming(_ course: Course) -> FrameMaker {
    let crew = Crew(threadCount: 1)
    let maker = FrameMaker(width: 128, height: 72, crew: crew, level: .best)
    let dream = Dream(
      night: night, plan: Dream.Plan(width: 128, height: 72, framesPerSecond: 10, seed: 3), crew: crew,
      scales: Governor.scales)
    dream.begin(at: 25, elapsed: 1025, preRollSeconds: 0.2)
    maker.take(dream)
    maker.take(Showing(picture: .dream(course)), at: 1025)
    return maker
  }

  @Test("each page is set once, ahead of its time, and its letters lie over the picture and go again")
  func shown() throws {
    let course = try course(), board = try #require(course.reports)
    var silent = course
    silent.reports = nil
    let told = dreaming(course), untold = dreaming(silent)
    var lit: [Int] = []
    for index in 0..<170 {
      let now = 1025 + Double(index) / 10
      if index % 2 == 0 { board.prepare(course, at: now) }
      for maker in [told, untold] { maker.advance(at: now, limiterSeconds: Double(index) / 10) }
      let green = [told, untold].map { Int($0.frame[32, 48] >> 8 & 0xFF) }
      if abs(green[0] - green[1]) > 40 { lit.append(index) }
    }
    #expect(setter.count.withLock { $0 } == 2)
    #expect(lit.contains { (70..<88).contains($0) } && lit.contains { (115..<135).contains($0) })
    #expect(!lit.contains { $0 < 50 || $0 > 152 }, "\(lit)")
  }
}
