import Foundation
import Sequencer
import Show
import ShowFiles
import Synchronization
import Testing

@testable import ControlRoom

/// A driver that drives what it is told to, and remembers what it is told.
private final class NotingDriver: DeviceDriver {
  struct State {
    var tell: (@Sendable (DeviceID, DriverReport) -> Void)?
    var desired: [(device: DeviceID, state: DesiredState)] = []
    var halls = 0
    var hasEnded = false
  }

  let driven: Set<DeviceID>
  let state = Mutex(State())

  init(_ driven: Set<DeviceID>) { self.driven = driven }

  func begin(telling tell: @escaping @Sendable (DeviceID, DriverReport) -> Void) { state.withLock { $0.tell = tell } }
  func follow(_ hall: Hall) -> Set<DeviceID> {
    state.withLock { $0.halls += 1 }
    return driven.intersection(hall.devices.keys)
  }
  func desire(_ state: DesiredState, of device: DeviceID) { self.state.withLock { $0.desired.append((device, state)) } }
  func end() { state.withLock { $0.hasEnded = true } }

  func tell(_ report: DriverReport, of device: DeviceID) { state.withLock { $0.tell }?(device, report) }
  var told: [DeviceID] { state.withLock { $0.desired.map(\.device) } }
}

@Suite("Devices that the daemon drives itself", .timeLimit(.minutes(2))) struct DeviceRackTests {
  private func desired(_ rev: Int64) -> DesiredState { DesiredState(rev: rev, at: .zero, properties: [:]) }

  private func hall(_ devices: [Device]) -> Hall {
    var hall = Hall(name: "h", topics: "h", operators: [:])
    hall.devices = Dictionary(uniqueKeysWithValues: devices.map { ($0.id, $0) })
    return hall
  }

  @Test("a driver hears of its own devices alone, and of lights first when it takes them over") func order() {
    let driver = NotingDriver(["beamer", "wash", "gone"])
    let rack = DeviceRack([driver])
    rack.desire(desired(1), of: "beamer")
    rack.desire(desired(2), of: "wash")
    rack.desire(desired(3), of: "screen")
    #expect(driver.told.isEmpty)
    let devices = [
      Device(id: "beamer", kind: .projector), Device(id: "wash", kind: .light), Device(id: "screen", kind: .screen),
    ]
    rack.follow(hall(devices))
    #expect(driver.told == ["wash", "beamer"])
    #expect(rack.speaks(for: "wash") && !rack.speaks(for: "screen") && !rack.speaks(for: "gone"))
    rack.desire(desired(4), of: "screen")
    rack.desire(desired(5), of: "beamer")
    #expect(driver.told == ["wash", "beamer", "beamer"])
    rack.follow(hall([devices[2]]))
    rack.follow(hall(devices))
    #expect(driver.told == ["wash", "beamer", "beamer"], "what a show forgot is not told again")
  }

  @Test("the first driver that wants a device has it") func twoDrivers() {
    let (first, second) = (NotingDriver(["wash"]), NotingDriver(["wash", "beamer"]))
    let rack = DeviceRack([first, second])
    rack.follow(hall([Device(id: "wash", kind: .light), Device(id: "beamer", kind: .projector)]))
    rack.desire(desired(1), of: "wash")
    rack.desire(desired(2), of: "beamer")
    #expect(first.told == ["wash"] && second.told == ["beamer"])
  }

  @Test("in a room, what a driver tells is an input of the journal, and a restart tells the driver what stands")
  func room() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rack-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "journal.sqlite").path(percentEncoded: false)
    let wall = try #require(WallInstant(rfc3339: "2025-06-10T10:00:00Z"))
    let driver = NotingDriver(["lamp"])
    let bench = try await RoomBench(path, at: wall, drivers: [driver])
    #expect(await bench.journals(1))
    let rev = try #require(driver.state.withLock { $0.desired.last }).state.rev
    driver.tell(.availability(online: true), of: "lamp")
    driver.tell(.actual(DeviceReport(rev: rev, state: "lit"), facts: ["assumed": .flag(true)]), of: "lamp")
    driver.tell(.availability(online: false), of: "nobody")
    while await bench.room.lamp?.reported != "lit" {
      try Task.checkCancellation()
      await Task.yield()
    }
    #expect(await bench.room.lamp?.online == true)
    #expect(await bench.room.lamp?.confirmedRev == rev)
    await bench.stop()
    #expect(driver.state.withLock { $0.hasEnded })
    let another = NotingDriver(["lamp"])
    let later = try await RoomBench(path, at: wall, drivers: [another])
    #expect(await later.journals(1))
    #expect(another.told.contains("lamp"))
    #expect(another.state.withLock { $0.halls } >= 1)
    await later.stop()
  }

  @Test("what is published of such a device are the show's fields, and the facts beside them") func text() throws {
    let text = ActualText(
      report: DeviceReport(rev: 7, state: "on", warnings: ["hot"]),
      facts: ["lamp_hours": .number(1200), "rev": .number(3)])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    #expect(
      String(decoding: try encoder.encode(text), as: UTF8.self)
        == #"{"lamp_hours":1200,"rev":7,"state":"on","warnings":["hot"]}"#)
  }
}

extension ControlRoom {
  /// The lamp of the test hall.
  fileprivate var lamp: DeviceState? { sequencer.state.devices["lamp"] }
}
