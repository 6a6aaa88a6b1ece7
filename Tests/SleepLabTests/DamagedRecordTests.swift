import Testing

@testable import SleepLab

/// Records as interrupted, converted and concatenated files hold them.
@Suite("Damaged records")
struct DamagedRecordTests {
  private func codes(_ recording: Recording) -> [String] { recording.repairs.map(\.code).sorted() }

  private func soundValues(_ width: SampleWidth = .sixteenBits) throws -> [Float] {
    try #require(try EDFDraft(width).opened().samples(of: 0)).values
  }

  @Test("samples with their high byte first are turned around, and that is told", arguments: SampleWidth.allCases)
  func byteOrder(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.reverseByteOrder()
    let recording = try draft.opened()
    #expect(codes(recording) == ["byte-order"])
    #expect(try #require(recording.samples(of: 0)).values == soundValues(width))
    #expect(try recording.statistics(of: 0) == EDFDraft(width).opened().statistics(of: 0))
  }

  @Test("noise is noise in either order and stays as it is")
  func noise() throws {
    var chance = SeededChance(seed: 5)
    let values = (0..<9000).map { _ in Float(chance.next() % 800) - 400 }
    let bytes = RecordingWriter(
      signals: [.init(label: "EMG chin", unit: "uV", prefilter: "", greatest: 400, rateHz: 100, values: values)],
      notes: []
    ).bytes()
    let recording = try Recording(MappedBytes(bytes))
    #expect(recording.repairs == [])
    #expect(abs(try #require(recording.samples(of: 0)).values[77] - values[77]) < 0.02)
  }

  @Test("a header of one width and samples of the other: the file's length decides")
  func width() throws {
    var draft = EDFDraft()
    let wide = try Recording(MappedBytes(draft.widened()))
    #expect(wide.header.format == .bdfContinuous && codes(wide) == ["sample-width"])
    #expect(try #require(wide.samples(of: 0)).values == soundValues())
    draft.bytes[0] = 0xFF
    draft.put("BIOSEMI", at: 1, width: 7)
    let narrow = try draft.opened()
    #expect(narrow.header.format == .edfContinuous && codes(narrow) == ["sample-width"])
    #expect(try #require(narrow.samples(of: 0)).values == soundValues())
    #expect(codes(try Recording(MappedBytes(Array(draft.bytes[..<1024]) + draft.widened()[1024...]))) == [])
  }

  @Test(
    "bytes missing or too many within the file end it there, and that is told", arguments: [-1, 1, 7],
    SampleWidth.allCases)
  func shifted(surplus: Int, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    let place = draft.place(ofSample: 100, signal: 0, record: 1)
    if surplus < 0 {
      draft.bytes.remove(at: place)
    } else {
      draft.bytes.insert(contentsOf: repeatElement(65, count: surplus), at: place)
    }
    let recording = try draft.opened()
    #expect(recording.header.recordCount == 1)
    #expect(codes(recording).contains("shifted-records"))
    #expect(try #require(recording.samples(of: 0)).values == Array(soundValues(width)[..<3000]))
  }

  @Test(
    "records without a time follow the one before, and an annotation in its place is no time",
    arguments: SampleWidth.allCases)
  func missingTimes(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.blankAnnotations(ofRecord: 1)
    let recording = try draft.opened()
    #expect(codes(recording) == ["record-times"] && recording.timeline.gaps == [])
    var noted = EDFDraft(width)
    noted.putAnnotations("+7\u{14}a\u{14}\u{0}", record: 2)
    let other = try noted.opened()
    #expect(codes(other) == ["record-times"] && other.timeline.durationSeconds == 90)
    #expect(other.annotations == [Annotation(onsetSeconds: 7, durationSeconds: nil, meaning: .other)])
  }

  @Test(
    "a recording that starts between two seconds starts at 0, its annotations with it", arguments: SampleWidth.allCases)
  func subsecond(width: SampleWidth) throws {
    var draft = EDFDraft(width, notes: [.init(onsetSeconds: 10, durationSeconds: nil, text: "Sleep stage W")])
    draft.putAnnotations("+0.5\u{14}\u{14}\u{0}+10\u{14}Sleep stage W\u{14}\u{0}", record: 0)
    draft.putAnnotations("+30.5\u{14}\u{14}\u{0}", record: 1)
    draft.putAnnotations("+60.5\u{14}\u{14}\u{0}", record: 2)
    let recording = try draft.opened()
    #expect(recording.repairs == [] && recording.timeline.gaps == [])
    #expect(recording.timeline.segments.map(\.startSeconds) == [0])
    #expect(recording.annotations.map(\.onsetSeconds) == [9.5])
  }

  @Test("overlapping records are told; one that stands twice is, too", arguments: SampleWidth.allCases)
  func overlap(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.replace("+60\u{14}\u{14}", with: "+45\u{14}\u{14}")
    let recording = try draft.opened()
    #expect(codes(recording) == ["record-overlap"])
    #expect(recording.timeline.durationSeconds == 75)
    #expect(try #require(recording.samples(of: 0)).values.count == 7500)
  }

  @Test("records that steadily begin sooner than they last are shorter than they say", arguments: SampleWidth.allCases)
  func tooLong(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put("60", at: 244, width: 8)
    let recording = try draft.opened()
    #expect(codes(recording) == ["record-duration"])
    #expect(recording.rateHz(of: 0) == 100 && recording.timeline.durationSeconds == 90)
  }

  @Test(
    "a length of a record that cannot be follows from the times", arguments: ["0", "-30", "nan", "1e99", "1e-9", ""],
    SampleWidth.allCases)
  func duration(text: String, width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(text, at: 244, width: 8)
    #expect(try draft.opened().rateHz(of: 0) == 100)
    for record in 0..<3 { draft.blankAnnotations(ofRecord: record) }
    #expect(try draft.opened().refusal(of: 0) == .noRate)
  }

  @Test("one time that cannot be among records that fit each other is passed over", arguments: SampleWidth.allCases)
  func outlier(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.putAnnotations("+9e6\u{14}\u{14}\u{0}", record: 1)
    let recording = try draft.opened()
    #expect(codes(recording) == ["record-times"])
    #expect(recording.timeline.durationSeconds == 90 && recording.timeline.gaps == [])
  }

  @Test("two files joined to one: the second is left out", arguments: SampleWidth.allCases)
  func joined(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put("", at: 192, width: 44)
    draft.put("EMG leg", .label, of: 2)
    draft.bytes += draft.bytes
    let recording = try draft.opened()
    #expect(recording.header.recordCount == 3 && codes(recording) == ["trailing-bytes"])
  }

  @Test("a length of a record with a comma is a number", arguments: SampleWidth.allCases)
  func durationWithComma(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put("30,0", at: 244, width: 8)
    #expect(try draft.opened().repairs == [])
  }

  @Test("gaps declared without any times are told", arguments: SampleWidth.allCases)
  func declaredGapsWithoutTimes(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    draft.put(width.family + "+D", at: 192, width: 44)
    draft.put("EMG leg", .label, of: 2)
    #expect(codes(try draft.opened()).contains("record-times"))
  }

  @Test("annotation lists: without an end, with a comma, without a sign, not in UTF-8")
  func lists() throws {
    let read = { (text: [UInt8]) in AnnotationList(text).annotations.map(\.onsetSeconds) }
    #expect(read(Array("+0\u{14}\u{14}\u{0}+1,5\u{14}Sleep stage W\u{14}".utf8)) == [1.5])
    #expect(read(Array("+0\u{14}\u{14}\u{0}7.25\u{15}30\u{14}x".utf8)) == [7.25])
    #expect(read(Array("+3\u{14}".utf8) + [0xFF, 0xC3, 0x28, 0x14, 0]) == [3])
    #expect(AnnotationList(Array("+1\u{15}-5\u{14}x\u{14}\u{0}".utf8)).annotations[0].durationSeconds == nil)
    #expect(AnnotationList(Array("abc\u{14}x\u{14}\u{0}+1\u{14}y\u{14}\u{0}".utf8)).unreadableCount == 1)
    #expect(AnnotationList(Array("+1e300\u{14}x\u{14}\u{0}".utf8)).annotations == [])
    #expect(AnnotationList(Array("+0\u{14}a\u{14}\u{0}".utf8)).recordOnsetSeconds == nil)
  }

  @Test(
    "a signal that never changes is refused as that; samples outside the declared range are told",
    arguments: SampleWidth.allCases)
  func values(width: SampleWidth) throws {
    var draft = EDFDraft(width)
    for record in 0..<3 {
      let start = draft.place(ofSample: 0, signal: 1, record: record)
      for place in start..<(start + draft.signalByteCount) { draft.bytes[place] = 0 }
    }
    #expect(try draft.opened().refusal(of: 1) == .flat)
    #expect(try draft.opened().repairsWithJudgement.map(\.code) == ["flat-signal"])
    draft.put("-100", .digitalMinimum, of: 0)
    draft.put("100", .digitalMaximum, of: 0)
    let recording = try draft.opened()
    let statistics = try #require(recording.statistics(of: 0))
    #expect(recording.rangeRepair(statistics, of: 0)?.code == "beyond-range")
    #expect(
      try EDFDraft(width).opened().rangeRepair(#require(EDFDraft(width).opened().statistics(of: 0)), of: 0) == nil)
  }

  @Test("every cut of a file opens or is refused, without a wrong value", arguments: SampleWidth.allCases)
  func everyCut(width: SampleWidth) throws {
    let draft = EDFDraft(width)
    let sound = try soundValues(width)
    for length in stride(from: 0, to: draft.bytes.count, by: 509) {
      guard let recording = try? Recording(MappedBytes(Array(draft.bytes[..<length]))) else {
        #expect(length < 1024)
        continue
      }
      let values = try #require(recording.samples(of: 0)).values
      #expect(values == Array(sound[..<values.count]))
    }
  }
}
