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
  /// Whether samples stand with their high byte first, against the standard.
  var isByteOrderReversed = false

  /// A step of the records' times smaller than this is rounding, not a gap: half a sample of the fastest signal.
  var toleranceSeconds: Double {
    let fastest = signals.filter { !$0.isAnnotations }.map(\.samplesPerRecord).max() ?? 1
    return max(0.002, 0.5 * (recordSeconds ?? 0) / Double(max(1, fastest)))
  }
}

/// Reads a header. Each fault is put right where that can be done with certainty, and reported once.
struct HeaderReader {
  let bytes: MappedBytes
  private(set) var repairs: [Repair] = []

  static let fixedByteCount = 256
  static let signalByteCount = 256
  static let mostSignals = 4096
  /// Where the fields of the signals begin, in bytes for one signal, and their widths.
  enum SignalField {
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

  /// Adds repairs that were made before the header was read.
  mutating func report(_ earlier: [Repair]) {
    repairs += earlier
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
    var format = RecordingFormat(isBDF: isBDF, flag: field(192, 44))
    let declaredCount = HeaderText.whole(field(236, 8))
    let counts = (0..<signalCount).map { HeaderText.whole(field($0, of: signalCount, SignalField.samplesPerRecord)) }
    if fitsOtherWidth(counts, format, structural, declaredCount) {
      format = format.withOtherWidth
      report(
        Repair(
          "sample-width",
          "the file's length fits samples of \(8 * format.bytesPerSample) bits, not those of its first bytes; read so"))
    }
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

  /// The bytes of a field.
  func field(_ start: Int, _ width: Int) -> [UInt8] {
    bytes.bytes(in: start..<(start + width))
  }

  private mutating func recordSeconds() -> Double? {
    guard let seconds = HeaderText.number(field(244, 8)), seconds >= 0, seconds <= 1e6, seconds == 0 || seconds >= 1e-6
    else {
      repairs.append(Repair("record-duration", "the length of a record at byte 244 is not one that can be"))
      return nil
    }
    return seconds
  }
}
