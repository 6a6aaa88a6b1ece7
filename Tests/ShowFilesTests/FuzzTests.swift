import Foundation
import Show
import ShowFiles
import Testing

/// How many texts each fuzz test reads: `REGIE_FUZZ` in campaigns.
private let rounds = ProcessInfo.processInfo.environment["REGIE_FUZZ"].flatMap { Int($0) } ?? 1500
private let seed = ProcessInfo.processInfo.environment["REGIE_SEED"].flatMap { UInt64($0) } ?? 71

/// SplitMix64.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }
}

@Suite("The reader under fire")
struct FuzzTests {
  private static let morsels = [
    "&a ", "*a", "!!str ", "? ", ": ", "- ", "[", "]", "{", "}", ", ", "#", " #", "\"", "'", "|\n", ">\n", "\n", "\n\n",
    "  ", "\t", "---\n", "...\n", "%YAML 1.2\n", "\u{0}", "\u{e000}", "\u{feff}", "\u{2028}", "1e999", "-1", "NaN", "~",
    "null", "<<: ", "\\x", "\r", "é", "𐍈", "((((", "not not ", " and ", " or ", "rearms below", "99999999999999999999",
    "0..", "..", "1h1h", "2025-02-30", "FREQ=DAILY;", "regie: 1\n", "- - - - ", "[[[[[[[[", "{{{{{{{{", "'''",
    "\"\\u0000\"",
  ]

  private func mutated(_ text: String, _ generator: inout Seeded) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...generator.below(6) {
      let place = generator.below(bytes.count + 1)
      let end = min(bytes.count, place + generator.below(20))
      switch generator.below(5) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: Array(Self.morsels[generator.below(Self.morsels.count)].utf8), at: place)
      case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: generator.below(bytes.count + 1))
      default: bytes.replaceSubrange(place..<end, with: Array(Self.morsels[generator.below(Self.morsels.count)].utf8))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads a show and looks at what every reading must keep to.
  private func check(_ files: [ShowFile], _ note: String) {
    let loaded = ShowReader.read(files: files)
    #expect(loaded.faults.allSatisfy { $0.line > 0 && $0.column > 0 && $0.hint.isEmpty == false }, "\(note)")
    let lines = Dictionary(
      files.map { ($0.path, $0.text.split(separator: "\n", omittingEmptySubsequences: false).count) }
    ) { $1 }
    for fault in loaded.faults where files.allSatisfy({ $0.text.unicodeScalars.contains("\r") == false }) {
      #expect(fault.line <= lines[fault.file] ?? 1, "\(note): \(fault)")
    }
    let artworks = (loaded.show?.artworks.count ?? 0) + (loaded.show?.unavailable.count ?? 0)
    #expect(loaded.show == nil || artworks == loaded.show?.hall.artworkOrder.count, "\(note)")
    if loaded.show == nil || loaded.show?.unavailable.isEmpty == false { #expect(loaded.isSound == false, "\(note)") }
  }

  @Test("mutations of a valid show are read or refused, each fault within its file")
  func mutations() throws {
    let files = try Fixtures.example()
    var generator = Seeded(state: seed)
    for round in 0..<rounds {
      let before = generator.state
      var changed = files
      let index = generator.below(2)
      changed[index].text = mutated(files[index].text, &generator)
      check(changed, "seed \(before), round \(round)")
    }
  }

  @Test("mutations of the descriptions of boxes are read or refused, and what is read can be said and heard")
  func boxes() throws {
    let texts = try Fixtures.boxes()
    var generator = Seeded(state: seed)
    for round in 0..<rounds {
      let before = generator.state
      let text = mutated(texts[round % texts.count], &generator)
      for place in ["host: h", "serial: /dev/x"] {
        let hall =
          "regie: 1\nhall: h\ntopics: h\nartworks: []\ndevices: { a: { kind: box, connection: { box: b, \(place) } } }\n"
        let files = [ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "boxes/b.yaml", text: text)]
        check(files, "seed \(before), round \(round)")
        guard case .box(let connection)? = ShowReader.read(files: files).show?.hall.devices["a"]?.connection else {
          continue
        }
        for property in connection.box.properties {
          for pattern in property.reads + property.hears {
            _ = pattern.match(Array(text.utf8.prefix(300)), isNumber: true)
          }
          _ = property.send?.bytes(property.wire(.number(1)))
        }
      }
    }
  }

  @Test("random bytes and random morsels are read or refused")
  func noise() throws {
    var generator = Seeded(state: seed)
    let hall = try Fixtures.text("hall.yaml")
    for round in 0..<rounds {
      let before = generator.state
      var text = ""
      if round % 2 == 0 {
        let bytes = (0..<generator.below(400)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        text = String(decoding: bytes, as: UTF8.self)
      } else {
        for _ in 0..<generator.below(60) { text += Self.morsels[generator.below(Self.morsels.count)] }
      }
      check([ShowFile(path: "hall.yaml", text: text)], "seed \(before)")
      check(
        [ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "onirica.yaml", text: text)], "seed \(before)")
    }
  }

  @Test("random entries of the schedule are read or refused, and resolve")
  func entries() throws {
    let show = try #require(ShowReader.read(files: try Fixtures.example()).show)
    let valid = [
      #"{"kind":"opening","date":"2025-06-10","from":"09:00","to":"18:30","lead":"15m","repeat":"FREQ=DAILY"}"#,
      #"{"kind":"window","artwork":"onirica","scene":"chorus","from":"2025-06-11T14:00","to":"2025-06-11T14:45","repeat":"FREQ=WEEKLY;BYDAY=WE;UNTIL=20260101T000000Z"}"#,
      #"{"kind":"moment","artwork":"onirica","go":"awakening","at":"2025-06-12T16:00","missed":"within 60s","repeat":"FREQ=YEARLY;INTERVAL=3;COUNT=9999"}"#,
    ]
    var generator = Seeded(state: seed)
    var read = 0
    for _ in 0..<rounds {
      let bytes = Array(mutated(valid[generator.below(3)], &generator).utf8)
      guard let entry = try? ScheduleEntryReader.read(json: bytes, id: "fuzz", show: show) else { continue }
      read += 1
      let agenda = AgendaResolver.resolve(
        entries: [entry], timeZone: "Europe/Paris", from: WallInstant(milliseconds: 1_749_500_000_000),
        to: WallInstant(milliseconds: 1_760_000_000_000))
      #expect(agenda.openings.allSatisfy { $0.from < $0.to })
    }
    #expect(read > 0)
  }

  @Test(
    "texts made to be slow are read in no time",
    arguments: [
      String(repeating: "[", count: 500_000), String(repeating: "{a: ", count: 200_000),
      String(repeating: "- ", count: 400_000), String(repeating: "a: b\n", count: 5000),
      String(repeating: "a: b\n", count: 200_000),
      String(repeating: "a", count: 1_000_000) + ": b", String(repeating: "\"", count: 900_000),
      "a: " + String(repeating: "'x", count: 400_000), String(repeating: "? ", count: 400_000),
      String(repeating: "\n ", count: 400_000) + "x",
      "conditions: { a: \"" + String(repeating: "(", count: 1900) + "\" }",
    ])
  func slow(text: String) {
    let loaded = ShowReader.read(files: [ShowFile(path: "hall.yaml", text: text)])
    #expect(loaded.show == nil)
    #expect(loaded.faults.isEmpty == false)
  }
}
