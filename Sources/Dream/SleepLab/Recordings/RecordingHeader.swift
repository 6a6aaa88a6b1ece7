/// What a recording's header says, without the fields that name a person, a place or a date: these are never decoded.
public struct RecordingHeader: Sendable, Hashable {
  /// The format that it declares.
  public var format: RecordingFormat
  /// Where the records begin, in bytes.
  public var byteCount: Int
  /// How many whole records the file holds, by its length.
  public var recordCount: Int
  /// How long a record lasts in seconds; nil where the header does not say, 0 for annotations alone.
  public var recordSeconds: Double?
  /// How many bytes a record has.
  public var recordByteCount: Int
  /// All signals in their order, annotations among them.
  public var signals: [SignalHeader]
  /// The count of records that the header gives; nil where it gives none.
  var declaredRecordCount: Int?
}

/// Reads a header. Each fault is put right where that can be done with certainty, and reported once.
struct HeaderReader {
  private let bytes: MappedBytes
  private(set) var repairs: [Repair] = []

  private static let fixedByteCount = 256
  private static let signalByteCount = 256
  private static let mostSignals = 4096
  /// Where the fields of the signals begin, in bytes for one signal, and their widths.
  private enum SignalField {
    static let label = (start: 0, width: 16)
    static let dimension = (start: 96, width: 8)
    static let physicalMinimum = (start: 104, width: 8)
    static let physicalMaximum = (start: 112, width: 8)
    static let digitalMinimum = (start: 120, width: 8)
    static let digitalMaximum = (start: 128, width: 8)
    static let samplesPerRecord = (start: 216, width: 8)
  }

  init(_ bytes: MappedBytes) {
    self.bytes = bytes
  }

  /// The file's length in bytes.
  var fileByteCount: Int { bytes.count }

  /// The header's length as it says itself; nil where that is not readable.
  var declaredHeaderByteCount: Int? { HeaderText.whole(field(184, 8)) }

  /// Adds a repair to what is told.
  mutating func report(_ repair: Repair) {
    repairs.append(repair)
  }

  /// Reads the whole header.
  mutating func read() throws(RecordingError) -> RecordingHeader {
    let isBDF = try family()
    guard bytes.count >= HeaderReader.fixedByteCount else {
      throw .headerCut(atByte: bytes.count, needed: HeaderReader.fixedByteCount)
    }
    let signalCount = try countOfSignals()
    let structural = HeaderReader.fixedByteCount + signalCount * HeaderReader.signalByteCount
    guard bytes.count >= structural else { throw .headerCut(atByte: bytes.count, needed: structural) }
    let format = RecordingFormat(isBDF: isBDF, flag: field(192, 44))
    let declaredCount = HeaderText.whole(field(236, 8))
    var signals = [SignalHeader]()
    for index in 0..<signalCount { signals.append(signal(index, of: signalCount, format)) }
    try layOut(&signals, format, structural, declaredCount)
    let recordByteCount = signals.reduce(0) { $0 + $1.samplesPerRecord * format.bytesPerSample }
    var header = RecordingHeader(
      format: format, byteCount: 0, recordCount: 0, recordSeconds: recordSeconds(), recordByteCount: recordByteCount,
      signals: signals, declaredRecordCount: declaredCount.flatMap { $0 >= 0 ? $0 : nil })
    header.byteCount = headerByteCount(structural, header)
    countRecords(&header)
    return header
  }

  private func field(_ start: Int, _ width: Int) -> [UInt8] {
    bytes.bytes(in: start..<(start + width))
  }

  /// Whether the file is BDF, by its first bytes.
  private mutating func family() throws(RecordingError) -> Bool {
    let start = field(0, 8)
    if start.first == 0xFF, Array(start.dropFirst()) == Array("BIOSEMI".utf8) { return true }
    if start.first == 48, HeaderText.whole(start) == 0 { return false }
    // Some writers blank or mangle the version: believed where the rest of the header fits together.
    let signalCount = HeaderText.whole(field(252, 4))
    let declaredBytes = HeaderText.whole(field(184, 8))
    guard let signalCount, let declaredBytes, signalCount > 0, declaredBytes == 256 * (signalCount + 1),
      bytes.count >= declaredBytes
    else { throw .notARecording }
    repairs.append(
      Repair("version", "the version field at byte 0 is neither EDF's nor BDF's; the header fits together"))
    return start.first == 0xFF
  }

  private mutating func countOfSignals() throws(RecordingError) -> Int {
    if let count = HeaderText.whole(field(252, 4)), (0...HeaderReader.mostSignals).contains(count) { return count }
    guard let declaredBytes = HeaderText.whole(field(184, 8)), declaredBytes % 256 == 0, declaredBytes >= 256,
      declaredBytes / 256 - 1 <= HeaderReader.mostSignals, declaredBytes <= bytes.count
    else { throw .fieldUnreadable("count of signals", atByte: 252) }
    repairs.append(
      Repair("signal-count", "the count of signals at byte 252 is not readable; taken from the header's length"))
    return declaredBytes / 256 - 1
  }

  private mutating func recordSeconds() -> Double? {
    guard let seconds = HeaderText.number(field(244, 8)), seconds >= 0, seconds <= 1e6 else {
      repairs.append(Repair("record-duration", "the length of a record at byte 244 is not readable"))
      return nil
    }
    return seconds
  }

  /// The bytes of one field of one signal: fields stand signal by signal, one field after the other.
  private func field(_ index: Int, of signalCount: Int, _ place: (start: Int, width: Int)) -> [UInt8] {
    field(HeaderReader.fixedByteCount + place.start * signalCount + index * place.width, place.width)
  }

  private func signal(_ index: Int, of signalCount: Int, _ format: RecordingFormat) -> SignalHeader {
    let label = HeaderText.label(field(index, of: signalCount, SignalField.label))
    let unit = Unit(field: field(index, of: signalCount, SignalField.dimension))
    let isAnnotations = label.hasSuffix("DF Annotations")
    var header = SignalHeader(
      label: label, kind: SignalKind(label: label), unit: unit, gain: 0, offset: 0,
      samplesPerRecord: HeaderText.whole(field(index, of: signalCount, SignalField.samplesPerRecord)) ?? -1,
      byteOffsetInRecord: 0, refusal: nil, isAnnotations: isAnnotations)
    guard !isAnnotations else { return header }
    let physicalMinimum = HeaderText.number(field(index, of: signalCount, SignalField.physicalMinimum))
    let physicalMaximum = HeaderText.number(field(index, of: signalCount, SignalField.physicalMaximum))
    let digitalMinimum = HeaderText.number(field(index, of: signalCount, SignalField.digitalMinimum))
    let digitalMaximum = HeaderText.number(field(index, of: signalCount, SignalField.digitalMaximum))
    guard let physicalMinimum, let physicalMaximum, let digitalMinimum, let digitalMaximum,
      physicalMinimum != physicalMaximum, digitalMinimum != digitalMaximum
    else {
      header.refusal = .calibration
      return header
    }
    let gain = (physicalMaximum - physicalMinimum) / (digitalMaximum - digitalMinimum)
    let offset = physicalMinimum - gain * digitalMinimum
    guard (gain * unit.factor * 8_388_608).isFinite, (offset * unit.factor).isFinite, gain != 0 else {
      header.refusal = .calibration
      return header
    }
    header.gain = gain * unit.factor
    header.offset = offset * unit.factor
    return header
  }
}
