import Foundation
import Testing

@testable import Show

@Suite("JSON from outside") struct StrictJSONTests {
  private func read(_ text: String) throws -> JSONValue { try JSONValue(strict: Array(text.utf8)) }

  @Test(
    "what RFC 8259 allows is read",
    arguments: [
      ("null", "null"), (" true ", "true"), ("-0.5e1", "-5"), ("1E2", "100"), (#""\u00e9\n\ud83d\ude00""#, "\"é\\n😀\""),
      ("[]", "[]"), ("[1, [2]]", "[1,[2]]"), (#"{"b":1,"a":{}}"#, #"{"a":{},"b":1}"#), ("\t\r\n0\n", "0"),
    ])
  func allowed(_ text: String, _ canonical: String) throws {
    let value = try read(text)
    #expect(value.canonical == canonical)
    #expect(try read(canonical) == value, "the canonical text is the same value")
  }

  @Test(
    "what it does not allow is refused",
    arguments: [
      "", " ", "tru", "01", "1.", ".5", "+1", "1e", "--1", "\"", "\"\u{1}\"", #""\x""#, #""\u12""#, #""\ud800""#,
      #""\ud800\u0041""#, #""\udc00""#, "[1,]", "[1 2]", "{1:2}", #"{"a"}"#, #"{"a":1,}"#, "[", "{", "1 2", "'a'",
      "\u{feff}1",
    ])
  func refused(_ text: String) {
    #expect(throws: JSONValue.Fault.self) { try read(text) }
  }

  @Test("repeated names, depth, size of numbers and bad UTF-8 each have their fault") func faults() {
    #expect(throws: JSONValue.Fault.repeatedField("a")) { try read(#"{"a":1,"\u0061":2}"#) }
    #expect(throws: JSONValue.Fault.tooDeep) { try read(String(repeating: "[", count: 100_000)) }
    #expect(throws: JSONValue.Fault.notFinite(offset: 1)) { try read("[1e400]") }
    #expect(throws: JSONValue.Fault.notFinite(offset: 0)) { try read("-Infinity") }
    #expect(throws: JSONValue.Fault.notUTF8) { try JSONValue(strict: [0x22, 0xc3, 0x22]) }
    #expect(throws: JSONValue.Fault.notUTF8) { try JSONValue(strict: [0x22, 0xed, 0xa0, 0x80, 0x22]) }
  }

  @Test("pointers name what RFC 6901 says") func pointers() throws {
    let value = try read(#"{"foo":["bar","baz"],"":0,"a/b":1,"m~n":8," ":7}"#)
    for (pointer, expected) in [
      ("/foo/0", "\"bar\""), ("/", "0"), ("/a~1b", "1"), ("/m~0n", "8"), ("/ ", "7"), ("/foo", #"["bar","baz"]"#),
    ] {
      #expect(value.at(pointer: pointer)?.canonical == expected, "\(pointer)")
    }
    #expect(value.at(pointer: "") == value)
    for pointer in ["foo", "/foo/2", "/foo/-1", "/foo/00", "/nothing", "/foo/0/x"] {
      #expect(value.at(pointer: pointer) == nil, "\(pointer)")
    }
  }

  @Test("random bytes never end the program, and what is read is what JSONSerialization reads") func random() {
    var random = Seeded(seed: 71)
    let alphabet = Array(#"{}[]",:0123456789.eE+-truefalsn \u/"#.utf8) + [0xc3, 0xa9, 0x00]
    var readable = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...12, using: &random)
      let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
      guard let value = try? JSONValue(strict: bytes) else { continue }
      readable += 1
      let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      #expect(other != nil, "seed 71: \(value.canonical) is read here alone")
    }
    #expect(readable > 200)
  }
}

@Suite("Instants as RFC 3339") struct RFC3339Tests {
  @Test(
    "the RFC's own examples",
    arguments: [
      ("1985-04-12T23:20:50.52Z", 482_196_050_520), ("1996-12-19T16:39:57-08:00", 851_042_397_000),
      ("1990-12-31T23:59:60Z", 662_688_000_000), ("1990-12-31T15:59:60-08:00", 662_688_000_000),
      ("1970-01-01T00:00:00Z", 0), ("2024-02-29t12:00:00.1239z", 1_709_208_000_123),
    ])
  func examples(_ text: String, _ milliseconds: Int64) {
    #expect(WallInstant(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(
    "what is no instant is refused",
    arguments: [
      "", "2025-06-10", "2025-06-10T09:31:00", "2025-6-10T09:31:00Z", "2025-02-29T09:31:00Z", "2025-06-10T24:00:00Z",
      "2025-06-10T09:31:61Z", "2025-06-10T09:31:00.Z", "2025-06-10T09:31:00+0200", "2025-06-10T09:31:00+02:60",
      "2025-06-10T09:31:00Zx", "2025/06/10T09:31:00Z", "٢٠٢٥-06-10T09:31:00Z",
    ])
  func refused(_ text: String) { #expect(WallInstant(rfc3339: text) == nil) }

  @Test("what is written reads back, over four centuries") func roundTrip() {
    var random = Seeded(seed: 3339)
    for _ in 0..<5000 {
      let instant = WallInstant(milliseconds: Int64.random(in: 0...13_569_465_600_000, using: &random))
      #expect(WallInstant(rfc3339: instant.rfc3339) == instant, "seed 3339: \(instant.milliseconds)")
    }
    #expect(WallInstant(milliseconds: 1_749_546_753_120).rfc3339 == "2025-06-10T09:12:33.120Z")
  }
}
