import Testing

@testable import SleepLab

@Suite("Writing recordings")
struct WritingTests {
  @Test("what is written reads back: rates, samples, notes, over random recordings")
  func roundTrip() throws {
    for seed in UInt64(1)...40 {
      var chance = SeededChance(seed: seed)
      let seconds = 30 * Int(1 + chance.next() % 3)
      let signals = (0..<Int(1 + chance.next() % 4)).map { index -> RecordingWriter.Signal in
        let rate = [1, 25, 100, 256][Int(chance.next() % 4)]
        let scale = [1e-3, 1, 77.7, 4321.5][Int(chance.next() % 4)]
        let values = (0..<(rate * seconds)).map { _ in Float(scale * (Double(chance.next() % 2001) / 1000 - 1)) }
        return .init(label: "EMG \(index)", unit: "uV", prefilter: "", rateHz: rate, fitting: values)
      }
      let notes = (0..<Int(chance.next() % 9)).map { index in
        RecordingWriter.Note(
          onsetSeconds: Double(index) * 7.125, durationSeconds: index % 2 == 0 ? 1.5 : nil, text: "Arousal")
      }
      let read = try Recording(MappedBytes(RecordingWriter(signals: signals, notes: notes).bytes()))
      #expect(read.repairs == [], "seed \(seed)")
      #expect(read.annotations.map(\.onsetSeconds) == notes.map(\.onsetSeconds), "seed \(seed)")
      #expect(read.annotations.map(\.durationSeconds) == notes.map(\.durationSeconds), "seed \(seed)")
      for (index, signal) in signals.enumerated() {
        let values = try #require(read.samples(of: index)).values
        let step = Float(2 * signal.greatest / 65534)
        #expect(zip(values, signal.values).allSatisfy { abs($0 - $1) <= step }, "seed \(seed), signal \(index)")
        #expect(signal.cutCount == 0 && read.rateHz(of: index) == Double(signal.rateHz))
      }
    }
  }

  @Test("samples beyond a range that was given are cut to it and counted; what is no number becomes 0")
  func cut() throws {
    let signal = RecordingWriter.Signal(
      label: "EMG", unit: "uV", prefilter: "", greatest: 10, rateHz: 1, values: [20, -30, 5, .nan, .infinity])
    #expect(signal.cutCount == 2)
    let read = try Recording(MappedBytes(RecordingWriter(signals: [signal], notes: []).bytes()))
    let values = try #require(read.samples(of: 0)).values
    #expect(values[0] == 10 && values[1] == -10 && abs(values[2] - 5) < 0.001 && values[3] == 0)
  }

  @Test(
    "numbers fit 8 characters and read back near",
    arguments: [0, 1, -400, 0.123456789, 1234567.891, -0.00001234, 3.2e-9, 123456789012, -99999.95, 1e30])
  func numbers(value: Double) throws {
    let (text, read) = HeaderNumber.text(value)
    #expect(text.count <= 8 && HeaderText.number(Array(text.utf8)) == read)
    #expect(abs(read - value) <= 0.005 * abs(value))
  }
}

@Suite("Clean copies")
struct CleanCopyTests {
  private func copied(_ recording: Recording) throws -> (bytes: [UInt8], recording: Recording) {
    let copy = CleanCopy(of: recording)
    var bytes: [UInt8] = []
    copy.write { bytes += $0 }
    #expect(bytes.count == copy.byteCount)
    return (bytes, try Recording(MappedBytes(bytes)))
  }

  private func expectSame(_ copy: Recording, _ original: Recording) {
    #expect(copy.signalIndices.count == original.signalIndices.count)
    #expect(abs(copy.timeline.durationSeconds - original.timeline.durationSeconds) < 1e-3)
    for (first, second) in zip(copy.signalIndices, original.signalIndices) {
      #expect(copy.statistics(of: first) == original.statistics(of: second))
      #expect(copy.samples(of: first)?.values == original.samples(of: second)?.values)
      #expect(copy.header.signals[first].unit.factor == original.header.signals[second].unit.factor)
    }
    let pairs = zip(
      copy.annotations.sorted { $0.onsetSeconds < $1.onsetSeconds },
      original.annotations.sorted { $0.onsetSeconds < $1.onsetSeconds })
    #expect(copy.annotations.count == original.annotations.count)
    #expect(
      pairs.allSatisfy { abs($0.onsetSeconds - $1.onsetSeconds) < 1e-6 && $0.durationSeconds == $1.durationSeconds })
    #expect(copy.hypnogram?.epochCounts == original.hypnogram?.epochCounts)
    #expect(copy.scoredEvents.count == original.scoredEvents.count)
  }

  /// A recording with a name in every field that can hold one.
  private var personal: EDFDraft {
    var draft = EDFDraft(notes: [
      .init(onsetSeconds: 3, durationSeconds: nil, text: "Zephyrine turned"),
      .init(onsetSeconds: 30, durationSeconds: 30, text: "Sleep stage R"),
      .init(onsetSeconds: 40.25, durationSeconds: 4, text: "Arousal of Zephyrine"),
    ])
    for (start, width) in [(8, 80), (88, 80), (200, 36)] { draft.put("Zephyrine 02-FEB-1970", at: start, width: width) }
    draft.put("22.11.26", at: 168, width: 8)
    draft.put("23.14.15", at: 176, width: 8)
    for signal in 0..<2 {
      for (start, width) in [(16, 80), (136, 80), (224, 32)] {
        draft.put("Zephyrine HP:0.3Hz", at: 256 + start * 3 + width * signal, width: width)
      }
    }
    draft.put("Zephyrine chin", .label, of: 1)
    return draft
  }

  @Test("a copy holds the same samples, times and stages, and no name, day or hour")
  func clean() throws {
    let original = try personal.opened()
    let (bytes, copy) = try copied(original)
    expectSame(copy, original)
    #expect(copy.repairs == [])
    let text = String(decoding: bytes, as: UTF8.self)
    for word in ["Zephyrine", "1970", "22.11.26", "23.14.15"] { #expect(!text.contains(word)) }
    #expect(copy.header.signals.map(\.label) == ["EEG C4-M1", "EMG chin", "EDF Annotations"])
    #expect(text.contains("HP:0.3Hz") && text.contains("01.01.8500.00.00"))
    #expect(CleanCopy(of: original).annotationCounts == .init(stages: 1, events: 1, others: 1))
  }

  @Test("a copy of a copy is the same bytes")
  func twice() throws {
    let once = try copied(try personal.opened())
    #expect(try copied(once.recording).bytes == once.bytes)
  }

  @Test("gaps, disorder, high bytes first, 24 bits and files without times come through")
  func oddities() throws {
    var gap = EDFDraft()
    gap.replace("+60\u{14}\u{14}", with: "+75\u{14}\u{14}")
    var disorder = EDFDraft()
    disorder.replace("+30\u{14}\u{14}", with: "+90\u{14}\u{14}")
    var reversed = EDFDraft()
    reversed.reverseByteOrder()
    var plain = EDFDraft()
    plain.put("", at: 192, width: 44)
    for record in 0..<3 { plain.blankAnnotations(ofRecord: record) }
    for draft in [gap, disorder, reversed, plain] {
      let original = try draft.opened()
      expectSame(try copied(original).recording, original)
    }
    let wide = try Recording(MappedBytes(EDFDraft().widened()))
    let copy = try copied(wide).recording
    expectSame(copy, wide)
    #expect(copy.header.format == .bdfContinuous)
    let notes = try Recording(
      MappedBytes(
        RecordingWriter(signals: [], notes: [.init(onsetSeconds: 30, durationSeconds: 30, text: "Sleep stage N3")])
          .bytes()))
    expectSame(try copied(notes).recording, notes)
  }

  @Test(
    "real and odd files come through with their samples",
    .enabled(if: SleepFiles.isPresent, Comment(rawValue: SleepFiles.absence)), arguments: SleepFiles.tricky)
  func realFiles(name: String) throws {
    let original = try Recording(path: SleepFiles.path("tricky/\(name)"))
    expectSame(try copied(original).recording, original)
  }

  @Test(
    "labels become what they mean",
    arguments: [
      ("EEG Fpz-Cz", "EEG Fpz-Cz"), ("PSG_C4", "EEG C4"), ("C4-A1", "EEG C4-M1"), ("Smith EEG", "EEG"),
      ("EOG1-A1", "EOG E1-M1"), ("EMG submental", "EMG chin"), ("SaO2 Jane", "SpO2"), ("Jane Doe", "Signal 7"),
      ("Resp oro-nasal", "Resp flow"), ("A1", "M1"), ("Fp1", "EEG Fp1"),
    ])
  func labels(label: String, clean: String) {
    #expect(CleanLabel.text(label, SignalKind(label: label), number: 7) == clean)
  }
}
