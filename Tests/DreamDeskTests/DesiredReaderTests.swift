import Foundation
import Screens
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Reading a desired state")
struct DesiredReaderTests {
  private let now = 1_750_000_000.0

  private func read(_ json: String, over before: DesiredState = DesiredState()) -> DesiredReader.Reading {
    DesiredReader.read(Array(json.utf8), over: before, nowUnixSeconds: now)
  }

  @Test("the contract's example is read to the letter")
  func example() {
    let reading = read(
      #"""
      {"rev":17, "at":"2025-06-10T09:12:33.120Z", "dream":{"night":"demo", "stage":"REM", "from":null, "speed":60, \#
      "seed":7}, "brightness":1, "over":10}
      """#)
    #expect(reading.warnings == [])
    let state = reading.state
    #expect(state.rev == 17)
    #expect(abs(state.atUnixSeconds - 1_749_546_753.12) < 1e-6)
    #expect(state.picture == .dream)
    #expect(state.wish.night == "demo" && state.wish.stage == "REM" && state.wish.from == nil)
    #expect(state.wish.speed == 60 && state.wish.seed == 7)
    #expect(state.brightness == 1 && state.overSeconds == 10)
  }

  @Test("fields that a message does not name keep their value")
  func kept() {
    let first = read(#"{"rev":1,"dream":{"night":"a","stage":"N3","speed":30,"seed":9},"brightness":0.5}"#).state
    let second = read(#"{"rev":2,"dream":{"stage":"REM"}}"#, over: first).state
    #expect(second.wish.night == "a" && second.wish.stage == "REM" && second.wish.speed == 30)
    #expect(second.wish.seed == 9 && second.brightness == 0.5 && second.picture == .dream)
    let third = read(#"{"rev":3,"dream":{"from":120}}"#, over: second).state
    #expect(third.wish.stage == nil && third.wish.from == 120)
  }

  @Test("a dream's own instant wins over the message's, and sets where the night is")
  func instants() {
    let state = read(
      #"{"at":"2025-06-10T10:00:00Z","dream":{"night":"a","from":100,"speed":10,"at":"2025-06-10T09:00:00Z"}}"#
    ).state
    // from + speed·(now − at) = speed·(now − anchor)
    let later = state.wish.atUnixSeconds + 60
    #expect(state.wish.speed * (later - state.anchorUnixSeconds()) == 700)
  }

  @Test("slate covers still, still covers dream, and stop is dark")
  func order() {
    let dreaming = read(#"{"dream":{"night":"a"}}"#).state
    let still = read(#"{"still":"x/y.jpg"}"#, over: dreaming).state
    #expect(still.picture == .still("x/y.jpg"))
    #expect(read(#"{"still":"x/y.jpg","slate":"back soon"}"#).state.picture == .slate("back soon"))
    #expect(read(#"{"dream":{"stage":"N2"}}"#, over: still).state.picture == .dream)
    #expect(read(#"{"still":null}"#, over: still).state.picture == .dream)
    #expect(read(#"{"dream":{"stop":true},"over":5}"#, over: dreaming).state.picture == .dark)
    #expect(read(#"{"brightness":0.2}"#, over: dreaming).state.picture == .dream)
  }

  @Test(
    "what cannot be used changes nothing but what it names, and is reported",
    arguments: [
      "", "nonsense", "[]", "3", "{", #"{"dream":7}"#, #"{"dream":{"night":"../../etc/passwd"}}"#,
      #"{"dream":{"night":"/etc/passwd"}}"#, #"{"dream":{"night":".hidden"}}"#, #"{"dream":{"stage":"N9"}}"#,
      #"{"dream":{"speed":-1}}"#, #"{"dream":{"speed":true}}"#, #"{"dream":{"seed":1e30}}"#,
      #"{"dream":{"stop":"yes"}}"#, #"{"brightness":2}"#, #"{"brightness":"bright"}"#, #"{"over":-3}"#,
      #"{"at":"yesterday"}"#, #"{"still":7}"#, #"{"unheard-of":1}"#,
    ])
  func bad(payload: String) {
    let before = read(#"{"rev":4,"dream":{"night":"a","stage":"N3"},"brightness":0.5}"#).state
    let reading = read(payload, over: before)
    #expect(reading.warnings.isEmpty == false)
    #expect(reading.state.wish == before.wish)
    #expect(reading.state.brightness == before.brightness)
    #expect(reading.state.picture == before.picture)
    #expect(reading.warnings.allSatisfy { !$0.contains("passwd") && !$0.contains("yesterday") })
  }

  @Test("a screen of stills: a folder that is walked through keeps its beginning until it becomes another")
  func walks() {
    let first = read(
      #"{"rev":1,"at":"2025-06-10T09:00:00Z","mode":"stills","stills":{"folder":"garden/flowers","every":6,"seed":4}}"#)
    #expect(first.warnings == [] && first.state.mode == .stills && first.state.picture == .dream)
    #expect(first.state.garden.way.atUnixSeconds == 1_749_546_000)
    let later = read(#"{"rev":2,"growth":0.5,"stills":{"folder":"garden/flowers","motion":0.4}}"#, over: first.state)
      .state
    #expect(
      later.garden.way.atUnixSeconds == 1_749_546_000 && later.garden.motion == 0.4 && later.garden.way.every == 6)
    let other = read(#"{"stills":{"items":["a/1.png","a/2.png"]}}"#, over: later).state
    #expect(
      other.garden.way.atUnixSeconds == now && other.garden.way.folder == nil && other.garden.way.items.count == 2)
    #expect(read(#"{"dream":{"stop":true}}"#, over: other).state.picture == .dark)
    #expect(read(#"{"slate":"soon"}"#, over: other).state.picture == .slate("soon"))
    #expect(read(#"{"mode":"dream","dream":{"night":"a"}}"#, over: other).state.picture == .dream)
    #expect(read(#"{"mode":"dream"}"#, over: other).state.picture == .dark, "there is no night to dream")
  }

  @Test("a still that is named covers the walk, comes over its own time, and does not come again when it is said again")
  func namedStills() {
    let state = read(#"{"mode":"stills","still":"a.jpg","over":3,"at":"2025-06-10T09:00:00Z"}"#).state
    #expect(
      state.picture == .still("a.jpg") && state.stillAtUnixSeconds == 1_749_546_000 && state.stillOverSeconds == 3)
    let again = read(#"{"mode":"stills","still":"a.jpg","over":9,"brightness":0.5}"#, over: state).state
    #expect(again.stillAtUnixSeconds == 1_749_546_000 && again.stillOverSeconds == 3)
    let other = read(
      #"{"still":"b.jpg","over":9,"fades":{"still":{"at":"2025-06-10T10:00:00Z","over":4}}}"#, over: again
    ).state
    #expect(other.stillAtUnixSeconds == 1_749_549_600 && other.stillOverSeconds == 4)
    #expect(read(#"{"still":null}"#, over: other).state.picture == .dream)
  }

  @Test("growth and night go on their way from where they are, or from where a fade says")
  func ramps() {
    let state = read(#"{"growth":0.5,"night":1,"over":10,"at":"2025-06-10T09:00:00Z"}"#).state
    let start = 1_749_546_000.0
    #expect(state.growth.value(at: start) == 1 && state.growth.value(at: start + 10) == 0.5)
    #expect(state.night.value(at: start) == 0 && state.night.value(at: start + 10) == 1)
    let same = read(#"{"growth":0.5,"over":2,"at":"2025-06-10T09:00:05Z"}"#, over: state).state
    #expect(same.growth == state.growth, "said again it is still on its way")
    let fade = read(
      #"{"growth":0,"over":1,"fades":{"growth":{"from":0.8,"at":"2025-06-10T09:00:00Z","over":20,"curve":"linear"}}}"#,
      over: state
    ).state.growth
    #expect(fade == Ramp(from: 0.8, to: 0, sinceUnixSeconds: start, overSeconds: 20, curve: .linear))
    #expect(abs(fade.value(at: start + 5) - 0.6) < 1e-9, "straight")
    #expect(state.growth.value(at: start + 2.5) > 0.9, "softly")
    let curved = read(
      #"{"growth":0,"brightness":0.2,"over":4,"curve":"ease-in","at":"2025-06-10T09:00:20Z"}"#, over: state)
    #expect(curved.state.curve == .easeIn && curved.state.growth.curve == .easeIn && curved.warnings.isEmpty)
    #expect(read(#"{"brightness":0.2,"over":4,"curve":"zigzag"}"#).warnings.count == 1)
  }

  @Test(
    "what a screen of stills cannot use is reported, and changes nothing",
    arguments: [
      #"{"mode":"film"}"#, #"{"mode":3}"#, #"{"stills":7}"#, #"{"stills":{"folder":"../up"}}"#,
      #"{"stills":{"folder":"/etc"}}"#, #"{"stills":{"items":["a.png","../passwd"]}}"#, #"{"stills":{"every":0}}"#,
      #"{"stills":{"fit":"stretch"}}"#, #"{"stills":{"transition":"wipe"}}"#, #"{"stills":{"motion":2}}"#,
      #"{"stills":{"fps":0}}"#, #"{"growth":1.5}"#, #"{"night":"dark"}"#,
      #"{"stills":{"items":"a.png"}}"#,
    ])
  func badStills(payload: String) {
    let before = read(#"{"mode":"stills","stills":{"folder":"flowers"},"growth":0.5}"#).state
    let reading = read(payload, over: before)
    #expect(reading.warnings.isEmpty == false && reading.warnings.allSatisfy { !$0.contains("passwd") })
    #expect(reading.state.garden == before.garden && reading.state.mode == before.mode)
    #expect(reading.state.growth == before.growth && reading.state.night == before.night)
    #expect(reading.state.picture == before.picture)
  }

  @Test("a state that was kept before there were modes is a dream's")
  func olderState() throws {
    let folder = try TestFolder()
    let kept =
      #"{"atUnixSeconds":5,"picture":{"dream":{}},"wish":{"speed":1,"seed":1,"atUnixSeconds":5},"#
      + #""brightness":0.5,"overSeconds":0}"#
    try kept.write(toFile: "\(folder.path)/wall.json", atomically: true, encoding: .utf8)
    let state = try #require(ScreenStateFile(path: "\(folder.path)/wall.json").load())
    #expect(state.mode == .dream && state.picture == .dream && state.growth == Ramp(1) && state.brightness == 0.5)
  }

  @Test("a message longer than 64 KiB is refused")
  func long() {
    let payload = [UInt8](repeating: 32, count: 65_537)
    #expect(DesiredReader.read(payload, over: DesiredState(), nowUnixSeconds: now).warnings.count == 1)
  }

  @Test("a state that is kept comes back as it was")
  func stateFile() throws {
    let path = "/tmp/screen-state-\(UInt64.random(in: 0...UInt64.max)).json"
    let file = ScreenStateFile(path: path)
    defer { WholeFile.remove(path) }
    #expect(file.load() == nil)
    let state = read(#"{"rev":4,"dream":{"night":"a","stage":"N3","speed":30},"brightness":0.5}"#).state
    #expect(file.save(state))
    #expect(file.load() == state)
  }

  @Test("instants are read with fractions and offsets, and nonsense is none")
  func rfc3339() {
    #expect(InstantText.unixSeconds("1970-01-01T00:00:00Z") == 0)
    #expect(InstantText.unixSeconds("2024-02-29T12:00:00+02:00") == 1_709_200_800)
    #expect(InstantText.unixSeconds("2025-06-10T09:12:33.5-00:30") == 1_749_548_553.5)
    for text in ["", "2025-13-01T00:00:00Z", "2025-06-10", "2025-06-10T09:12:33", "2025-06-10T25:12:33Z"] {
      #expect(InstantText.unixSeconds(text) == nil, "\(text)")
    }
  }

  @Test("the report is the contract's, with nothing that a text could break out of")
  func report() {
    let report = ActualReport(
      rev: 17, state: "dreaming", night: "demo", stage: "REM", position: 4990.44, width: 1920, height: 1080,
      internalWidth: 1920, internalHeight: 1080, framesPerSecond: 60, p50: 7.1, p99: 8.9, longest: 12.34,
      buckets: [0, 0, 0, 3000, 4] + [UInt32](repeating: 0, count: 8) + [1], missed: 0, interventions: 0,
      warnings: ["a \"quoted\" \u{7} word"])
    #expect(
      report.text == #"""
        {"rev":17, "state":"dreaming", "night":"demo", "stage":"REM", "position":4990.4, "size":"1920x1080", \#
        "internal":"1920x1080", "renderer":"cpu", "fps":60, "frame_ms":{"p50":7.1, "p99":8.9, "max":12.3, \#
        "histogram":[[8, 3000], [10, 4], [null, 1]]}, "missed":0, \#
        "limiter":{"interventions":0}, "warnings":["a \"quoted\" ? word"]}
        """#)
  }
}
