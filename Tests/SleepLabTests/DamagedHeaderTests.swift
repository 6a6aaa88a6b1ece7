import Testing

@testable import SleepLab

/// Headers as transfers, conversions and careless writers leave them.
@Suite("Damaged headers")
struct DamagedHeaderTests {
  private func codes(_ recording: Recording) -> [String] { recording.repairs.map(\.code).sorted() }

  private func soundValues(_ width: SampleWidth = .sixteenBits) throws -> [Float] {
    try #require(try EDFDraft(width).opened().samples(of: 0)).values
  }

  @Test("a mark of Unicode before the header is left out", arguments: SampleWidth.allCases)
  func textMark(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.bytes = [0xEF, 0xBB, 0xBF] + draft.bytes
    let recording = try draft.opened()
    #expect(codes(recording) == ["text-mark"])
    #expect(try #require(recording.samples(of: 0)).values == soundValues(width))
  }

  @Test("a file transferred as text gets its bytes back", arguments: SampleWidth.allCases)
  func textTransfer(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    let sound = draft.bytes
    draft.bytes = sound.flatMap { $0 == 10 ? [13, 10] : [$0] }
    let recording = try draft.opened()
    #expect(codes(recording) == ["text-transfer"])
    #expect(try #require(recording.samples(of: 0)).values == soundValues(width))
  }

  @Test(
    "a wrong, lost or absurd count of signals follows from the header's length", arguments: ["2", "x", "-3", "4096"],
    SampleWidth.allCases)
  func signalCount(text: String, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(text, at: 252, width: 4)
    let recording = try draft.opened()
    #expect(recording.header.signals.count == 3)
    #expect(codes(recording) == ["signal-count"])
    #expect(try #require(recording.samples(of: 0)).values == soundValues(width))
  }

  @Test("without either figure the fields themselves tell how many signals there are", arguments: SampleWidth.allCases)
  func bothCountsLost(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put("?", at: 252, width: 4)
    draft.put("?", at: 184, width: 8)
    let recording = try draft.opened()
    #expect(recording.header.signals.count == 3)
    #expect(try #require(recording.samples(of: 0)).values == soundValues(width))
  }

  @Test(
    "a wrong length of the header is overruled", arguments: ["0", "256", "1025", "99999999", "-1", "1e9"],
    SampleWidth.allCases)
  func headerLength(text: String, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(text, at: 184, width: 8)
    let recording = try draft.opened()
    #expect(codes(recording) == ["header-length"])
    #expect(try #require(recording.samples(of: 0)).values == soundValues(width))
  }

  @Test("a header in small letters, or with a mangled version, is one", arguments: SampleWidth.allCases)
  func letters(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(width.family.lowercased() + "+c", at: 192, width: 44)
    draft.put("eeg c4-m1", .label, of: 0)
    draft.put("uv", .dimension, of: 0)
    draft.put(width.family.lowercased() + " annotations", .label, of: 2)
    let recording = try draft.opened()
    #expect(recording.header.format.rawValue == width.family + "+C" && recording.repairs == [])
    #expect(recording.signalIndices == [0, 1] && recording.header.signals[0].kind == .eeg)
    draft.put("\u{0}", at: 0, width: 8)
    #expect(codes(try draft.opened()) == ["version"])
  }

  @Test("reserved fields full of anything change nothing", arguments: [UInt8(0), 0xFF, 0x41], SampleWidth.allCases)
  func reserved(filling: UInt8, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put([], at: 256 + 224 * 3, width: 96)
    for place in (256 + 224 * 3)..<(256 + 256 * 3) { draft.bytes[place] = filling }
    for place in 197..<236 { draft.bytes[place] = filling }
    #expect(try draft.opened().repairs == [])
  }

  @Test(
    "absurd counts of samples and records neither overflow nor ask for memory",
    arguments: ["99999999", "1e9", "1e300", "9999999999", "-5", "2.5"], SampleWidth.allCases)
  func absurdCounts(text: String, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(text, .samplesPerRecord, of: 0)
    if let recording = try? draft.opened() {
      #expect(recording.signalIndices.allSatisfy { (recording.statistics(of: $0)?.count ?? 0) < 100_000 })
    }
    draft.put(text, .samplesPerRecord, of: 1)
    draft.put(text, .samplesPerRecord, of: 2)
    draft.put(text, at: 236, width: 8)
    if let recording = try? draft.opened() { #expect(recording.header.recordCount == 0) }
  }

  @Test("one lost count of samples follows from the file's length", arguments: SampleWidth.allCases)
  func lostSampleCount(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put("", .samplesPerRecord, of: 1)
    let recording = try draft.opened()
    #expect(codes(recording) == ["sample-count"])
    #expect(recording.rateHz(of: 1) == 100)
  }

  @Test(
    "a count of samples that the file's length rules out is put right", arguments: ["0", "99999999", "40000"],
    SampleWidth.allCases)
  func wrongSampleCount(text: String, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(text, .samplesPerRecord, of: 0)
    let recording = try draft.opened()
    #expect(recording.header.signals[0].samplesPerRecord == 3000 && codes(recording) == ["sample-count"])
    #expect(try recording.samples(of: 0)?.values == soundValues(width))
  }

  @Test("no signals are declared, but the header's length holds them", arguments: SampleWidth.allCases)
  func zeroSignals(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put("0", at: 252, width: 4)
    let recording = try draft.opened()
    #expect(codes(recording) == ["signal-count"])
    #expect(try recording.samples(of: 0)?.values == soundValues(width))
  }

  @Test("a transfer of seven bits leaves no signal that is believed, and one of eight does")
  func sevenBits() throws {
    let night = SyntheticNight(seed: 6, hours: 0.1).recording
    let start = 256 * 7
    let lost = try Recording(MappedBytes(night[..<start] + night[start...].map { $0 & 0x7F }))
    #expect(lost.signalIndices.allSatisfy { lost.refusal(of: $0) == .sevenBits && lost.samples(of: $0) == nil })
    #expect(lost.repairs.contains { $0.code == "seven-bits" })
    let sound = try Recording(MappedBytes(night))
    #expect(sound.signalIndices.allSatisfy { sound.refusal(of: $0) == nil } && sound.repairs.isEmpty)
  }

  @Test("no signals, or signals without samples, make an empty recording", arguments: SampleWidth.allCases)
  func noSignals(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.bytes = Array(draft.bytes[..<256])
    draft.put("0", at: 252, width: 4)
    draft.put("256", at: 184, width: 8)
    #expect(try draft.opened().signalIndices == [])
    var hollow = EDFDraft(width)
    hollow.put("0", .samplesPerRecord, of: 0)
    let (start, length) = (1024, (hollow.bytes.count - 1024) / 3)
    for record in (0..<3).reversed() {
      hollow.bytes.removeSubrange((start + record * length)..<(start + record * length + hollow.signalByteCount))
    }
    let opened = try hollow.opened()
    #expect(opened.refusal(of: 0) == .noSamples && opened.refusal(of: 1) == nil && opened.header.recordCount == 3)
  }

  @Test(
    "numbers that group thousands are not a thousandth of themselves", arguments: ["32,767", "32.767"])
  func thousands(text: String) throws {
    var draft = EDFDraft()
    draft.put(text, .digitalMaximum, of: 0)
    draft.put("-" + text, .digitalMinimum, of: 0)
    #expect(try #require(try draft.opened().samples(of: 0)).values == soundValues())
  }

  @Test(
    "a typographic minus and a blank after a sign are read", arguments: ["\u{2212}400", "- 400", "-400,000"],
    SampleWidth.allCases)
  func minus(text: String, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(text, .physicalMinimum, of: 0)
    #expect(try #require(try draft.opened().samples(of: 0)).values == soundValues(width))
  }

  @Test(
    "digital ranges: an inverted one inverts, a careless one is told, one of other samples refuses the signal",
    arguments: SampleWidth.allCases)
  func digitalRanges(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put("\(width.greatest)", .digitalMinimum, of: 0)
    draft.put("\(-width.greatest)", .digitalMaximum, of: 0)
    let inverted = try draft.opened()
    #expect(codes(inverted) == ["inverted-range"])
    #expect(try zip(#require(inverted.samples(of: 0)).values, soundValues(width)).allSatisfy { abs($0 + $1) < 1e-3 })
    draft.put("0", .digitalMinimum, of: 0)
    draft.put(width == .sixteenBits ? "65535" : "16777215", .digitalMaximum, of: 0)
    #expect(codes(try draft.opened()) == ["digital-range"])
    guard width == .sixteenBits else { return }
    draft.put("-8388608", .digitalMinimum, of: 0)
    draft.put("8388607", .digitalMaximum, of: 0)
    #expect(try draft.opened().refusal(of: 0) == .digitalRange)
    #expect(try draft.opened().refusal(of: 1) == nil)
  }

  @Test(
    "units in words and other code pages",
    arguments: [
      (Array("microV".utf8), 1), (Array("uVolt".utf8), 1), (Array("Volts".utf8), 1e6), (Array("mVolt".utf8), 1e3),
      ([0xE6, 0x56], 1), ([0xA6, 0xCC, 0x56], 1), (Array("u V".utf8), 1), ([0xB5, 0x56, 0], 1),
      (Array("MV".utf8), 1e3), (Array("?V".utf8), 1),
    ] as [([UInt8], Double)])
  func units(unit: [UInt8], factor: Double) throws {
    var draft = EDFDraft()
    draft.put(unit, .dimension, of: 1)
    let recording = try draft.opened()
    #expect(recording.header.signals[1].unit == .voltage(microvolts: factor))
    #expect(codes(recording) == (unit.first == 63 || unit.first == 77 ? ["unit"] : []))
  }

  @Test(
    "other units are no voltages", arguments: ["%", "degC", "mmHg", "Lv", "GV", "Ohm", "mv/cm"])
  func otherUnits(unit: String) throws {
    var draft = EDFDraft()
    draft.put(unit, .dimension, of: 1)
    #expect(try draft.opened().header.signals[1].unit == .other(unit))
  }

  @Test("a label whose last character the field has cut keeps its beginning")
  func cutLabel() throws {
    var draft = EDFDraft()
    draft.put(Array(Array("EMG jambe droité".utf8).prefix(16)), .label, of: 1)
    #expect(try draft.opened().header.signals[1].label == "EMG jambe droit")
    draft.put([0x45, 0x4D, 0x47, 0x20, 0xE9], .label, of: 1)
    #expect(try draft.opened().header.signals[1].label == "EMG é")
  }
}
