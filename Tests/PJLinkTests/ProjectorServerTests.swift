import BrokerFixture
import DeviceLines
import Foundation
import Glibc
import PJLinkSimulator
import Sequencer
import Show
import Synchronization
import Testing

@testable import PJLink

@Suite("A projector on the net", .timeLimit(.minutes(1))) struct ProjectorServerTests {
  @Test("with a password from a file it is lit over TCP, and takes its input") func lights() async throws {
    let server = try ProjectorServer(
      SimulatedProjector(password: "open sesame", warmUp: .milliseconds(100), coolDown: .milliseconds(100)))
    defer { server.end() }
    let file = FileManager.default.temporaryDirectory.appending(path: "beamer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("open sesame\nnot this\n".utf8).write(to: file)
    let path = file.path(percentEncoded: false)
    var timings = ProjectorTimings()
    timings.changingPoll = .milliseconds(50)
    let driver = Projectors.driver(timings) { server.now }
    let (told, continuation) = AsyncStream.makeStream(of: DriverReport.self)
    driver.begin { continuation.yield($1) }
    defer { driver.end() }
    var device = Device(id: "beamer", kind: .projector)
    device.connection = .pjlink(host: "127.0.0.1", port: server.port, passwordFile: path)
    var hall = Hall(name: "h", topics: "h", operators: [:])
    hall.devices = ["beamer": device, "other": Device(id: "other", kind: .projector)]
    #expect(driver.follow(hall) == ["beamer"])
    driver.desire(ProjectorBench.desired(true, rev: 4, input: "hdmi2"), of: "beamer")
    for await report in told {
      if case .actual(let report, let facts) = report, report.state == "on", report.rev == 4 {
        #expect(facts["input"] == .text("32") && report.warnings.isEmpty)
        break
      }
    }
    let projector = server.projector.withLock { $0 }
    #expect(projector.strikes == 1 && projector.input == "32")
  }

  @Test("a projector whose port is shut is told to be away") func away() async throws {
    let server = try ProjectorServer(SimulatedProjector())
    server.end()
    let driver = Projectors.driver { server.now }
    let (told, continuation) = AsyncStream.makeStream(of: DriverReport.self)
    driver.begin { continuation.yield($1) }
    defer { driver.end() }
    var device = Device(id: "beamer", kind: .projector)
    // Nothing listens on port 1 of this machine.
    device.connection = .pjlink(host: "127.0.0.1", port: 1, passwordFile: nil)
    var hall = Hall(name: "h", topics: "h", operators: [:])
    hall.devices = ["beamer": device]
    _ = driver.follow(hall)
    for await report in told {
      #expect(report == .availability(online: false))
      break
    }
  }

  @Test("another's client, pypjlink2, is understood by the simulator as by a projector") func anothersClient() throws {
    guard let python = ForeignPython.path(having: "pypjlink") else { return }
    let server = try ProjectorServer(SimulatedProjector(password: "p", warmUp: .zero, coolDown: .zero))
    defer { server.end() }
    let script = """
      from pypjlink import Projector
      with Projector.from_address('127.0.0.1', \(server.port)) as projector:
          projector.authenticate('p')
          assert projector.get_power() == 'off'
          projector.set_power('on')
          assert projector.get_power() == 'on'
          projector.set_input('DIGITAL', '2')
          assert projector.get_input() == ('DIGITAL', 2), projector.get_input()
          projector.set_mute(3, True)
          assert projector.get_mute() == (True, True)
          assert projector.get_lamps() == [(1200, True)]
          assert set(projector.get_errors().values()) == {'ok'}
          assert projector.get_name() == 'simulated'
      """
    try ChildProcess.run([python, "-c", script])
    let projector = server.projector.withLock { $0 }
    #expect(projector.strikes == 1 && projector.input == "32" && projector.isMuted)
  }
}
