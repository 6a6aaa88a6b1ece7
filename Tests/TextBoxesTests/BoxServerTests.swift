import DeviceLines
import Foundation
import Glibc
import HTTP
import Sequencer
import Show
import Synchronization
import TextBoxSimulator
import Testing

@testable import TextBoxes

/// A driver with one box on this machine, and what it told.
private struct ServedBox {
  let driver: LineDriver<BoxMachine>
  let told: AsyncStream<DriverReport>

  init(_ connection: BoxConnection) {
    let begun = ContinuousClock.now
    driver = TextBoxes.driver(
      http: {
        HTTPLine(
          base: $0.base, user: $0.user, passwordFile: $0.passwordFile, authorityFile: $0.authorityFile,
          within: $0.within)
      },
      showNow: { ShowInstant(milliseconds: 3_600_000 + Int64((ContinuousClock.now - begun) / .milliseconds(1))) })
    let (told, continuation) = AsyncStream.makeStream(of: DriverReport.self)
    self.told = told
    driver.begin { continuation.yield($1) }
    var device = Device(id: "a", kind: .box)
    device.connection = .box(connection)
    var hall = Hall(name: "h", topics: "h", operators: [:])
    hall.devices = ["a": device, "other": Device(id: "other", kind: .player)]
    #expect(driver.follow(hall) == ["a"])
  }

  func desire(_ rev: Int64, _ values: [PropertyName: Value]) {
    let at = ShowInstant(milliseconds: 3_600_000)
    let fades = values.mapValues { Fade(to: .plain($0), at: at) }
    driver.desire(DesiredState(rev: rev, at: at, properties: fades), of: "a")
  }

  func wait(_ isWanted: (DriverReport) -> Bool) async throws {
    for await report in told where isWanted(report) { return }
    throw CancellationError()
  }

  func confirms(_ rev: Int64) async throws {
    try await wait { if case .actual(let report, _) = $0 { report.rev == rev } else { false } }
  }
}

@Suite("A box on a line of this machine", .timeLimit(.minutes(2))) struct BoxServerTests {
  private func served(
    _ name: String, by line: BoxServer.Line, _ more: String = "", change: (inout Box) -> Void = { _ in }
  ) throws -> (BoxServer, BoxConnection) {
    let usual = try ShippedBoxes.connection(of: name, ShippedBoxes.usualKeys(of: name) + more)
    let server = try BoxServer(SimulatedBox(usual.box), by: line, commandEnd: usual.box.end)
    let keys = line == .serial ? "serial: \(server.path)" : "host: 127.0.0.1, port: \(server.port)"
    var connection = try ShippedBoxes.connection(of: name, keys + more)
    change(&connection.box)
    return (server, connection)
  }

  @Test("a display over TCP is switched on, and confirms") func tcp() async throws {
    let (server, connection) = try served("lg-display", by: .tcp)
    defer { server.stop() }
    let box = ServedBox(connection)
    defer { box.driver.end() }
    box.desire(3, [.power: .flag(true), .input: .text("hdmi2")])
    try await box.confirms(3)
    #expect(server.box.withLock { $0.values[.input] } == .text("hdmi2"))
  }

  @Test("the same display over a serial port") func serial() async throws {
    let (server, connection) = try served("lg-display", by: .serial)
    defer { server.stop() }
    let box = ServedBox(connection)
    defer { box.driver.end() }
    box.desire(3, [.power: .flag(true), .input: .text("hdmi1")])
    try await box.confirms(3)
    #expect(server.box.withLock { $0.values[.power] } == .flag(true))
  }

  @Test("relays over a serial port, by bytes that are no text") func binary() async throws {
    let (server, connection) = try served("kmtronic-relay", by: .serial)
    defer { server.stop() }
    let box = ServedBox(connection)
    defer { box.driver.end() }
    let relay = try #require(PropertyName(rawValue: "relay-2"))
    box.desire(5, [relay: .flag(true)])
    try await box.confirms(5)
    #expect(server.heard.withLock { $0.contains([0xff, 2, 1]) })
  }

  @Test("sockets over HTTP, by requests with a body") func http() async throws {
    let (server, connection) = try served("netio-pdu", by: .http)
    defer { server.stop() }
    let box = ServedBox(connection)
    defer { box.driver.end() }
    let outlet = try #require(PropertyName(rawValue: "outlet-3"))
    box.desire(7, [outlet: .flag(true)])
    try await box.confirms(7)
    #expect(server.box.withLock { $0.values[outlet] } == .flag(true))
  }

  @Test("a player over UDP, which never answers: what it does is assumed") func udp() async throws {
    let (server, connection) = try served("brightsign", by: .udp)
    defer { server.stop() }
    let box = ServedBox(connection)
    defer { box.driver.end() }
    let variable = try #require(PropertyName(rawValue: "variable"))
    box.desire(2, [variable: .text("night")])
    try await box.wait {
      if case .actual(let report, let facts) = $0 { report.rev == 2 && facts["assumed"] == .flag(true) } else { false }
    }
    while server.heard.withLock({ $0 }) != [Array("cue:night".utf8)] {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test("a box that lags confirms late; one that refuses or lies is warned of", arguments: SimulatedBox.Manner.allCases)
  func manners(manner: SimulatedBox.Manner) async throws {
    let (server, connection) = try served("shelly-relay", by: .http) { $0.doesWithin = .seconds(1) }
    defer { server.stop() }
    server.box.withLock { $0.manner = manner }
    server.lag.withLock { $0 = 60 }
    let box = ServedBox(connection)
    defer { box.driver.end() }
    box.desire(2, [.power: .flag(true)])
    switch manner {
    case .obedient: try await box.confirms(2)
    // A Shelly says no errors: what it does not do is as what it says and does not.
    case .lying, .refusing:
      try await box.wait { if case .actual(let report, _) = $0 { !report.warnings.isEmpty } else { false } }
    }
  }

  @Test("a port that is shut, and a serial port that is not there, are told to be away")
  func away() async throws {
    let (server, connection) = try served("lg-display", by: .tcp)
    server.stop()
    for connection in [connection, try ShippedBoxes.connection(of: "lg-display", "serial: /dev/nowhere")] {
      let box = ServedBox(connection)
      defer { box.driver.end() }
      try await box.wait { $0 == .availability(online: false) }
    }
  }

  @Test("a serial port has the rate and the stop bits of its description, and is nobody else's") func settings() throws
  {
    let (server, _) = try served("numato-relay", by: .serial)
    defer { server.stop() }
    let opener = SerialOpener(path: server.path, settings: SerialSettings(baud: 19200, stopBits: 2))
    let line = try opener.open()
    defer { close(line.descriptor) }
    var state = termios()
    #expect(tcgetattr(line.descriptor, &state) == 0)
    #expect(cfgetospeed(&state) == speed_t(B19200) && state.c_cflag & tcflag_t(CSTOPB) != 0)
    #expect(state.c_lflag & tcflag_t(ECHO | ICANON) == 0 && !line.isSocket)
    #expect(throws: LineFault.self) { _ = try opener.open() }
  }
}
