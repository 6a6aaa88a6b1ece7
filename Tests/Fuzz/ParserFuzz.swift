import Glibc

// Every parser of recordings, scoring and reports under libFuzzer: `Tests/Fuzz/run` compiles this file with those of the
// laboratory into one program.

/// What the fuzzer calls before the first input: writes small sound files to begin with.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<Int32>?, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  guard let folder = getenv("REGIE_FUZZ_SEEDS").map({ String(cString: $0) }) else { return 0 }
  for (number, bytes) in seeds().enumerated() {
    try? WholeFile.write(bytes, to: "\(folder)/seed-\(number)", mayReplace: true)
  }
  return 0
}

/// What the fuzzer calls with each input: nothing may trap, hang or give a value that is none.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let mapped = MappedBytes(bytes)
  if let file = try? HypnogramFile(mapped) {
    precondition(file.hypnogram.stages(count: 200).count == 200, "an epoch is missing")
    precondition(file.events.allSatisfy { $0.onsetSeconds.isFinite }, "an event has no time")
  }
  if let file = try? DreamReportFile(mapped) {
    precondition(file.reports.allSatisfy { $0.awakeningSeconds?.isFinite ?? true }, "a report has no time")
  }
  if let file = try? StageProbabilities(bytes) {
    precondition(file.rows.allSatisfy { $0.allSatisfy { (0...1).contains($0) } }, "a probability is none")
  }
  if bytes.count <= 200 { _ = try? Seek(String(decoding: bytes, as: UTF8.self)) }
  _ = ColumnLevels.read(bytes)
  guard let recording = try? Recording(mapped) else { return 0 }
  precondition(recording.timeline.durationSeconds.isFinite, "a timeline has no end")
  for index in recording.signalIndices.prefix(8) {
    if let statistics = recording.statistics(of: index) {
      precondition(statistics.mean.isFinite && statistics.deviation.isFinite, "a figure is none")
    }
    _ = recording.refusal(of: index)
  }
  if recording.header.recordCount < 1000, recording.header.signals.count < 64 {
    let copy = CleanCopy(of: recording)
    var written: [UInt8] = []
    copy.write { written += $0 }
    precondition(written.count == copy.byteCount, "a copy has another length than it said")
    precondition((try? Recording(MappedBytes(written))) != nil, "a copy cannot be read")
  }
  return 0
}

private func seeds() -> [[UInt8]] {
  let values = (0..<120).map { Float(($0 * 37) % 100) - 50 }
  let signal = { (label: String, rate: Int) in
    RecordingWriter.Signal(
      label: label, unit: "uV", prefilter: "HP:0.3Hz", greatest: 400, rateHz: rate,
      values: Array(values.prefix(60 * rate)))
  }
  let notes: [RecordingWriter.Note] = [
    .init(onsetSeconds: 0, durationSeconds: 30, text: "Sleep stage W"),
    .init(onsetSeconds: 30, durationSeconds: nil, text: "Arousal"),
  ]
  let narrow = RecordingWriter(signals: [signal("EEG C4-M1", 2), signal("EMG chin", 1)], notes: notes).bytes()
  var wide = RecordingWriter(signals: [signal("EEG C4-M1", 3)], notes: notes).bytes()
  wide.replaceSubrange(0..<8, with: [0xFF] + Array("BIOSEMI".utf8))
  let texts = [
    "W\nN1\nS2\n3\n4\nR\n?\n", "W 30\nN2 60\n", "onset,duration,stage\n0,30,W\n30,30,R\n", "0 W\n30 N2\n60 R\n",
    "22/11/2026 23:59:30,23/11/2026 00:00:00,Wach,30\n23/11/2026 00:00:00,x,N2,30\n",
    "<PSGAnnotation><ScoredEvents><ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>Stage 2 sleep|2"
      + "</EventConcept><Start>0</Start><Duration>30</Duration></ScoredEvent></ScoredEvents></PSGAnnotation>",
    "<CMPStudyConfig><EpochLength>20</EpochLength><SleepStages><SleepStage>0</SleepStage></SleepStages></CMPStudyConfig>",
    "text,recording_offset_s\n\"a \"\"sea\"\"\",60\n", "[{\"recording_offset_s\": 60, \"text\": \"sea\"}]",
    "{\"stage\": {\"Levels\": {\"0\": \"Wake\"}}}", "W,N1,N2,N3,R\n0.2,0.1,0.5,0.1,0.1\n1,0,0,0,0\n",
    "rem:last before awakening:3+60s", "01:30:00", "50%",
  ]
  return [narrow, wide, RecordingWriter(signals: [], notes: notes).bytes()] + texts.map { Array($0.utf8) }
}
