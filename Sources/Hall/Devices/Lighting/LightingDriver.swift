import CLinux
import Dispatch
import Foundation
import Sequencer
import Show
import Synchronization

/// Drives the lights whose universe a hall declares: from desired states to slots on the wire, 44 frames a second.
///
/// What it tells of a light is assumed: DMX512-A has no way back. A universe that does not go out is told as a warning of
/// each of its lights.
public final class LightingDriver: DeviceDriver {
  private struct Desk {
    var plan = LightPlan.none()
    var cells: [DeviceID: LightCell] = [:]
    var lines: [LightUniverse: OpenLine] = [:]
    var faults: [Int: LineFault] = [:]
    var latest: [DeviceID: DesiredState] = [:]
  }

  private let families: [any LineFamily]
  private let engine: LightEngine
  private let desk = Mutex(Desk())
  private let hasEnded = Atomic<Bool>(false)

  /// A driver.
  ///
  /// - Parameters:
  ///   - families: the protocols that it may speak.
  ///   - showNow: the instant of show time; called by the thread of the frames, so it must not wait.
  public init(families: [any LineFamily], showNow: @escaping @Sendable () -> ShowInstant) {
    self.families = families
    engine = LightEngine(families: families, showNow: showNow)
  }

  /// How late the frames came, up to a second ago.
  public var jitter: JitterHistogram { engine.jitter }
  /// The universes that cannot go out, and why.
  public var faults: [Int: LineFault] { desk.withLock { $0.faults } }

  /// Starts the thread of the frames, and one that tells.
  public func begin(telling tell: @escaping @Sendable (DeviceID, DriverReport) -> Void) {
    let thread = Thread { [self] in
      linux_name_thread("lights-told")
      var teller = LightTeller()
      while hasEnded.load(ordering: .acquiring) == false {
        engine.news.wait()
        let (plan, faults) = desk.withLock { ($0.plan, $0.faults) }
        teller.tell(plan, faults, to: tell)
      }
    }
    thread.start()
    engine.begin()
  }

  /// Takes a hall: the lights in the universes that it declares are driven from the next frame on.
  public func follow(_ hall: Hall) -> Set<DeviceID> {
    for family in families { family.follow(hall) }
    return desk.withLock { desk in
      let patch = Patch(hall)
      var lines: [LightUniverse: OpenLine] = [:]
      desk.faults = [:]
      for universe in patch.universes {
        do throws(LineFault) {
          if let open = desk.lines[universe] {
            lines[universe] = open
          } else {
            lines[universe] = OpenLine(universe, try open(universe))
          }
        } catch {
          desk.faults[universe.number] = error
        }
      }
      let cells = patch.fixtures.map { fixture in
        // Another place is another cell: what is wanted of it next must not go to its old slots.
        desk.cells[fixture.device].flatMap { $0.fixture == fixture ? $0 : nil } ?? LightCell(fixture)
      }
      desk.lines = lines
      desk.cells = Dictionary(uniqueKeysWithValues: cells.map { ($0.device, $0) })
      desk.latest = desk.latest.filter { desk.cells[$0.key] != nil }
      desk.plan = LightPlan(
        patch: patch, cells: cells, lines: patch.universes.map { lines[$0] },
        courses: cells.map { desk.latest[$0.device].map { LightCourses($0) } })
      engine.follow(desk.plan)
      return Set(desk.cells.keys)
    }
  }

  /// Takes what a light is to be from the next frame on.
  public func desire(_ state: DesiredState, of device: DeviceID) {
    desk.withLock { desk in
      guard let cell = desk.cells[device] else { return }
      desk.latest[device] = state
      cell.inbox.post(LightCourses(state))
    }
  }

  /// Ends every stream as its protocol would have it, within a second.
  public func end() {
    guard hasEnded.exchange(true, ordering: .acquiringAndReleasing) == false else { return }
    engine.end()
    engine.news.signal()
    for family in families { family.end() }
  }

  private func open(_ universe: LightUniverse) throws(LineFault) -> any UniverseLine {
    guard let family = families.first(where: { $0.lineProtocol == universe.lineProtocol }) else {
      throw .lineProtocol(universe.lineProtocol.rawValue)
    }
    return try family.open(universe)
  }
}
