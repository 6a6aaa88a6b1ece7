import SleepLab
import Testing

/// W N2 N3 REM W N2 N3 N3 REM W N2 REM W N1, epochs of 30 s: from 0, 30, 60, 90, 120, …
private let night = Night(
  id: NightID(1), durationSeconds: 420,
  epochs: [Stage.wake, .n2, .n3, .rem, .wake, .n2, .n3, .n3, .rem, .wake, .n2, .rem, .wake, .n1].map {
    Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil)
  },
  track: FeatureTrack(count: 0) { _ in [] }, events: [], provenance: [],
  reports: [
    DreamReport(awakeningSeconds: 270, stageBefore: .rem, recall: DreamReport.Recall.none, language: "", text: ""),
    DreamReport(awakeningSeconds: 360, stageBefore: .rem, recall: DreamReport.Recall.none, language: "", text: ""),
  ])

@Suite("Places of a night")
struct SeekTests {
  @Test(
    "an expression gives its place",
    arguments: [
      ("0", 0.0), ("90.5", 90.5), ("90s", 90), ("00:01:30", 90), ("0:2:30.5", 150.5), ("50%", 210), ("n3:2", 180),
      ("N3:Longest", 180), ("rem", 90), ("R:2", 240), ("rem:last", 330), ("rem:1+20", 110), ("rem:1 + 1m30s", 180),
      ("rem:2-30s", 210), ("w:2-1m", 60), ("awakening:3", 360), ("awakening", 120), ("sleep", 30), ("sleep:last", 390),
      ("rem:last before awakening:3", 330), ("rem:last before awakening:2", 240), ("n2:first after rem:1", 150),
      ("n2 after rem:first before awakening:last", 150), ("report:2", 360), ("rem:last before report:1+5", 245),
      ("  rem:1  ", 90), ("awakening:last-0.05h", 180),
    ])
  func places(text: String, seconds: Double) throws {
    #expect(abs(try Seek(text).position(in: night) - seconds) < 1e-9)
  }

  @Test(
    "each fault is named with its column",
    arguments: [
      ("", SeekError.length), ("   ", .length), (String(repeating: "1", count: 201), .length),
      ("dream:1", .word(column: 1)), ("unknown:1", .word(column: 1)), ("rem:", .number(column: 5)),
      ("rem:0", .number(column: 5)), ("rem:-1", .number(column: 5)), ("rem:two", .number(column: 5)),
      ("rem:99999999999999999999", .number(column: 5)), ("rem:1 during n2:1", .word(column: 7)),
      ("rem:1 before", .word(column: 13)), ("rem:1 before 90", .word(column: 14)), ("rem:1+", .number(column: 7)),
      ("rem:1+1m30", .number(column: 9)), ("rem:1+1s3m", .number(column: 9)), ("rem:1+60x", .rest(column: 9)),
      ("1.2.3", .number(column: 1)), ("101%", .number(column: 1)), ("1:30", .number(column: 1)),
      ("1:60:00", .number(column: 3)), ("1.5:00:00", .number(column: 1)), ("90 90", .rest(column: 4)),
      ("99999999", .number(column: 1)), ("-5", .word(column: 1)), ("réveil:1", .rest(column: 2)),
      ("éveil", .word(column: 1)),
      ("rem:1+60s+60s", .rest(column: 10)),
    ])
  func faults(text: String, fault: SeekError) {
    #expect(throws: fault) { try Seek(text) }
  }

  @Test("what the night does not have is said with how many there are")
  func absent() throws {
    #expect(throws: SeekError.absent("rem:4", there: 3)) { try Seek("rem:4").position(in: night) }
    #expect(throws: SeekError.absent("n3:last", there: 0)) { try Seek("n3:last before n2:1").position(in: night) }
    #expect(throws: SeekError.outside(seconds: 420, lengthSeconds: 420)) { try Seek("100%").position(in: night) }
    #expect(throws: SeekError.outside(seconds: -30, lengthSeconds: 420)) { try Seek("n2:1-60").position(in: night) }
    #expect(SeekError.absent("rem:4", there: 3).description == "the night has no rem:4: it has 3 there")
  }

  @Test("no text ends the program")
  func hostile() {
    var chance = SeededText(seed: 20_261_126)
    for _ in 0..<20_000 { _ = try? Seek(chance.next()).position(in: night) }
  }
}

/// Texts of pieces that expressions are made of, put together by chance.
private struct SeededText {
  var seed: UInt64
  private static let pieces = [
    "rem", "n3", ":", "last", "before", "after", "awakening", " ", "+", "-", "60", "s", "1e9", ".", "%", "h", "é",
    "\u{0}",
    "99999999999999999999", "longest", "report",
  ]

  mutating func next() -> String {
    var text = ""
    for _ in 0..<8 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += Self.pieces[Int(seed >> 33) % Self.pieces.count]
    }
    return text
  }
}
