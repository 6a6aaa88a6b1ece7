import SleepLab

/// The samples of EDF and those of BDF.
enum SampleWidth: Int, CaseIterable, Sendable {
  case sixteenBits = 2
  case twentyFourBits = 3

  var byteCount: Int { rawValue }
  /// The digital number at the end of the range that a draft declares.
  var greatest: Int { self == .sixteenBits ? 32767 : 32767 << 8 }
  /// The family's name in the header's fields.
  var family: String { self == .sixteenBits ? "EDF" : "BDF" }
}

/// A small EDF or BDF file whose bytes a test can spoil.
struct EDFDraft {
  var bytes: [UInt8]
  private(set) var signalCount: Int
  private(set) var width: SampleWidth

  /// Two signals of 3 records of 30 s at 100 Hz, EEG and EMG, and the annotations; the same values in either width.
  init(_ width: SampleWidth = .sixteenBits, notes: [RecordingWriter.Note] = [], seconds: Int = 90) {
    let values = (0..<(seconds * 100)).map { index -> Float in
      // About 10 Hz and 1 Hz, with a little of everything.
      let phase = Float(index % 10) / 10 - 0.5
      let slow = Float(index % 100) / 100 - 0.5
      return 40 * phase + 60 * slow + Float((index * 7919) % 13) - 6
    }
    bytes =
      RecordingWriter(
        signals: [
          .init(label: "EEG C4-M1", unit: "uV", prefilter: "", greatest: 400, rateHz: 100, values: values),
          .init(label: "EMG chin", unit: "uV", prefilter: "", greatest: 400, rateHz: 100, values: values),
        ], notes: notes
      ).bytes()
    signalCount = 3
    self.width = .sixteenBits
    if width == .twentyFourBits { self = EDFDraft(widening: self) }
  }

  /// The same recording as BDF+C, each sample eight bits to the left.
  private init(widening narrow: EDFDraft) {
    bytes = narrow.widened(by: 8)
    signalCount = narrow.signalCount
    width = .twentyFourBits
    put([0xFF] + Array("BIOSEMI".utf8), at: 0, width: 8)
    put("BDF+C", at: 192, width: 44)
    put("BDF Annotations", .label, of: 2)
    for signal in 0..<2 {
      put("\(-width.greatest)", .digitalMinimum, of: signal)
      put("\(width.greatest)", .digitalMaximum, of: signal)
    }
  }

  /// Where the fields of the signals begin, in bytes a signal.
  enum Field: Int {
    case label = 0
    case dimension = 96
    case physicalMinimum = 104
    case physicalMaximum = 112
    case digitalMinimum = 120
    case digitalMaximum = 128
    case samplesPerRecord = 216

    var width: Int { self == .label ? 16 : 8 }
  }

  mutating func put(_ text: String, at offset: Int, width: Int) {
    put(Array(text.utf8), at: offset, width: width)
  }

  mutating func put(_ text: [UInt8], at offset: Int, width: Int, padding: UInt8 = 32) {
    for index in 0..<width { bytes[offset + index] = index < text.count ? text[index] : padding }
  }

  mutating func put(_ text: String, _ field: Field, of signal: Int) {
    put(Array(text.utf8), field, of: signal)
  }

  mutating func put(_ text: [UInt8], _ field: Field, of signal: Int, padding: UInt8 = 32) {
    let offset = 256 + field.rawValue * signalCount + signal * field.width
    put(text, at: offset, width: field.width, padding: padding)
  }

  /// Replaces the time of a record in its annotations; both texts must be of one length.
  mutating func replace(_ old: String, with new: String) {
    let pattern = Array(old.utf8)
    guard old.utf8.count == new.utf8.count,
      let place = bytes.indices.first(where: { bytes[$0...].starts(with: pattern) })
    else { return }
    bytes.replaceSubrange(place..<(place + pattern.count), with: Array(new.utf8))
  }

  /// The place where the records begin.
  var headerByteCount: Int { 256 * (signalCount + 1) }

  /// How many bytes a record has, by the header's counts of samples.
  var recordByteCount: Int {
    (0..<signalCount).reduce(0) { sum, signal in
      let start = 256 + 216 * signalCount + 8 * signal
      let text = String(decoding: bytes[start..<(start + 8)], as: UTF8.self)
      return sum + width.byteCount * (Int(text.prefix { $0 != " " }) ?? 0)
    }
  }

  /// How many records there are.
  var recordCount: Int { (bytes.count - headerByteCount) / recordByteCount }

  /// How many bytes a signal has in a record.
  var signalByteCount: Int { 3000 * width.byteCount }

  /// Where the bytes of a sample of a signal begin in the file.
  func place(ofSample sample: Int, signal: Int, record: Int) -> Int {
    headerByteCount + record * recordByteCount + (signal * 3000 + sample) * width.byteCount
  }

  /// Blanks the annotations of a record.
  mutating func blankAnnotations(ofRecord record: Int) {
    let start = place(ofSample: 0, signal: 2, record: record)
    for place in start..<(headerByteCount + (record + 1) * recordByteCount) { bytes[place] = 0 }
  }

  /// Writes the annotations of a record anew; what does not fit is cut.
  mutating func putAnnotations(_ text: String, record: Int) {
    blankAnnotations(ofRecord: record)
    let start = place(ofSample: 0, signal: 2, record: record)
    let room = headerByteCount + (record + 1) * recordByteCount - start
    for (index, byte) in text.utf8.prefix(room).enumerated() { bytes[start + index] = byte }
  }

  /// Turns every sample's bytes around, those of the annotations not.
  mutating func reverseByteOrder() {
    for record in 0..<recordCount {
      let start = place(ofSample: 0, signal: 0, record: record)
      for sample in stride(from: start, to: start + 2 * signalByteCount, by: width.byteCount) {
        bytes.swapAt(sample, sample + width.byteCount - 1)
      }
    }
  }

  /// A recording of 16 bits with 24 a sample, and annotations filled with zeros; the header stays as it is.
  ///
  /// - Parameter bits: how far to the left each sample goes: 0 or 8.
  func widened(by bits: Int = 0) -> [UInt8] {
    var result = Array(bytes[..<headerByteCount])
    for record in 0..<recordCount {
      let start = place(ofSample: 0, signal: 0, record: record)
      for sample in stride(from: start, to: start + 2 * signalByteCount, by: 2) {
        let high = bytes[sample + 1]
        let sign: UInt8 = high & 0x80 == 0 ? 0 : 0xFF
        result += bits == 0 ? [bytes[sample], high, sign] : [0, bytes[sample], high]
      }
      let list = bytes[(start + 2 * signalByteCount)..<(start + recordByteCount)]
      result += list + Array(repeating: 0, count: list.count / 2)
    }
    return result
  }

  func opened() throws(RecordingError) -> Recording {
    try Recording(MappedBytes(bytes))
  }
}
