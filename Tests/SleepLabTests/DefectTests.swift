@testable import SleepLab
import Testing

/// Defects of headers and what is to come of them.
@Suite("Defects of recordings")
struct DefectTests {
  private func codes(_ recording: Recording) -> Set<String> { Set(recording.repairs.map(\.code)) }

  @Test("a sound file needs no repair and keeps its values")
  func sound() throws {
    let recording = try EDFDraft().opened()
    #expect(recording.repairs == [])
    #expect(recording.header.format == .edfContinuous)
    #expect(recording.timeline.durationSeconds == 90)
    let samples = try #require(recording.samples(of: 0))
    #expect(samples.values.count == 9000)
    #expect(abs(samples.values[5] - (40 * 0 + 60 * (0.05 - 0.5) + Float((5 * 7919) % 13) - 6)) < 0.01)
  }

  @Test("the count of records follows from the file's length", arguments: ["-1", "7", "1", "x"])
  func recordCount(text: String) throws {
    var draft = EDFDraft()
    draft.put(text, at: 236, width: 8)
    let recording = try draft.opened()
    #expect(recording.header.recordCount == 3)
    #expect(codes(recording).contains("record-count"))
  }

  @Test("a cut last record is left out, and said once")
  func cutRecord() throws {
    var draft = EDFDraft()
    draft.bytes.removeLast(500)
    let recording = try draft.opened()
    #expect(recording.header.recordCount == 2)
    #expect(recording.repairs.filter { $0.code == "record-count" }.count == 1)
  }

  @Test("bytes after the last record are left out")
  func trailing() throws {
    var draft = EDFDraft()
    draft.bytes += [1, 2, 3]
    let recording = try draft.opened()
    #expect(recording.header.recordCount == 3)
    #expect(codes(recording) == ["trailing-bytes"])
  }

  @Test(
    "numbers with a decimal comma, an exponent, a plus sign or NULs are read", arguments: ["400,0", "4.0e+2", "+400"])
  func numbers(text: String) throws {
    var draft = EDFDraft()
    draft.put(Array(text.utf8), .physicalMaximum, of: 0, padding: 0)
    let changed = try #require(try draft.opened().statistics(of: 0))
    let sound = try #require(try EDFDraft().opened().statistics(of: 0))
    #expect(changed == sound)
  }

  @Test(
    "a void or missing calibration refuses that signal and no other",
    arguments: [
      (EDFDraft.Field.physicalMaximum, "-400"), (.digitalMaximum, "-32767"), (.physicalMinimum, ""),
      (.physicalMaximum, "nan"), (.physicalMaximum, "9e999"),
    ])
  func calibration(field: EDFDraft.Field, text: String) throws {
    var draft = EDFDraft()
    draft.put(text, field, of: 0)
    let recording = try draft.opened()
    #expect(recording.refusal(of: 0) == .calibration)
    #expect(recording.refusal(of: 1) == nil)
    #expect(recording.samples(of: 0) == nil)
    #expect(recording.repairs.contains { $0.text.contains("EEG C4-M1") })
  }

  @Test("an inverted range inverts the polarity")
  func inverted() throws {
    var draft = EDFDraft()
    draft.put("400", .physicalMinimum, of: 0)
    draft.put("-400", .physicalMaximum, of: 0)
    let upright = try #require(try EDFDraft().opened().samples(of: 0)).values
    let inverted = try #require(try draft.opened().samples(of: 0)).values
    #expect(zip(upright, inverted).allSatisfy { abs($0 + $1) < 1e-3 })
  }

  @Test(
    "units are read in any case and any writing",
    arguments: [
      (Array("uV".utf8), 1), (Array("UV".utf8), 1), (Array("µV".utf8), 1), (Array("μV".utf8), 1), ([0xB5, 0x56], 1),
      ([0x83, 0xCA, 0x56], 1), (Array("mV".utf8), 1e3), (Array("V".utf8), 1e6), (Array("nV".utf8), 1e-3),
    ] as [([UInt8], Double)])
  func units(unit: [UInt8], factor: Double) throws {
    var draft = EDFDraft()
    draft.put(unit, .dimension, of: 0)
    let sound = try #require(try EDFDraft().opened().statistics(of: 0))
    let recording = try draft.opened()
    let changed = try #require(recording.statistics(of: 0))
    #expect(abs(changed.maximum - factor * sound.maximum) < 1e-6 * factor * sound.maximum)
    #expect(recording.header.signals[0].unit.wording == "µV")
  }

  @Test("an EEG that is a million times too strong or too weak is refused by name", arguments: ["V", "nV"])
  func implausible(unit: String) throws {
    var draft = EDFDraft()
    draft.put(unit, .dimension, of: 0)
    let recording = try draft.opened()
    #expect(recording.refusal(of: 0) == .implausible)
    #expect(
      recording.repairsWithJudgement.contains { $0.code == "implausible-values" && $0.text.contains("EEG C4-M1") })
    #expect(throws: PreparationError.self) { try Preparation.night(of: recording, salt: []) }
  }

  @Test("a header that is cut is refused at the byte where it ends", arguments: [0, 8, 200, 255, 256, 700])
  func headerCut(count: Int) {
    var draft = EDFDraft()
    draft.bytes = Array(draft.bytes.prefix(count))
    let needed = count < 256 ? 256 : 1024
    let expected: RecordingError = count == 0 ? .empty : .headerCut(atByte: count, needed: needed)
    #expect(throws: expected) { try draft.opened() }
  }

  @Test("a file of another kind is refused")
  func foreign() {
    #expect(throws: RecordingError.notARecording) { try Recording(MappedBytes(Array(repeating: 65, count: 5000))) }
  }

  @Test("records that are apart leave a gap, declared or not")
  func gap() throws {
    for flag in ["EDF+C", "EDF+D"] {
      var draft = EDFDraft()
      draft.put(flag, at: 192, width: 44)
      draft.replace("+60\u{14}\u{14}", with: "+75\u{14}\u{14}")
      let recording = try draft.opened()
      #expect(recording.timeline.gaps == [Timeline.Gap(atSeconds: 60, lengthSeconds: 15)])
      #expect(recording.timeline.durationSeconds == 105)
      #expect(codes(recording).contains("undeclared-gaps") == (flag == "EDF+C"))
      let samples = try #require(recording.samples(of: 0))
      #expect(samples.gaps == [6000..<7500])
      let night = try Preparation.night(of: recording, salt: []).night
      #expect(night.epochs.count == 4)
      #expect(night.epochs[0].powers != nil)
    }
  }

  @Test("records in a wrong order are put in the order of time")
  func disorder() throws {
    var draft = EDFDraft()
    draft.replace("+30\u{14}\u{14}", with: "+90\u{14}\u{14}")
    let recording = try draft.opened()
    #expect(codes(recording).contains("record-order"))
    #expect(recording.timeline.segments.map(\.startSeconds) == [0, 60, 90])
  }

  @Test("an unreadable length of a record follows from the records' times")
  func recordSeconds() throws {
    var draft = EDFDraft()
    draft.put("?", at: 244, width: 8)
    let recording = try draft.opened()
    #expect(recording.rateHz(of: 0) == 100)
    #expect(recording.timeline.durationSeconds == 90)
  }

  @Test("times that span more than three days are refused before memory is asked for")
  func absurdTimes() throws {
    var draft = EDFDraft()
    draft.replace("+60\u{14}\u{14}", with: "+9e6\u{14}")
    let recording = try draft.opened()
    #expect(recording.timeline.durationSeconds > Recording.longestSeconds)
    #expect(recording.samples(of: 0) == nil)
    #expect(throws: PreparationError.self) { try Preparation.night(of: recording, salt: []) }
  }

  @Test(
    "blank dates, seconds of 60 and impossible dates change nothing",
    arguments: ["00.00.00", "42.00.99", "99:99:60", "        "])
  func dates(text: String) throws {
    var draft = EDFDraft()
    draft.put(text, at: 168, width: 8)
    draft.put(text, at: 176, width: 8)
    #expect(try draft.opened().repairs == [])
  }

  @Test("a path that leads nowhere, or to a folder, is said")
  func paths() {
    #expect(throws: RecordingError.file(.absent)) { try Recording(path: "/nowhere/at/all.edf") }
    #expect(throws: RecordingError.file(.notAFile)) { try Recording(path: "/tmp") }
  }
}
