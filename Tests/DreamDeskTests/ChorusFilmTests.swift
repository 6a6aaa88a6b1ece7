import ArgumentParser
import BrokerFixture
import Endings
import Foundation
import Onirica
import Screens
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Films of a chorus")
struct ChorusFilmTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    try folder.makeNight("demo", [.rem, .rem])
    try folder.makeNight("b", [.n2, .rem, .n2])
    try folder.makeNight("c", [.n3, .n3, .rem, .n3])
  }

  private func words(_ output: String, _ more: [String] = [], seconds: Double = 2) -> [String] {
    [
      "\(folder.path)/demo.night", "--seconds", "\(seconds)", "--fps", "10", "--size", "96x64", "-o",
      "\(folder.path)/\(output)",
    ] + more
  }

  private func render(_ output: String, _ more: [String] = [], seconds: Double = 2) -> Endings.ExitStatus? {
    shellStatus { try RenderCommand.parse(words(output, more, seconds: seconds)).run() }
  }

  private func chorus(_ names: String...) -> [String] { names.flatMap { ["--chorus", "\(folder.path)/\($0).night"] } }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
  }

  @Test("a film in parts is the film in one piece, byte for byte, and another one than without the chorus")
  func parts() throws {
    let both = chorus("b", "c") + ["--threads", "1"]
    #expect(
      render("whole.y4m", both) == .done && render("alone.y4m") == .done && render("two.y4m", chorus("c", "b")) == .done
    )
    for part in 1...2 {
      #expect(
        render("p\(part).y4m", both + ["--checkpoints", "\(folder.path)/states", "--parts", "\(part)/2"]) == .done)
    }
    try JoinCommand.parse(["\(folder.path)/p1.y4m", "\(folder.path)/p2.y4m", "-o", "\(folder.path)/joined.y4m"]).run()
    #expect(try bytes("joined.y4m") == bytes("whole.y4m"))
    #expect(try bytes("alone.y4m") != bytes("whole.y4m"))
    #expect(try bytes("two.y4m") != bytes("whole.y4m"), "each has a place of its own")
    #expect(
      shellStatus {
        try JoinCommand.parse(["\(folder.path)/p1.y4m", "\(folder.path)/alone.y4m", "-o", "\(folder.path)/x.y4m"]).run()
      } == .unusableInput)
    #expect(
      shellStatus { try LimitCommand.parse(["\(folder.path)/whole.y4m", "-o", "\(folder.path)/l.y4m"]).run() } == .done,
      "readers of films read it")
  }

  @Test("withdrawing any of its nights takes film, still and checkpoints")
  func withdrawn() throws {
    for name in ["f.y4m", "f.png", "f.jpg"] { #expect(render(name, chorus("b", "c")) == .done) }
    #expect(render("p.y4m", chorus("c") + ["--checkpoints", "\(folder.path)/s", "--parts", "1/2"]) == .done)
    #expect(render("alone.png") == .done)
    var state = DesiredState()
    state.picture = .dream
    state.wish.night = "demo"
    state.wish.seat(["b", "c"], at: 0, over: 0)
    #expect(ScreenStateFile(path: "\(folder.path)/wall.json").save(state))
    try WithdrawCommand.parse([
      "c", "--nights", folder.path, "--states", folder.path, "--stills", "/nowhere", "--json",
    ]).run()
    let left = Set(try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.contains(".") })
    #expect(left == ["demo.night", "b.night", "alone.png", "wall.json"])
    let kept = try #require(ScreenStateFile(path: "\(folder.path)/wall.json").load())
    #expect(kept.wish.nightNames == ["demo", "b"] && kept.picture == .dream)
  }

  @Test("a night that may not be used, is missing or stands twice is refused by its number")
  func refused() throws {
    try folder.makeNight("shown", [.n1], consent: Consent(uses: [.exhibition]))
    #expect(render("f.png", chorus("shown")) == .unusableInput)
    #expect(render("f.png", chorus("b", "nowhere")) == .noSuchInput)
    #expect(render("f.png", chorus("b", "b")) == .unusableInput)
    #expect(render("f.png", chorus("demo")) == .unusableInput)
    #expect(throws: (any Error).self, "seven at most") {
      try RenderCommand.parse(words("f.png", chorus("shown", "b", "b", "b", "b", "b", "b", "b")))
    }
    #expect(render("f.png", ["--stage", "N2"] + chorus("b")) == .unusableInput, "the night itself has none")
    do {
      try RenderCommand.parse(words("f.png", ["--stage", "REM"] + chorus("b", "shown"))).run()
      Issue.record("it was not refused")
    } catch let fault as CommandFault { #expect(fault.description.hasPrefix("night 2 of the chorus: ")) }
  }
}

@Suite("Those who are to dream together")
struct ChorusSeatTests {
  private func wish(_ names: [String], at now: Double = 100, over: Double = 4) -> DesiredState.Wish {
    var wish = DesiredState.Wish()
    wish.night = "a"
    wish.seat(names, at: now, over: over)
    return wish
  }

  @Test("who is named comes over its time, who is not goes over the next one's, and is forgotten then")
  func comeAndGo() {
    var wish = wish(["b", "c"])
    #expect(wish.chorus.map(\.night) == ["b", "c"] && wish.chorus[0].presence.value(at: 102) == 0.5)
    wish.seat(["b"], at: 102, over: 2)
    #expect(wish.chorus[1].presence.value(at: 102) == 0.5 && wish.chorus[1].presence.value(at: 104) == 0)
    #expect(wish.chorus[0].presence.value(at: 104) == 1, "who stays comes on as before")
    wish.seat(["b"], at: 105, over: 0)
    #expect(wish.chorus.map(\.night) == ["b"])
    wish.seat(["d", "e"], at: 106, over: 1)
    #expect(wish.chorus.map(\.night) == ["d", "e"] && wish.chorus[0].presence.value(at: 106) == 1)
  }

  @Test("a night is dreamt once")
  func once() { #expect(wish(["b", "a", "b", "c"]).chorus.map(\.night) == ["b", "c"]) }

  @Test("a message names them, an empty list lets them go, and what is no list is said and changes nothing")
  func messages() {
    func read(_ json: String, over before: DesiredState) -> DesiredReader.Reading {
      DesiredReader.read(Array(json.utf8), over: before, nowUnixSeconds: 50)
    }
    let first = read(#"{"dream":{"night":"a","chorus":["b","c"],"reports":true},"over":3}"#, over: DesiredState())
    #expect(first.warnings == [] && first.state.wish.nightNames == ["a", "b", "c"] && first.state.wish.tellsReports)
    let kept = read(#"{"dream":{"stage":"REM"}}"#, over: first.state)
    #expect(kept.state.wish.nightNames == ["a", "b", "c"] && kept.state.wish.tellsReports)
    let gone = read(#"{"dream":{"chorus":null,"reports":null}}"#, over: first.state)
    #expect(gone.state.wish.nightNames == ["a"] && !gone.state.wish.tellsReports && gone.warnings == [])
    for chorus in [#""b""#, "[1]", #"["../b"]"#, #"["1","2","3","4","5","6","7","8"]"#] {
      let refused = read(#"{"dream":{"chorus":\#(chorus)}}"#, over: first.state)
      #expect(refused.warnings.count == 1 && refused.state.wish == first.state.wish, "\(chorus)")
    }
    #expect(read(#"{"dream":{"reports":1}}"#, over: first.state).warnings.count == 1)
  }

  @Test("a state that was kept before there were choruses is read as one without")
  func older() throws {
    var object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(wish(["b"]))) as? [String: Any])
    object["chorus"] = nil
    object["tellsReports"] = nil
    let read = try JSONDecoder().decode(
      DesiredState.Wish.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(read.night == "a" && read.chorus.isEmpty && !read.tellsReports)
  }
}
