import Foundation
import Testing

@testable import SleepLab

/// Spoilt inputs to every parser. Each input may be refused or repaired, but must not end the program, hang, ask for
/// absurd memory or give a value that is none.
@Suite("Spoilt inputs")
struct FuzzTests {
  /// 3000, all in all; `REGIE_FUZZ_INPUTS` or a campaign set another count.
  private static let count: Int = {
    let environment = ProcessInfo.processInfo.environment
    if let given = environment["REGIE_FUZZ_INPUTS"].flatMap(Int.init) { return given }
    return environment["REGIE_CAMPAIGN"] == nil ? 3000 : 1_000_000
  }()
  /// Where the chance begins; `REGIE_FUZZ_SEED` repeats a run.
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["REGIE_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_122

  /// Small files of every kind that is read.
  private static let corpus: [[UInt8]] = {
    let notes: [RecordingWriter.Note] = [
      .init(onsetSeconds: 0, durationSeconds: 30, text: "Sleep stage W"),
      .init(onsetSeconds: 30, durationSeconds: nil, text: "Sleep stage 2"),
    ]
    var wide = EDFDraft(seconds: 30)
    wide.bytes[0] = 0xFF
    wide.put(Array("BIOSEMI".utf8), at: 1, width: 7)
    let night = try? Preparation.night(of: EDFDraft(notes: notes, seconds: 60).opened(), salt: []).night
    var files = [EDFDraft(notes: notes, seconds: 60).bytes, EDFDraft(seconds: 30).bytes, wide.bytes]
    files.append(RecordingWriter(signals: [], notes: notes).bytes())
    files.append(Array("stage\nW\nN1\nN2\n3\n4\nREM\n?\n".utf8))
    files.append(wide.widened())
    files += FuzzTests.scorings.map { Array($0.utf8) }
    files.append([0xFF, 0xFE] + Array("Éveil\nN2\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    if let night { files.append(NightFile.bytes(of: night)) }
    return files
  }()

  /// Scoring and reports in every form of text, as small as they can be.
  private static let scorings = [
    "W 30\n", "stage,duration\nW,60\nN1,30\n", "0,30,W\n30,30,N2\n60,30,R\n", "0 W\n30 N1\n",
    "onset\tduration\tstage_hum\tstage_ai\n0\t30\t0\t1\n30\t30\t4\t4\n",
    "22/11/2026 23:59:30,23/11/2026 00:00:00,Wach,30\n23/11/2026 00:00:00,23/11/2026 00:00:30,N2,30\n",
    "time;stage\n11:59:30 PM;Wake\n12:00:00 AM;\"N2\"\n",
    "<?xml version=\"1.0\"?><PSGAnnotation><EpochLength>30</EpochLength><ScoredEvents><ScoredEvent><EventType>Stages|"
      + "Stages</EventType><EventConcept>Stage 2 sleep|2</EventConcept><Start>0</Start><Duration>30</Duration>"
      + "</ScoredEvent></ScoredEvents></PSGAnnotation>",
    "<CMPStudyConfig><EpochLength>20</EpochLength><ScoredEvents><ScoredEvent><Name>Arousal</Name><Start>5</Start>"
      + "<Duration>3</Duration></ScoredEvent></ScoredEvents><SleepStages><SleepStage>0</SleepStage></SleepStages>"
      + "</CMPStudyConfig>",
    "text,recording_offset_s,recall\n\"a \"\"sea\"\"\",60,full\n", "awakening_time,text\n2026-01-02T02:41:30,sea\n",
    "[{\"recording_offset_s\": 60, \"text\": \"sea\", \"stage_before\": \"R\"}]",
    "{\"stage_hum\": {\"Levels\": {\"0\": \"Wake\", \"4\": {\"Description\": \"REM\"}}}}",
  ]

  private static let interesting: [[UInt8]] = [
    "-1", "0", "99999999", "-9999999", "1e308", "nan", "inf", "0x10", "1,5", "+", "\u{14}\u{14}\u{0}", "+1e9\u{14}",
    "+0\u{15}-5\u{14}x\u{14}", "EDF+D", "EDF Annotations ", "4097", "\u{0}\u{0}\u{0}\u{0}",
    "<?x?>", "<!--", "]]>", "xmlns:",
  ].map { Array($0.utf8) }

  private func spoilt(_ chance: inout SeededChance) -> [UInt8] {
    var bytes = FuzzTests.corpus[Int(chance.next() % UInt64(FuzzTests.corpus.count))]
    for _ in 0...Int(chance.next() % 6) where !bytes.isEmpty {
      // Most faults of recordings are faults of headers.
      let reach = chance.next() % 3 == 0 ? bytes.count : min(bytes.count, 1100)
      let place = Int(chance.next() % UInt64(reach))
      switch chance.next() % 6 {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: chance.next())
      case 1: bytes[place] ^= 1 << UInt8(chance.next() % 8)
      case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int(chance.next() % 300)))
      case 3: bytes.removeLast(bytes.count - place)
      case 4:
        let text = FuzzTests.interesting[Int(chance.next() % UInt64(FuzzTests.interesting.count))]
        for (index, byte) in text.enumerated() where place + index < bytes.count { bytes[place + index] = byte }
      default:
        let piece = Array(bytes[place..<min(bytes.count, place + 64)])
        bytes.insert(contentsOf: piece, at: Int(chance.next() % UInt64(bytes.count)))
      }
    }
    return bytes
  }

  @Test("no spoilt input ends the program or gives a value that is none")
  func spoiltInputs() {
    var chance = SeededChance(seed: FuzzTests.seed)
    for number in 0..<FuzzTests.count {
      let bytes = spoilt(&chance)
      #expect(isHarmless(bytes, deep: number % 8 == 0), "input \(number) of seed \(FuzzTests.seed)")
    }
  }

  private func isHarmless(_ bytes: [UInt8], deep: Bool) -> Bool {
    let hypnogram = try? HypnogramFile(MappedBytes(bytes))
    var isSound = hypnogram.map { $0.hypnogram.stages(count: 100).count == 100 } ?? true
    if bytes.starts(with: NightFile.magic) { isSound = isSound && isHarmlessNight(bytes) }
    _ = try? DreamReportFile(MappedBytes(bytes))
    isSound = isSound && ColumnLevels.read(bytes).count <= bytes.count
    guard let recording = try? Recording(MappedBytes(bytes)) else { return isSound }
    isSound = isSound && recording.timeline.durationSeconds.isFinite && recording.repairs.count < 10_000
    for index in recording.signalIndices.prefix(8) {
      if let statistics = recording.statistics(of: index) {
        isSound = isSound && statistics.mean.isFinite && statistics.deviation.isFinite
      }
      _ = recording.refusal(of: index)
    }
    if deep { isSound = isSound && isCopied(recording) }
    // A timeline of days is made of gaps here; laying it out is another test's.
    guard deep, recording.timeline.durationSeconds < 600 else { return isSound }
    if let night = try? Preparation.night(of: recording, hypnogram: hypnogram, salt: []).night {
      isSound = isSound && (try? NightFile.read(NightFile.bytes(of: night))) == night
    }
    return isSound
  }

  /// Whether a clean copy of a recording is a recording with the same samples.
  private func isCopied(_ recording: Recording) -> Bool {
    let copy = CleanCopy(of: recording)
    var bytes: [UInt8] = []
    copy.write { bytes += $0 }
    guard bytes.count == copy.byteCount, let read = try? Recording(MappedBytes(bytes)) else { return false }
    return zip(read.signalIndices, recording.signalIndices).allSatisfy { first, second in
      read.header.signals[first].samplesPerRecord == recording.header.signals[second].samplesPerRecord
    }
  }

  /// A night whose digests are right again, so that what lies behind it is reached.
  private func isHarmlessNight(_ bytes: [UInt8]) -> Bool {
    _ = try? NightFile.read(bytes)
    guard let night = try? NightFile.read(NightSeal.sealed(bytes)) else { return true }
    return night.epochs.count <= bytes.count && night.durationSeconds.isFinite
      && night.events.allSatisfy { $0.onsetSeconds.isFinite }
  }
}
