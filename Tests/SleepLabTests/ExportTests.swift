import Foundation
import Testing

@testable import SleepLab

@Suite("Scorings for other programs")
struct ExportTests {
  @Test("an EDF+ export is a recording of annotations that gives the same stages back, and names nobody")
  func edf() throws {
    let bytes = ScoringEDF.bytes(of: smallNight)
    let recording = try Recording(MappedBytes(bytes))
    #expect(recording.repairs.isEmpty)
    let hypnogram = try #require(recording.hypnogram)
    #expect(hypnogram.stages(count: 9).prefix(8) == smallNight.epochs.map(\.stage).prefix(8))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(
      text.contains("+70\u{15}1\u{14}Sleep spindle\u{14}") && text.contains("+240\u{15}15\u{14}Sleep stage R\u{14}"))
    #expect(text.contains("+160\u{15}0.500\u{14}Rapid eye movement\u{14}"))
    #expect(text.dropFirst(8).hasPrefix("X X X X ") && NightMark.id(in: bytes) == smallNight.id)
  }

  @Test("a night with many events is cut into records that EDF allows, and nothing is lost")
  func records() throws {
    var night = smallNight
    night.events = (0..<5000).map { index in
      SleepEvent(
        kind: .slowWave, onsetSeconds: Double(index) / 20, durationSeconds: 0.8, amplitudeMicrovolts: 90,
        frequencyHz: 1)
    }
    let bytes = ScoringEDF.bytes(of: night)
    let recording = try Recording(MappedBytes(bytes))
    #expect(recording.annotations.count == 5009 && recording.repairs.isEmpty)
    #expect((bytes.count - 512) % recording.header.recordCount == 0)
    #expect((bytes.count - 512) / recording.header.recordCount <= 61_440)
  }

  @Test("a BIDS table has a line an epoch and an event by onset, and a sidecar for each column")
  func bids() throws {
    let lines = ScoringBIDS.table(of: smallNight).split(separator: "\n").map { $0.split(separator: "\t") }
    let head = try #require(lines.first)
    #expect(lines.count == 1 + 9 + 2 && lines.allSatisfy { $0.count == head.count })
    #expect(lines[4] == ["70", "1", "Sleep spindle", "n/a", "n/a", "n/a", "50.0", "13.0", "0"])
    #expect(lines[1] == ["0", "30", "Sleep stage W", "W", "expert", "1.0", "n/a", "n/a", "n/a"])
    let onsets = lines.dropFirst().compactMap { Double($0[0]) }
    #expect(onsets == onsets.sorted() && onsets.count == 11)
    let sidecar = try #require(
      try JSONSerialization.jsonObject(with: Data(ScoringBIDS.sidecar(of: smallNight).utf8)) as? [String: Any])
    #expect(Set(sidecar.keys) == Set(head.map(String.init) + ["GeneratedBy"]))
    #expect(NightMark.id(in: Array(ScoringBIDS.sidecar(of: smallNight).utf8)) == smallNight.id)
  }

  @Test(
    "seconds are written to the thousandth",
    arguments: [(0.0, "0"), (-0.5, "-0.500"), (12.0004, "12"), (3.07, "3.070")])
  func seconds(value: Double, text: String) { #expect(ScoringEntry.text(value) == text) }
}
