import ArgumentParser
import Endings
import Foundation
import Show
import Testing

@testable import OperatorDesk

/// Monday 9 June 2025, 12:00:00 in Paris.
let noon = WallInstant(milliseconds: 1_749_463_200_000)

/// What a command line sends, with `--id x` added.
func message(_ line: String) throws -> String {
  let command = try Regie.parseAsRoot(parserWords(words(line) + ["--id", "x"]))
  let act = try #require(command as? any ActCommand, "\(line) sends nothing")
  return try act.payload(now: noon, zone: TimeZone(identifier: "Europe/Paris") ?? .gmt).json.description
}

/// A command line's words; those in single quotes hold together.
func words(_ line: String) -> [String] {
  line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
    index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
  }
}

/// How the parser refuses a command line: its status and its words.
func refusal(_ line: String) -> (status: Int32, text: String)? {
  do {
    _ = try Regie.parseAsRoot(parserWords(words(line)))
    return nil
  } catch {
    return (Regie.exitCode(for: error).rawValue, Regie.fullMessage(for: error))
  }
}

@Suite("Grammar")
struct GrammarTests {
  @Test(
    "every command of the contract makes its message",
    arguments: [
      ("ping", #"{"id":"x","do":"ping"}"#),
      ("go onirica descent", #"{"id":"x","do":"go","artwork":"onirica","scene":"descent"}"#),
      ("go onirica", #"{"id":"x","do":"go","artwork":"onirica"}"#),
      ("go ifm guided-tour --for 45m", #"{"id":"x","do":"go","artwork":"ifm","scene":"guided-tour","for":"45m"}"#),
      ("next onirica", #"{"id":"x","do":"next","artwork":"onirica"}"#),
      ("back onirica", #"{"id":"x","do":"back","artwork":"onirica"}"#),
      ("restart onirica", #"{"id":"x","do":"restart","artwork":"onirica"}"#),
      ("skip onirica", #"{"id":"x","do":"skip","artwork":"onirica"}"#),
      ("hold onirica --for 10m", #"{"id":"x","do":"hold","artwork":"onirica","for":"10m"}"#),
      ("resume onirica", #"{"id":"x","do":"resume","artwork":"onirica"}"#),
      ("stop onirica", #"{"id":"x","do":"stop","artwork":"onirica","how":"graceful"}"#),
      ("stop onirica --how now", #"{"id":"x","do":"stop","artwork":"onirica","how":"now"}"#),
      ("mode onirica manual", #"{"id":"x","do":"mode","artwork":"onirica","mode":"manual"}"#),
      ("mode onirica auto", #"{"id":"x","do":"mode","artwork":"onirica","mode":"auto"}"#),
      (
        "out-of-order onirica --note 'lamp broken'",
        #"{"id":"x","do":"mode","artwork":"onirica","mode":"out-of-order","note":"lamp broken"}"#
      ),
      ("back-in-order onirica", #"{"id":"x","do":"mode","artwork":"onirica","mode":"auto"}"#),
      ("blackout on", #"{"id":"x","do":"blackout","on":true}"#),
      ("blackout off", #"{"id":"x","do":"blackout","on":false}"#),
      ("grand-master 40%", #"{"id":"x","do":"grand-master","value":0.4}"#),
      ("mute on", #"{"id":"x","do":"mute","on":true}"#),
      ("mute off garden", #"{"id":"x","do":"mute","on":false,"zone":"garden"}"#),
      ("master garden -12.5", #"{"id":"x","do":"master","zone":"garden","gain":-12.5}"#),
      ("master garden auto", #"{"id":"x","do":"master","zone":"garden"}"#),
      ("hall open", #"{"id":"x","do":"hall","to":"open"}"#),
      ("hall cleaning --for 1h30m", #"{"id":"x","do":"hall","to":"cleaning","for":"1h30m"}"#),
      ("hall auto", #"{"id":"x","do":"hall","to":"auto"}"#),
      ("release alarm", #"{"id":"x","do":"release","alarm":true}"#),
      ("release wash.level", #"{"id":"x","do":"release","device":"wash","property":"level"}"#),
      ("arm onirica slumber/1", #"{"id":"x","do":"arm","artwork":"onirica","trigger":"slumber/1"}"#),
      ("disarm onirica quiet", #"{"id":"x","do":"disarm","artwork":"onirica","trigger":"quiet"}"#),
      ("sense crowd 9", #"{"id":"x","do":"sense","sensor":"crowd","value":9}"#),
      ("sense presence true", #"{"id":"x","do":"sense","sensor":"presence","value":true}"#),
      ("sense door open", #"{"id":"x","do":"sense","sensor":"door","value":"open"}"#),
      (#"sense door '"true"'"#, #"{"id":"x","do":"sense","sensor":"door","value":"true"}"#),
      ("sense thermometer -3.5", #"{"id":"x","do":"sense","sensor":"thermometer","value":-3.5}"#),
      ("reload", #"{"id":"x","do":"reload"}"#), ("rollback", #"{"id":"x","do":"rollback"}"#),
    ])
  func messages(line: String, json: String) throws {
    #expect(try message(line) == json)
  }

  @Test(
    "values are read by the property they are for",
    arguments: [
      ("house.power on", "true"), ("house.power false", "false"), ("voice.gain -12", "-12"),
      ("wash.level .5", "0.5"), ("wash.color ff8800", ##""#ff8800""##), ("wash.color '#FF8800'", ##""#ff8800""##),
      ("label.slate 12", #""12""#), ("label.slate 'Back at \"two\"'", #""Back at \"two\"""#),
    ])
  func values(words: String, json: String) throws {
    let parts = words.prefix { $0 != " " }.split(separator: ".")
    let expected = #"{"id":"x","do":"override","device":"\#(parts[0])","property":"\#(parts[1])","value":\#(json)}"#
    #expect(try message("override \(words)") == expected)
  }

  @Test("an end is a length of time, the next such time of day, an instant or the next opening")
  func ends() throws {
    let paris = try #require(TimeZone(identifier: "Europe/Paris"))
    func end(_ words: String) throws -> CommandEnd? {
      try EndOptions.parse(words.split(separator: " ").map(String.init)).end(now: noon, zone: paris)
    }
    #expect(try end("") == nil)
    #expect(try end("--for 90s") == .after(.seconds(90)))
    #expect(try end("--until 18:00") == .until(noon + .hours(6)))
    #expect(try end("--until 11:59") == .until(noon + .hours(24) + .minutes(-1)))
    #expect(try end("--until 2025-06-09T18:00:00+02:00") == .until(noon + .hours(6)))
    #expect(try end("--until next-opening") == .nextOpening)
  }

  @Test("a command expires after a length of time, or at an instant")
  func expiry() throws {
    #expect(try message("ping --expires 30s") == #"{"id":"x","do":"ping","expires":"2025-06-09T10:00:30.000Z"}"#)
    let instant = "2025-06-09T18:00:00+02:00"
    #expect(try message("ping --expires \(instant)") == #"{"id":"x","do":"ping","expires":"2025-06-09T16:00:00.000Z"}"#)
  }

  @Test("every command has an id of its own")
  func ids() throws {
    let ids = (0..<1000).map { _ in CommandPayload.freshID() }
    #expect(Set(ids).count == 1000)
    #expect(ids.allSatisfy { OperatorName.isWellFormed($0) })
  }
}

@Suite("Bad command lines")
struct BadGrammarTests {
  @Test(
    "what cannot be meant is refused with 64 and the way out, before anything is sent",
    arguments: [
      ("fly onirica", "fly"), ("go", "<artwork>"), ("go on/irica", "is not a name"), ("go onirica +", "is not a name"),
      ("hold onirica --for soon", "write for example 90s"), ("hold onirica --for 0s", "write for example 90s"),
      ("hold onirica --until noon", "write a time such as 18:00"),
      ("hold onirica --for 5m --until 18:00", "exclude each other"), ("hall auto --for 5m", "no --for"),
      ("mode onirica auto --until 18:00", "no --for"), ("mode onirica stopped", "'auto', 'manual' or 'out-of-order'"),
      ("hall closed", "ask for open, close or auto"), ("blackout dim", "'on' and 'off'"),
      ("grand-master 140%", "give 0 to 1"), ("grand-master dim", "is no level"),
      ("master garden 13", "give decibels from -100 to 12"), ("master garden loud", "is no master"),
      ("master garden auto --for 5m", "it has no --for"),
      ("override wash 3", "wash.level"),
      ("override wash.LEVEL 3", "is not a property"), ("override wash.level bright", "is a number"),
      ("override wash.level nan", "is a number"), ("override house.power maybe", "on or off"),
      ("override wash.color red", "ff8800"), ("override screen.dream x", "cannot be overridden"),
      ("release wash", "wash.level"), ("arm onirica a/b/c", "SCENE/NUMBER"), ("stop onirica --how softly", "afterloop"),
      ("ping --id 'a b'", "A-Z"), ("ping --timeout never", "write for example 90s"),
      ("ping --timeout 1d", "at most 10m"), ("ping --hall hall/#", "hall/7.1"), ("ping --user a/b", "is not a name"),
      ("ping --expires later", "write a time"), ("status --watch --journal x", "leave --journal out"),
      ("journal export --csv --json", "exclude each other"), ("journal export --limit 0", "at least 1"),
      ("journal check a --journal b", "twice"),
    ])
  func refused(line: String, words: String) throws {
    let found = try #require(refusal(line), "\(line) was taken")
    #expect(found.status == ExitStatus.usage.rawValue)
    #expect(found.text.contains(words), "\(line): \(found.text)")
  }

  @Test("a note of 280 characters is taken, a longer one is not")
  func notes() {
    #expect(refusal("ping --note '\(String(repeating: "é", count: 280))'") == nil)
    #expect(refusal("ping --note '\(String(repeating: "é", count: 281))'")?.text.contains("shorten") == true)
  }
}
