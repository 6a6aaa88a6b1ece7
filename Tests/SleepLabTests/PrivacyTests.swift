import Foundation
import SleepLab
import Testing

@Suite("Privacy")
struct PrivacyTests {
  private static let planted = "Zephyrine"

  /// A recording with a name in every field that can hold one, and in its annotations.
  private func recording(spoilt: Bool) -> [UInt8] {
    var draft = EDFDraft(notes: [
      .init(onsetSeconds: 3, durationSeconds: nil, text: "\(PrivacyTests.planted) turned over")
    ])
    draft.put("471147114 F 02-FEB-1970 \(PrivacyTests.planted)", at: 8, width: 80)
    draft.put("Startdate 22-NOV-2026 \(PrivacyTests.planted)", at: 88, width: 80)
    draft.put("22.11.26", at: 168, width: 8)
    for signal in 0..<2 {
      let transducer = 256 + 16 * draft.signalCount + signal * 80
      let prefilter = 256 + 136 * draft.signalCount + signal * 80
      draft.put(PrivacyTests.planted, at: transducer, width: 80)
      draft.put(PrivacyTests.planted, at: prefilter, width: 80)
    }
    if spoilt {
      draft.put("no", at: 252, width: 4)
      draft.put("no", at: 184, width: 8)
      for signal in 0..<3 { draft.put("no", .samplesPerRecord, of: signal) }
    }
    return draft.bytes
  }

  @Test("a planted name is in no output: model, night file, provenance, repairs")
  func outputs() throws {
    let opened = try Recording(MappedBytes(recording(spoilt: false)))
    let outcome = try Preparation.night(of: opened, salt: [1, 2])
    let shown = [
      String(describing: opened.header), String(describing: opened.annotations), String(describing: opened.repairs),
      String(describing: outcome), String(decoding: NightFile.bytes(of: outcome.night), as: UTF8.self),
    ]
    for text in shown {
      #expect(!text.contains(PrivacyTests.planted))
      #expect(!text.contains("1970") && !text.contains("22.11.26") && !text.contains("471147114"))
    }
  }

  @Test("a planted name is in no error")
  func errors() {
    let name = PrivacyTests.planted
    let faults: [() throws -> Void] = [
      { _ = try Recording(MappedBytes(recording(spoilt: true))) },
      { _ = try Recording(path: "/nowhere/\(name).edf") },
      { _ = try HypnogramFile(path: "/nowhere/\(name).txt") },
      { _ = try HypnogramFile(MappedBytes(Array("W\n\(name)\n".utf8))) },
      { _ = try NightFile.read(path: "/nowhere/\(name).night") },
      { try WholeFile.write([], to: "/nowhere/\(name).night", mayReplace: true) },
    ]
    for fault in faults {
      do {
        try fault()
        Issue.record("no error was thrown")
      } catch {
        #expect(!"\(error) \(String(reflecting: error))".contains(name))
      }
    }
  }

  @Test("ids are salted: the same recording has another id with another salt, and the same with the same")
  func salt() throws {
    let opened = try Recording(MappedBytes(recording(spoilt: false)))
    let ids = try [[UInt8(1)], [2], [1]].map { try Preparation.night(of: opened, salt: $0).night.id }
    #expect(ids[0] != ids[1] && ids[0] == ids[2])
  }

  @Test("what the writer writes names nobody and no day")
  func writer() {
    let bytes = SyntheticNight(seed: 1, hours: 0.1).recording
    #expect(String(decoding: bytes[8..<88], as: UTF8.self).hasPrefix("X X X X "))
    #expect(String(decoding: bytes[88..<168], as: UTF8.self).hasPrefix("Startdate X X X X "))
  }
}
