import DeviceLines
import PJLinkSimulator
import Sequencer
import Show
import Testing

@testable import PJLink

@Suite("A projector alone") struct ProjectorMachineTests {
  @Test("it is lit, warms, takes its input and mute when it can, and is confirmed by what it is", arguments: [1, 2])
  func lights(linkClass: Int) {
    var bench = ProjectorBench(SimulatedProjector(linkClass: linkClass))
    bench.take(.desired(ProjectorBench.desired(true, rev: 9, input: "hdmi2", mute: false)))
    bench.pass(.seconds(1))
    #expect(bench.reports.last == DeviceReport(rev: 9, state: "warming"))
    bench.pass(.seconds(40))
    #expect(bench.reports.last == DeviceReport(rev: 9, state: "on"))
    #expect(bench.projector.input == "32" && bench.projector.strikes == 1 && bench.count("POWR 1") == 1)
    #expect(bench.count("INPT 32") == 1 && bench.heard.contains("%\(linkClass)INPT 32"))
    #expect(bench.facts["lamp_hours"] == .number(1200) && bench.facts["input"] == .text("32"))
    #expect(bench.facts["filter_hours"] == (linkClass == 2 ? .number(300) : nil))
    bench.take(.desired(ProjectorBench.desired(true, rev: 10, input: "hdmi2", mute: true)))
    bench.pass(.seconds(1))
    #expect(bench.projector.isMuted && bench.reports.last?.rev == 10)
    bench.take(.desired(ProjectorBench.desired(false, rev: 11)))
    bench.pass(.seconds(1))
    #expect(bench.reports.last == DeviceReport(rev: 11, state: "cooling"))
    bench.pass(.seconds(30))
    #expect(bench.reports.last == DeviceReport(rev: 11, state: "off"))
  }

  @Test("a lamp is not struck twice within two minutes, whatever is wanted") func strikes() {
    var bench = ProjectorBench(SimulatedProjector(warmUp: .seconds(5), coolDown: .seconds(5)))
    var struck: [ShowInstant] = []
    for round in 0..<60 {
      bench.take(.desired(ProjectorBench.desired(round % 2 == 0, rev: Int64(round))))
      for _ in 0..<20 {
        let before = bench.projector.strikes
        bench.pass(.milliseconds(500))
        if bench.projector.strikes > before { struck.append(bench.now) }
      }
    }
    #expect(struck.count > 2)
    #expect(zip(struck, struck.dropFirst()).allSatisfy { $1 - $0 >= .milliseconds(119_500) })
  }

  @Test("one that is still warm says ERR3, which is \"try later\": no warning, and it is lit in the end")
  func later() {
    var bench = ProjectorBench(SimulatedProjector(coolDown: .seconds(20)))
    _ = bench.projector.take("%1POWR 1", seed: nil, at: bench.now - .seconds(100))
    _ = bench.projector.take("%1POWR 0", seed: nil, at: bench.now)
    bench.take(.desired(ProjectorBench.desired(true, rev: 3)))
    bench.pass(.seconds(80))
    #expect(bench.reports.last == DeviceReport(rev: 3, state: "on"))
    #expect(bench.reports.flatMap(\.warnings) == [])
  }

  @Test("a projector that refuses is not confirmed, said so, and not pestered", arguments: [1, 2, 4])
  func refuses(number: Int) {
    var bench = ProjectorBench(SimulatedProjector(manner: .refusing(number)))
    bench.take(.desired(ProjectorBench.desired(true, rev: 3)))
    bench.pass(.minutes(5))
    #expect(bench.reports.last?.rev == nil && bench.reports.last?.state == "off")
    #expect(bench.reports.last?.warnings.first?.contains("ERR\(number)") == true)
    #expect(bench.count("POWR 1") == 1)
  }

  @Test("a projector that lies is found out") func lies() {
    var bench = ProjectorBench(SimulatedProjector(manner: .lying))
    bench.take(.desired(ProjectorBench.desired(true, rev: 3)))
    bench.pass(.seconds(5))
    #expect(bench.reports.last == DeviceReport(state: "off"), "its OK is not believed")
    bench.pass(.seconds(30))
    #expect(bench.reports.last?.warnings == ["it takes POWR and does not do it: look at it"])
    bench.projector.manner = .obedient
    bench.pass(.minutes(4))
    #expect(bench.reports.last == DeviceReport(rev: 3, state: "on"))
  }

  @Test("a dead projector is told once, tried later and later, and works when it comes back") func dead() {
    var bench = ProjectorBench(SimulatedProjector(manner: .dead))
    bench.take(.desired(ProjectorBench.desired(true, rev: 3)))
    bench.pass(.minutes(30))
    #expect(bench.told == [.availability(online: false)])
    #expect(bench.lines < 60, "\(bench.lines) lines")
    bench.isReachable = false
    bench.pass(.minutes(10))
    (bench.isReachable, bench.projector.manner) = (true, .obedient)
    bench.pass(.minutes(3))
    #expect(bench.told.contains(.availability(online: true)) && bench.reports.last?.rev == 3)
  }

  @Test("a password is shown as a digest, and never itself") func password() {
    // The example of the specification, 5.2.
    #expect(
      PJLinkMessage.digest(seed: "498e4a67", password: "JBMIAProjectorLink") == "5d8409bc1c3fa39749434aa3a5c38682")
    var bench = ProjectorBench(SimulatedProjector(password: "JBMIAProjectorLink"), password: "JBMIAProjectorLink")
    bench.take(.desired(ProjectorBench.desired(true)))
    bench.pass(.seconds(1))
    #expect(bench.reports.last?.state == "warming")
    #expect(bench.heard.first?.hasPrefix("5d8409bc1c3fa39749434aa3a5c38682%1CLSS") == true)
    #expect(bench.heard.dropFirst().prefix(3).allSatisfy { $0.hasPrefix("%") })
  }

  @Test("a wrong password and none are said, and the projector is left alone for half a minute", arguments: ["x", nil])
  func wrongPassword(given: String?) {
    var bench = ProjectorBench(SimulatedProjector(password: "right"), password: given)
    bench.take(.desired(ProjectorBench.desired(true)))
    bench.pass(.seconds(29))
    #expect(bench.reports.count == 1 && bench.reports.last?.warnings.first?.contains("password") == true)
    #expect(bench.lines == 1)
    bench.password = "right"
    bench.pass(.seconds(10))
    #expect(bench.reports.last == DeviceReport(rev: 1, state: "warming"))
  }

  @Test("what its parts say becomes warnings") func errors() {
    var bench = ProjectorBench(SimulatedProjector())
    bench.projector.errors = "020010"
    bench.pass(.seconds(1))
    #expect(bench.reports.last?.warnings == ["its lamp fails", "its filter warns"])
    #expect(bench.facts["health"] == .text("partially"))
  }

  @Test("at rest it is asked three times a minute, and oftener while it changes") func polls() {
    var bench = ProjectorBench(SimulatedProjector(warmUp: .seconds(60)))
    bench.pass(.seconds(1))
    let before = bench.lines
    bench.pass(.minutes(2))
    #expect((5...7).contains(bench.lines - before))
    bench.take(.desired(ProjectorBench.desired(true)))
    let then = bench.lines
    bench.pass(.seconds(58))
    #expect((25...32).contains(bench.lines - then))
  }

  @Test(
    "inputs have names",
    arguments: [
      ("hdmi1", "31"), ("HDMI2", "32"), ("31", "31"), ("3a", "3A"), ("rgb1", "11"), ("hdmi", nil), ("39x", nil),
    ])
  func inputs(text: String, code: String?) { #expect(PJLinkInput.code(text) == code) }

  @Test(
    "noise is no message", arguments: ["", "%", "%1POWR", "%1NOPE=1", "%3POWR=1", "PJLINK", "PJLINK 1 ", "=%1POWR"])
  func noise(line: String) { #expect(PJLinkMessage(line: line) == nil) }
}
