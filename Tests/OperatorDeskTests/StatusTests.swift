import Foundation
import Show
import Testing

@testable import OperatorDesk

private let topics = HallTopics(base: "hall/7.1", user: "desk")

/// What a broker keeps of a hall: texts by topic below the base.
private func status(
  _ texts: [String: String], broker: HallLink.LinkState = .connected, at now: WallInstant = noon
) -> Status {
  let retained = Dictionary(uniqueKeysWithValues: texts.map { ("hall/7.1/\($0.key)", Array($0.value.utf8)) })
  return Status(retained: retained, topics: topics, broker: ("mqtt://broker:1883", broker), now: now)
}

private let wellHall = [
  "controller": """
  {"state":"online","ready":true,"version":"1","since":"2025-06-09T07:00:00Z","node":"hall-a","timezone":"Europe/Paris","warnings":[]}
  """,
  "state": """
  {"phase":"open","by":"schedule","until":null,"blackout":false,"alarm":false,\
  "next":{"phase":"closing","at":"2025-06-09T16:30:00Z"}}
  """,
  "artwork/onirica/state": """
  {"scene":"descent","since":"2025-06-09T09:55:48Z","cue":2,"position":12.5,"at":"2025-06-09T10:00:00Z","mode":"auto",\
  "until":null,"overridden":[],"health":"ok","reason":null,"seq":1042}
  """,
  "device/onirica-screen/desired": """
  {"rev":17,"at":"2025-06-09T09:55:48Z","dream":{"night":"demo","stage":"REM","from":null,"speed":60,"seed":7},\
  "brightness":1,"over":10,"curve":"linear"}
  """,
  "device/onirica-screen/actual": #"{"rev":17,"state":"dreaming","night":"demo","fps":60,"warnings":[]}"#,
  "device/onirica-screen/availability": "online",
  "device/wash/desired": ##"{"rev":16,"at":"2025-06-09T09:55:48Z","color":"#0a1230","level":1,"over":0}"##,
]

@Suite("Status")
struct StatusTests {
  @Test("a hall in which all is well")
  func well() throws {
    let status = status(wellHall)
    #expect(status.isHealthy)
    #expect(status.devices.map(\.isConfirmed) == [true, nil])
    try golden("status.txt", printed(status.lines(on: .none)) + "\n")
    try golden("status.json", status.json.indented + "\n")
  }

  @Test("a hall in which much is wrong, in colour")
  func unwell() throws {
    var texts = wellHall
    texts["controller"] = """
      {"state":"online","ready":true,"version":"1","since":null,"node":"hall-a","timezone":"Europe/Paris","warnings":[\
      {"id":"journal-degraded","text":"the disk is full","since":"2025-06-09T09:59:00Z"},\
      {"id":"device-offline:label","text":"label is away","since":"2025-06-08T09:59:00Z"}]}
      """
    texts["state"] = """
      {"phase":"cleaning","by":"operator","until":"2025-06-09T11:00:00Z","blackout":true,"alarm":true,"next":null}
      """
    texts["artwork/ifm/state"] = """
      {"scene":null,"since":null,"cue":null,"position":0,"at":null,"mode":"held","until":"2025-06-09T10:10:00Z",\
      "overridden":["wash.level"],"health":"degraded","reason":"label is away; nobody knows","seq":5}
      """
    texts["artwork/fia/state"] = #"{"scene":null,"mode":"out-of-order","health":"unavailable","reason":"fia.yaml:3:1"}"#
    texts["device/onirica-screen/actual"] = #"{"rev":16,"state":"dreaming"}"#
    texts["device/label/availability"] = "offline"
    let status = status(texts, broker: .lost("it was silent"))
    let terminal = Terminal(isInteractive: true, hasColor: true, columns: 100, rows: 40)
    #expect(
      status.problems == [
        "broker is lost", "journal is degraded", "an alarm is latched", "ifm is degraded", "journal-degraded",
        "device-offline:label",
      ])
    #expect(status.devices.map(\.isConfirmed) == [nil, false, nil])
    try golden("status-unwell.txt", printed(status.lines(on: terminal)) + "\n")
  }

  @Test("a hall of which nothing is known is not healthy")
  func unknown() {
    let status = status([:])
    #expect(status.isHealthy == false)
    #expect(status.links.map(\.state) == ["connected", "unknown"])
  }

  @Test("a daemon that is offline is not healthy, whatever else the broker keeps")
  func offline() {
    var texts = wellHall
    texts["controller"] = #"{"state":"offline","ready":false,"version":"1","since":null,"node":"hall-a","warnings":[]}"#
    #expect(status(texts).problems == ["regied is offline"])
  }

  @Test(
    "what anybody may have written to a topic is shown as far as it is understood, and does no harm",
    arguments: [
      "", "nonsense", "[1,2", "null", "[]", #"{"phase":7,"by":[]}"#, #"{"warnings":[1,null,{"id":3}]}"#,
      #"{"rev":1e300,"level":"a"}"#, #"{"rev":"x","dream":[[[]]]}"#, "{\"state\":\"\u{1B}[31m\\u001b]0;x\\u0007\"}",
      String(repeating: "[", count: 5000),
    ])
  func hostile(text: String) {
    var texts: [String: String] = [:]
    for topic in wellHall.keys { texts[topic] = text }
    texts["artwork/a/b/c/state"] = text
    let status = status(texts)
    let lines = status.lines(on: .none)
    #expect(status.isHealthy == false)
    #expect(lines.joined().contains("\u{1B}") == false)
    #expect(JSON(parsing: status.json.indented.utf8) != nil)
  }
}

@Suite("Tables")
struct TableTests {
  @Test("columns are as wide as their widest cell, wide characters counted double")
  func widths() {
    var table = Table(["name", "what"])
    table.add(["a", "first"])
    table.add(["夢の庭", "second"])
    #expect(table.lines(on: .none) == ["name    what", "a       first", "夢の庭  second"])
  }

  @Test("the last column is cut at the edge of the terminal")
  func clipping() {
    var table = Table(["", ""])
    table.add(["name", "a text that is much too long"])
    let narrow = Terminal(isInteractive: true, hasColor: false, columns: 20, rows: 10)
    #expect(table.lines(on: narrow) == ["name  a text that i…"])
  }

  @Test("control characters of others never reach the terminal")
  func control() {
    #expect(printable("a\u{1B}[2Jb\u{9B}c\nd\te") == "a\u{FFFD}[2Jb\u{FFFD}c d e")
  }

  @Test("JSON text is written as it is read", arguments: ["null", "-0.5", #"{"a":[1,true,"\"\\\n"],"b":{}}"#, #""é""#])
  func json(text: String) throws {
    let value = try #require(JSON(parsing: text.utf8))
    #expect(value.description == text)
    #expect(JSON(parsing: value.indented.utf8) == value)
  }
}

@Suite("Replies")
struct ReplyTests {
  @Test("what came of a command, or why nothing did")
  func replies() throws {
    let done = try #require(HallReply(Array(#"{"id":"x","ok":true,"seq":7,"effect":"onirica: a → b"}"#.utf8), to: "x"))
    #expect(done.effect == "onirica: a → b" && done.refusal == nil)
    let unjournalled = try #require(HallReply(Array(#"{"id":"x","ok":true,"seq":null,"effect":"dark"}"#.utf8), to: "x"))
    #expect(unjournalled.effect == "dark (not journalled: the journal is degraded)")
    let text =
      #"{"id":"x","ok":false,"error":{"code":"unknown-scene","message":"no scene b","hint":"did you mean a?"}}"#
    let refused = try #require(HallReply(Array(text.utf8), to: "x"))
    #expect(refused.refusal == "refused: no scene b — did you mean a? (unknown-scene)" && refused.effect == nil)
  }

  @Test(
    "what is no answer to this command is none",
    arguments: ["", "ok", "{}", #"{"id":"y","ok":true,"seq":1}"#, #"{"id":"x","ok":"yes"}"#])
  func noReply(text: String) {
    #expect(HallReply(Array(text.utf8), to: "x") == nil)
  }
}

@Suite("Preflight")
struct PreflightTests {
  @Test("a hall in which all is well is ready to open")
  func green() throws {
    let preflight = Preflight(status(wellHall))
    #expect(preflight.isGreen)
    #expect(preflight.items.allSatisfy { $0.verdict == .ready && $0.remedy == nil })
    try golden("preflight.txt", printed(preflight.lines(on: .none)) + "\n")
  }

  @Test("each thing that is not as it should be is named with its way out, what is missing first")
  func red() throws {
    var texts = wellHall
    texts["controller"] = """
      {"state":"online","ready":true,"version":"1","since":null,"node":"hall-a","timezone":"Europe/Paris","warnings":[\
      {"id":"sensor-stale:garden-count","text":"garden-count is not read any more","since":"2025-06-08T09:59:00Z"},\
      {"id":"device-offline:label","text":"label is away","since":"2025-06-08T09:59:00Z"},\
      {"id":"device-silent:wash","text":"wash does not confirm what it is to be","since":"2025-06-08T09:59:00Z"}]}
      """
    texts["state"] = """
      {"phase":"closed","by":"operator","until":null,"blackout":true,"alarm":true,"next":null,"grand_master":0.4}
      """
    texts["artwork/ifm/state"] = #"{"scene":null,"mode":"held","overridden":["wash.level"],"health":"ok"}"#
    texts["artwork/fia/state"] = #"{"scene":null,"mode":"out-of-order","health":"unavailable","reason":"fia.yaml:3:1"}"#
    texts["device/onirica-screen/actual"] = #"{"rev":16,"state":"dreaming"}"#
    texts["device/beamer/desired"] = #"{"rev":3,"power":true}"#
    texts["device/beamer/actual"] = #"{"rev":3,"state":"warming"}"#
    texts["device/label/availability"] = "offline"
    let preflight = Preflight(status(texts))
    #expect(preflight.isGreen == false)
    let missing = preflight.items.filter { $0.verdict == .missing }.map(\.subject)
    #expect(
      missing == [
        "programme", "blackout", "alarm", "grand master", "fia", "ifm", "beamer", "label", "onirica-screen", "wash",
      ])
    #expect(preflight.items.contains { $0.verdict == .notice && $0.subject == "garden-count" })
    #expect(preflight.items.filter { $0.verdict != .ready }.allSatisfy { $0.remedy?.isEmpty == false })
    try golden("preflight-unready.txt", printed(preflight.lines(on: .none)) + "\n")
    try golden("preflight-unready.json", preflight.json.indented + "\n")
  }

  @Test("a device that is away without a warning of the daemon's is off, and may be so")
  func asleep() throws {
    var texts = wellHall
    texts["device/tower/desired"] = #"{"rev":20,"power":false}"#
    texts["device/tower/actual"] = #"{"rev":18,"state":"on"}"#
    texts["device/tower/availability"] = "offline"
    let sleeping = status(texts)
    #expect(sleeping.isHealthy && Preflight(sleeping).isGreen)
    #expect(sleeping.lines(on: .none).contains { $0.contains("tower") && $0.contains("away") })
    texts["controller"] = #"{"state":"offline","ready":false,"node":"hall-a","warnings":[]}"#
    #expect(Preflight(status(texts)).items.contains { $0.subject == "tower" && $0.verdict == .missing })
  }

  @Test("a hall of which nothing is known is not ready")
  func unknown() { #expect(Preflight(status([:])).isGreen == false) }
}
