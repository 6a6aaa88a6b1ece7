import Foundation
import Sequencer
import Show
import Testing

@testable import ControlRoom

@Suite("Commands are read to the letter") struct CommandReaderTests {
  private func read(_ text: String) throws -> Command {
    try read(Array(text.utf8))
  }

  private func read(_ payload: [UInt8]) throws -> Command {
    do {
      return try CommandReader(CommandEnvelope(payload)).command(by: "lead")
    } catch let error as CommandEnvelope.Refused {
      throw error.refusal
    }
  }

  private func code(_ text: String) -> Refusal.Code? { code(Array(text.utf8)) }

  private func code(_ payload: [UInt8]) -> Refusal.Code? {
    do {
      _ = try read(payload)
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test(
    "the contract's example is read",
    arguments: [
      (
        #"{"id":"5f0c-1", "do":"go", "artwork":"onirica", "scene":"descent", "expires":"2025-06-10T09:31:00Z"}"#,
        CommandAct.go("onirica", "descent")
      ),
      (#"{"id":"1","do":"ping"}"#, .ping), (#"{"id":"1","do":"go","artwork":"ifm"}"#, .go("ifm", nil)),
      (#"{"id":"1","do":"next","artwork":"ifm"}"#, .next("ifm")),
      (#"{"id":"1","do":"back","artwork":"ifm"}"#, .back("ifm")),
      (#"{"id":"1","do":"restart","artwork":"ifm"}"#, .restart("ifm")),
      (#"{"id":"1","do":"skip","artwork":"ifm"}"#, .skip("ifm")),
      (#"{"id":"1","do":"hold","artwork":"ifm"}"#, .hold("ifm")),
      (#"{"id":"1","do":"resume","artwork":"ifm"}"#, .resume("ifm")),
      (#"{"id":"1","do":"stop","artwork":"ifm","how":"now"}"#, .stop("ifm", .now)),
      (#"{"id":"1","do":"mode","artwork":"ifm","mode":"out-of-order"}"#, .mode("ifm", .outOfOrder)),
      (#"{"id":"1","do":"blackout","on":true}"#, .blackout(on: true)),
      (#"{"id":"1","do":"hall","to":"close"}"#, .hall(.close)),
      (#"{"id":"1","do":"hall","to":"cleaning"}"#, .hall(.mode("cleaning"))),
      (#"{"id":"1","do":"release","alarm":true}"#, .releaseAlarm),
      (#"{"id":"1","do":"release","device":"wash","property":"level"}"#, .release(PropertyPath("wash", .level))),
      (
        #"{"id":"1","do":"override","device":"wash","property":"level","value":0.5}"#,
        .override(PropertyPath("wash", .level), .number(0.5))
      ),
      (#"{"id":"1","do":"arm","artwork":"ifm","trigger":"slumber/1"}"#, .arm("ifm", "slumber/1", true)),
      (#"{"id":"1","do":"disarm","artwork":"ifm","trigger":"x"}"#, .arm("ifm", "x", false)),
      (#"{"id":"1","do":"sense","sensor":"s","value":true}"#, .sense("s", .flag(true))),
      (#"{"id":"1","do":"reload"}"#, .reload), (#"{"id":"1","do":"rollback"}"#, .rollback),
    ])
  func example(_ text: String, _ act: CommandAct) throws {
    #expect(try read(text).act == act)
  }

  @Test("every act reads back from the body of its row") func rows() throws {
    for (text, end) in [
      (#"{"id":"1","do":"hold","artwork":"ifm","for":"20m","note":"tour"}"#, CommandEnd.after(.minutes(20))),
      (#"{"id":"1","do":"hold","artwork":"ifm","until":"next-opening"}"#, .nextOpening),
      (
        #"{"id":"1","do":"hold","artwork":"ifm","until":"1970-01-01T00:00:05+00:00"}"#,
        .until(WallInstant(milliseconds: 5000))
      ),
    ] {
      let command = try read(text)
      #expect(command.end == end)
      let codec = JournalRows()
      let input = Input(seq: 7, at: ShowInstant(milliseconds: 9), event: .command(command))
      #expect(try codec.input(of: codec.row(of: input)) == input)
    }
  }

  @Test(
    "what is wrong has its own code",
    arguments: [
      (#"{"id":"1","do":"go"}"#, Refusal.Code.missingField), (#"{"do":"ping"}"#, .missingField),
      (#"{"id":"","do":"ping"}"#, .badID), (#"{"id":"a b","do":"ping"}"#, .badID), (#"{"id":7,"do":"ping"}"#, .badID),
      (#"{"id":"1"}"#, .missingField), (#"{"id":"1","do":"pong"}"#, .unknownCommand),
      (#"{"id":"1","do":7}"#, .badField),
      (#"{"id":"1","do":"ping","artwork":"x"}"#, .unknownField), (#"{"id":"1","id":"1","do":"ping"}"#, .repeatedField),
      (#"{"id":"1","do":"ping","note":NaN}"#, .notFinite), (#"{"id":"1","do":"ping","note":1e999}"#, .notFinite),
      (#"["id"]"#, .notObject), ("ping", .notJSON), (#"{"id":"1","do":"ping"} x"#, .notJSON), ("", .notJSON),
      (#"{"id":"1","do":"hold","artwork":"x","for":"1m","until":"next-opening"}"#, .badField),
      (#"{"id":"1","do":"hold","artwork":"x","for":"soon"}"#, .badField),
      (#"{"id":"1","do":"hold","artwork":"x","for":"0s"}"#, .badField),
      (#"{"id":"1","do":"hold","artwork":"x","until":"18:00"}"#, .badField),
      (#"{"id":"1","do":"resume","artwork":"x","for":"1m"}"#, .badField),
      (#"{"id":"1","do":"hold","artwork":"../x"}"#, .badField), (#"{"id":"1","do":"hold","artwork":""}"#, .badField),
      (#"{"id":"1","do":"stop","artwork":"x","how":"soon"}"#, .badField),
      (#"{"id":"1","do":"mode","artwork":"x","mode":"stopped"}"#, .badField),
      (#"{"id":"1","do":"blackout","on":"yes"}"#, .badField),
      (#"{"id":"1","do":"override","device":"x","property":"lev.el","value":1}"#, .unknownProperty),
      (#"{"id":"1","do":"override","device":"x","property":"level","value":null}"#, .badField),
      (#"{"id":"1","do":"release","alarm":false}"#, .badField),
      (#"{"id":"1","do":"release","alarm":true,"device":"x"}"#, .badField),
      (#"{"id":"1","do":"release","device":"x"}"#, .missingField),
      (#"{"id":"1","do":"arm","artwork":"x","trigger":"a/b/c"}"#, .badField),
    ])
  func refused(_ text: String, _ code: Refusal.Code) {
    #expect(self.code(text) == code)
  }

  @Test("size, encoding, depth and notes have limits") func limits() {
    #expect(code([UInt8](repeating: 0x20, count: (64 << 10) + 1)) == .tooLarge)
    #expect(code([0x7b, 0xff, 0x7d]) == .notUTF8)
    let deep = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
    #expect(code(#"{"id":"1","do":"ping","x":\#(deep)}"#) == .tooDeep)
    let shallow = String(repeating: "[", count: 15) + String(repeating: "]", count: 15)
    #expect(code(#"{"id":"1","do":"ping","x":\#(shallow)}"#) == .unknownField)
    #expect(code(#"{"id":"1","do":"ping","note":"\#(String(repeating: "é", count: 280))"}"#) == nil)
    #expect(code(#"{"id":"1","do":"ping","note":"\#(String(repeating: "é", count: 281))"}"#) == .badField)
  }

  @Test("the body's hash does not hang on order or spaces, and does on values") func bodies() throws {
    let one = try CommandEnvelope(Array(#"{"id":"1","do":"blackout","on":true}"#.utf8))
    let same = try CommandEnvelope(Array(#"{ "on" : true, "do":"blackout", "id":"1" }"#.utf8))
    let other = try CommandEnvelope(Array(#"{"id":"1","do":"blackout","on":false}"#.utf8))
    #expect(one.bodyHash == same.bodyHash)
    #expect(one.bodyHash != other.bodyHash)
  }

  @Test("a misspelt word gets a hint") func hints() {
    #expect(throws: Refusal(.unknownCommand, "there is no command \"stpo\"", hint: "did you mean stop?")) {
      try read(#"{"id":"1","do":"stpo"}"#)
    }
  }
}
