import DeviceLines
import Foundation
import HTTP
import Sequencer
import Show
import ShowFiles
import Synchronization
import TextBoxSimulator
import Testing

@testable import TextBoxes

/// Three displays on one line: two that answer, and one that is dead.
private final class DisplayWall {
  static let ids: [DeviceID: String] = ["left": "01", "middle": "02", "right": "03"]

  let server: BoxServer
  let driver: LineDriver<BoxMachine>
  private let told: AsyncStream<(DeviceID, DriverReport)>
  private var iterator: AsyncStream<(DeviceID, DriverReport)>.Iterator

  init(by line: BoxServer.Line) throws {
    func box(_ id: String) throws -> SimulatedBox {
      SimulatedBox(try ShippedBoxes.connection(of: "lg-display", "host: h, with: { id: '\(id)' }").box)
    }
    server = try BoxServer(box("01"), by: line, commandEnd: [0x0d])
    let middle = try box("02")
    server.others.withLock { $0 = [" 02 ": middle, " 03 ": .none] }
    server.lag.withLock { $0 = 5 }
    let place = line == .serial ? "serial: \(server.path)" : "host: 127.0.0.1, port: \(server.port)"
    let text = try String(contentsOf: ShippedBoxes.folder.appending(path: "lg-display.yaml"), encoding: .utf8)
    let loaded = ShowReader.read(files: [
      ShowFile(path: "hall.yaml", text: Self.hall(place)),
      ShowFile(
        path: "boxes/lg-display.yaml", text: text.replacing("answer_within: 2s", with: "answer_within: 400ms")),
    ])
    guard let hall = loaded.show?.hall, loaded.isSound else {
      throw Exchange.Fault(line: 0, what: loaded.faults.map(\.description).joined(separator: "\n"))
    }
    let begun = ContinuousClock.now
    driver = TextBoxes.driver(
      http: { HTTPLine(base: $0.base, within: $0.within) },
      showNow: { ShowInstant(milliseconds: 3_600_000 + Int64((ContinuousClock.now - begun) / .milliseconds(1))) })
    let (told, continuation) = AsyncStream.makeStream(of: (DeviceID, DriverReport).self)
    (self.told, iterator) = (told, told.makeAsyncIterator())
    driver.begin { continuation.yield(($0, $1)) }
    #expect(driver.follow(hall) == Set(Self.ids.keys))
  }

  static func hall(_ place: String) -> String {
    let devices = ids.sorted { $0.key < $1.key }.map { id, number in
      "  \(id.text): { kind: display, connection: { box: lg-display, \(place), with: { id: \"\(number)\" } } }"
    }
    return "regie: 1\nhall: h\ntopics: h\nartworks: []\ndevices:\n" + devices.joined(separator: "\n") + "\n"
  }

  func desire(_ rev: Int64, _ values: [PropertyName: Value]) {
    let at = ShowInstant(milliseconds: 3_600_000)
    for id in Self.ids.keys {
      driver.desire(
        DesiredState(rev: rev, at: at, properties: values.mapValues { Fade(to: .plain($0), at: at) }), of: id)
    }
  }

  /// Waits until all of these were told, in any order; the suite's time limit ends a wait in vain.
  func wait(_ wanted: [DeviceID: (DriverReport) -> Bool]) async throws {
    var left = wanted
    while left.isEmpty == false {
      guard let (id, report) = await iterator.next(isolation: #isolation) else { throw CancellationError() }
      if left[id]?(report) == true { left[id] = nil }
    }
  }

  func end() {
    driver.end()
    server.stop()
  }
}

private func confirms(_ rev: Int64) -> (DriverReport) -> Bool {
  { if case .actual(let report, _) = $0 { report.rev == rev } else { false } }
}

@Suite("Several boxes on one line", .timeLimit(.minutes(2)))
struct SharedLineTests {
  @Test(
    "displays on one serial port, or behind one TCP port, take turns; one that is dead costs the others their patience once",
    arguments: [BoxServer.Line.serial, .tcp])
  func wall(line: BoxServer.Line) async throws {
    let wall = try DisplayWall(by: line)
    defer { wall.end() }
    wall.desire(3, [.power: .flag(true), .input: .text("hdmi2")])
    try await wall.wait([
      "left": confirms(3), "middle": confirms(3), "right": { $0 == .availability(online: false) },
    ])
    #expect(wall.server.box.withLock { $0.values[.input] } == .text("hdmi2"))
    #expect(wall.server.others.withLock { ($0[" 02 "] ?? nil)?.values[.input] } == .text("hdmi2"))
    // The line of the two goes on while the third is tried again.
    wall.desire(4, [.power: .flag(true), .input: .text("hdmi1")])
    try await wall.wait(["left": confirms(4), "middle": confirms(4)])
    #expect(wall.server.mostAtOnce.withLock { $0 } == 1, "one command at a time")
    if line == .tcp { #expect(wall.server.lines.withLock { $0 } == 1) }
  }

  @Test("a machine without its turn says nothing, asks for it once, and passes it on after each command")
  func turns() throws {
    var connection = try ShippedBoxes.connection(of: "lg-display", "host: h")
    connection.isShared = true
    var machine = BoxMachine(connection, seed: 1)
    var now = ShowInstant(milliseconds: 1000)
    #expect(machine.take(.due, at: now) == [.open])
    #expect(machine.take(.opened(secret: nil), at: now) == [.turn])
    #expect(machine.take(.due, at: now) == [] && machine.wakesAt == nil)
    #expect(machine.take(.turn, at: now) == [.send(Array("ka 01 ff\r".utf8))])
    now = now + .milliseconds(20)
    let heard = machine.take(.bytes(Array("a 01 OK00x".utf8)), at: now)
    #expect(heard.contains(.pass) == false, "the pause belongs to its turn")
    now = now + .milliseconds(80)
    let after = machine.take(.due, at: now)
    #expect(after.contains(.pass) && after.contains { if case .send = $0 { true } else { false } } == false)
    #expect(after.last == .turn, "others first, then what is left to look at")
    #expect(machine.take(.turn, at: now).contains(.pass), "there was nothing left")
    // Silence ends a turn, too.
    now = now + .seconds(21)
    #expect(machine.take(.due, at: now).contains(.turn))
    #expect(machine.take(.turn, at: now) == [.send(Array("ka 01 ff\r".utf8))])
    now = now + .seconds(2)
    #expect(machine.take(.due, at: now).contains(.pass))
  }

  @Test("one serial port with two settings is a fault at its place; boxes that log in have lines of their own")
  func checks() throws {
    func box(_ more: String) -> String {
      "regie: 1\ntcp: 9000\n\(more)\nproperties:\n  power: { type: flag, values: { on: '1', off: '0' }, send: 'P{value}' }\n"
    }
    func loaded(_ first: String, _ second: String, _ place: String) -> LoadedShow {
      ShowReader.read(files: [
        ShowFile(
          path: "hall.yaml",
          text: """
            regie: 1
            hall: h
            topics: h
            artworks: []
            devices:
              a: { kind: box, connection: { box: one, \(place) } }
              b: { kind: box, connection: { box: two, \(place) } }
            """), ShowFile(path: "boxes/one.yaml", text: box(first)),
        ShowFile(path: "boxes/two.yaml", text: box(second)),
      ])
    }
    func isShared(_ loaded: LoadedShow) -> [Bool] {
      ["a", "b"].map {
        if case .box(let connection)? = loaded.show?.hall.devices[DeviceID($0)]?.connection {
          connection.isShared
        } else {
          false
        }
      }
    }
    #expect(isShared(loaded("serial: 9600", "serial: 9600", "serial: /dev/ttyUSB0")) == [true, true])
    let mixed = loaded("serial: 9600", "serial: 19200", "serial: /dev/ttyUSB0").faults
    #expect(mixed.map(\.line) == [7])
    #expect(mixed.first?.message == "`b` is on the serial port of `a`, but has other settings")
    let login = "serial: 9600\nopening: [{ send: hello }]"
    #expect(loaded(login, login, "serial: /dev/ttyUSB0").faults.count == 2)
    let own = loaded(login, login, "host: h")
    #expect(own.isSound && isShared(own) == [false, false])
    let both = loaded("", "", "host: h")
    #expect(both.isSound && isShared(both) == [true, true])
  }
}
