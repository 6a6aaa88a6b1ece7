import Foundation
import Testing

@testable import SleepLab

@Suite("The night's file")
struct NightFileTests {
  /// Where the chance begins; `REGIE_FUZZ_SEED` repeats a run.
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["REGIE_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_126

  private func finite(_ chance: inout SeededChance) -> Float {
    Float(Int64(chance.next() % 2_000_001) - 1_000_000) / 997
  }

  private func text(_ chance: inout SeededChance) -> String {
    let letters = Array("abc µ→\u{1F634}é\u{0301}\"\\\n")
    return String((0..<Int(chance.next() % 20)).map { _ in letters[Int(chance.next() % UInt64(letters.count))] })
  }

  /// A night of anything that a night can hold.
  private func night(_ chance: inout SeededChance) -> Night {
    let stages = Stage.allCases
    let epochs = (0..<Int(chance.next() % 40)).map { _ in
      let absolute = BandValues { _ in finite(&chance) }
      let relative = BandValues { _ in finite(&chance) }
      return Epoch(
        stage: stages[Int(chance.next() % 6)], scoredBy: Scorer(rawValue: UInt8(chance.next() % 3)) ?? .rules,
        sure: finite(&chance), powers: chance.next() % 3 == 0 ? nil : BandPowers(absolute: absolute, relative: relative)
      )
    }
    let events = (0..<Int(chance.next() % 30)).map { _ in
      SleepEvent(
        kind: SleepEvent.Kind.allCases[Int(chance.next() % 4)], onsetSeconds: Double(abs(finite(&chance))),
        durationSeconds: Double(abs(finite(&chance))), amplitudeMicrovolts: finite(&chance),
        frequencyHz: chance.next() % 2 == 0 ? nil : finite(&chance), direction: Int8(chance.next() % 3) - 1)
    }
    let count = Int(chance.next() % 300)
    let columns = FeatureTrack.Feature.allCases.map { _ in (0..<count).map { _ in finite(&chance) } }
    let names = ["exhibition", "research", "film", "a-2", String(repeating: "z", count: 32)]
    let uses = Set(names.filter { _ in chance.next() % 2 == 0 }.compactMap { PermittedUse(rawValue: $0) })
    let reports = (0..<Int(chance.next() % 4)).map { _ in
      DreamReport(
        awakeningSeconds: Double(abs(finite(&chance))), stageBefore: stages[Int(chance.next() % 6)],
        recall: DreamReport.Recall.allCases[Int(chance.next() % 3)], language: "en", text: text(&chance))
    }
    let provenance = (0..<Int(chance.next() % 5)).map { _ in
      Provenance(
        part: text(&chance), signals: [text(&chance), text(&chance)],
        channels: [ProvenanceChannel(kind: .eog, number: Int(chance.next() % 4096))], method: text(&chance))
    }
    return Night(
      id: NightID(chance.next()), durationSeconds: Double(abs(finite(&chance))), epochs: epochs,
      track: FeatureTrack(count: count) { columns[$0.rawValue] }, events: events, provenance: provenance,
      consent: Consent(uses: uses, expiresUnixSeconds: chance.next() % 2 == 0 ? nil : 1.9e9), reports: reports)
  }

  @Test("any night reads back as it was written")
  func roundTrip() throws {
    #expect(try NightFile.read(NightFile.bytes(of: smallNight)) == smallNight)
    var chance = SeededChance(seed: Self.seed)
    for number in 0..<200 {
      let night = night(&chance)
      #expect(try NightFile.read(NightFile.bytes(of: night)) == night, "night \(number) of seed \(Self.seed)")
    }
  }

  @Test("a flipped bit anywhere is found, or changes nothing")
  func flips() throws {
    var chance = SeededChance(seed: Self.seed)
    let night = night(&chance)
    let bytes = NightFile.bytes(of: night)
    for place in bytes.indices {
      var spoilt = bytes
      spoilt[place] ^= 1 << UInt8(chance.next() % 8)
      if let read = try? NightFile.read(spoilt) {
        #expect(read == night, "byte \(place) of seed \(Self.seed)")
      }
    }
  }

  @Test("a file that is cut or lengthened anywhere is refused")
  func cuts() throws {
    var chance = SeededChance(seed: Self.seed &+ 1)
    let bytes = NightFile.bytes(of: night(&chance))
    for count in bytes.indices {
      #expect(throws: NightFileError.self, "\(count) bytes of seed \(Self.seed)") {
        try NightFile.read(Array(bytes[..<count]))
      }
    }
    #expect(throws: NightFileError.damaged(atByte: 16)) { try NightFile.read(bytes + [0]) }
  }

  @Test("a track that is not verified reads as 0 where it is spoilt, and is found when it is verified")
  func unverifiedTrack() throws {
    var bytes = NightFile.bytes(of: smallNight)
    let end = bytes.count
    for place in (end - 4)..<end { bytes[place] = 0xFF }
    #expect(throws: NightFileError.self) { try NightFile.read(bytes) }
    let night = try NightFile.read(MappedBytes(bytes), verifying: .allButTrack)
    #expect(night.track.value(.eyeCorrelation, at: 1e9) == 0)
    #expect(night.track.value(.delta, at: 10.05) == 100.5)
  }

  @Test("each thing that a file can lack is refused with its reason")
  func refusals() {
    let bytes = NightFile.bytes(of: smallNight)
    var older = bytes
    older[8] = 1
    var head = bytes
    head[41] ^= 1
    var missing = bytes
    missing[64] = 77
    #expect(throws: NightFileError.version(1)) { try NightFile.read(older) }
    #expect(throws: NightFileError.damaged(atByte: 0)) { try NightFile.read(head) }
    #expect(throws: NightFileError.badValue(atByte: 64)) { try NightFile.read(NightSeal.sealed(missing)) }
    #expect(throws: NightFileError.notANight) { try NightFile.read(EDFDraft().bytes) }
    #expect(throws: NightFileError.notANight) { try NightFile.read([]) }
    #expect(throws: NightFileError.file(.absent)) { try NightFile.read(path: "/nowhere/at/all.night") }
    #expect(NightFileError.version(1).description.contains("prepare it again"))
  }

  @Test("the layout is the documented one, little-endian")
  func layout() {
    let bytes = NightFile.bytes(of: smallNight)
    #expect(Array(bytes[0..<16]) == Array("REVNIGHT".utf8) + [3, 0, 0, 0, 6, 0, 0, 0])
    #expect(Array(bytes[24..<40]) == Array("00000000000000ab".utf8))
    #expect(Array(bytes[40..<48]) == [0, 0, 0, 0, 0, 0xE0, 0x6F, 0x40])
    for index in 0..<6 {
      var reader = ByteReader(Array(bytes[(64 + 64 * index)..<(128 + 64 * index)]), end: 64)
      reader.skip(8)
      let offset = reader.count() ?? 0
      #expect(offset % 64 == 0 && offset >= 64 + 6 * 64 + 32)
    }
  }

  @Test("words of dreams are in the file, and in nothing that is printed of it")
  func words() throws {
    var night = smallNight
    night.reports = [
      DreamReport(awakeningSeconds: 3, stageBefore: .rem, recall: .full, language: "en", text: "Zephyrine flew")
    ]
    let read = try NightFile.read(NightFile.bytes(of: night))
    #expect(read.reports.first?.text == "Zephyrine flew")
    var dumped = ""
    dump(read, to: &dumped)
    for shown in ["\(read)", String(reflecting: read), dumped] { #expect(!shown.contains("Zephyrine")) }
  }

  @Test("the id of a damaged night and of a version 1 night is still known, for withdrawing")
  func ids() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ids-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a").path(percentEncoded: false)
    try WholeFile.write(Array(NightFile.bytes(of: smallNight).prefix(100)), to: path, mayReplace: true)
    #expect(NightFile.id(path: path) == smallNight.id)
    let first = Array("REVNIGHT".utf8) + [1] + [UInt8](repeating: 0, count: 27) + Array("00000000000000cd".utf8)
    try WholeFile.write(first, to: path, mayReplace: true)
    #expect(NightFile.id(path: path) == NightID(0xCD))
    try WholeFile.write(Array("REVNIGHT".utf8), to: path, mayReplace: true)
    #expect(NightFile.id(path: path) == nil)
  }
}

@Suite("Consent")
struct ConsentTests {
  @Test("a use is refused from the very instant of the end on, and when it is none of those named")
  func refusal() {
    let consent = Consent(uses: [.exhibition, .film], expiresUnixSeconds: 100)
    #expect(consent.refusal(of: .exhibition, nowUnixSeconds: 99.9) == nil)
    #expect(consent.refusal(of: .exhibition, nowUnixSeconds: 100) == .expired)
    #expect(consent.refusal(of: .film, nowUnixSeconds: .nan) == .expired)
    #expect(
      consent.refusal(of: .research, nowUnixSeconds: 0) == .notPermitted(.research, permitted: [.exhibition, .film]))
    #expect(Consent.notStated.refusal(of: .research, nowUnixSeconds: 1e12) == nil)
    #expect(ConsentRefusal.expired.description.contains("withdraw"))
  }

  @Test("names of uses are plain", arguments: ["", "Film", "film ", "f_m", String(repeating: "a", count: 33), "é"])
  func names(name: String) { #expect(PermittedUse(rawValue: name) == nil) }
}

@Suite("A stager's probabilities")
struct StageProbabilitiesTests {
  @Test("the greatest counts, in any order of columns, and says how sure it is")
  func stages() throws {
    let text = "epoch,R,N3,N2,N1,W\n0,0.1,0.1,0.1,0.1,0.6\n1, 0.7,0.1,0.1,0.1,0\n2,0,0.5,0.5,0,0\n"
    let staged = try StageProbabilities(Array(text.utf8)).stages(count: 4)
    #expect(staged.map(\.stage) == [.wake, .rem, .n2, .unknown])
    #expect(staged.map(\.sure) == [0.6, 0.7, 0.5, 0])
  }

  @Test("each fault names its line")
  func faults() {
    let cases: [(String, StageProbabilitiesError)] = [
      ("", .notText), ("W,N1,N2,N3,R\n", .notText), ("W,N1,N2,N3\n1,0,0,0\n", .columns),
      ("W,N1,N2,N3,R\n1,0,0,0\n", .lineUnreadable(2)), ("W,N1,N2,N3,R\n1,0,0,0,0\n2,-1,0,0,0\n", .lineUnreadable(3)),
      ("W,N1,N2,N3,R\nnan,0,0,0,0\n", .lineUnreadable(2)), ("W,N1,N2,N3,R\n0.5,0,0,0,0\n", .notOne(line: 2)),
    ]
    for (text, fault) in cases { #expect(throws: fault) { try StageProbabilities(Array(text.utf8)) } }
  }

  @Test("a preparation takes them, unless an expert scored the night")
  func preparation() throws {
    let lines = (0..<3).map { $0 == 1 ? "0,0,0.25,0.75,0" : "0,0,0,0,1" }
    let text = "W,N1,N2,N3,R\n" + lines.joined(separator: "\n")
    let supplement = Preparation.Supplement(probabilities: try StageProbabilities(Array(text.utf8)))
    let plain = try Preparation.night(of: EDFDraft().opened(), supplement: supplement, salt: [])
    #expect(plain.night.epochs.map(\.stage) == [.rem, .n3, .rem])
    #expect(plain.night.epochs.allSatisfy { $0.scoredBy == .model } && plain.night.epochs[1].sure == 0.75)
    let scored = EDFDraft(notes: [.init(onsetSeconds: 0, durationSeconds: 90, text: "Sleep stage 2")])
    let expert = try Preparation.night(of: scored.opened(), supplement: supplement, salt: [])
    #expect(expert.night.epochs.allSatisfy { $0.stage == .n2 && $0.scoredBy == .expert })
    #expect(expert.repairs.contains { $0.code == "probabilities-unused" })
  }
}
