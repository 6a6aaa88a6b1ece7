// Sizes: where the records begin, what stands where in them, and how many there are. The file's length decides.
extension HeaderReader {
  /// Gives each signal its place in the record; one unreadable sample count follows from the rest.
  mutating func layOut(
    _ signals: inout [SignalHeader], _ format: RecordingFormat, _ headerBytes: Int, _ recordCount: Int?
  ) throws(RecordingError) {
    var unknown = signals.indices.filter { signals[$0].samplesPerRecord < 0 }
    if unknown.isEmpty, let wrong = wrongSampleCount(signals, format, headerBytes, recordCount) { unknown = [wrong] }
    let firstField = 256 + 216 * signals.count
    if unknown.count == 1, let recordCount, recordCount > 0, fileByteCount > headerBytes {
      signals[unknown[0]].samplesPerRecord = 0
      let known = signals.reduce(0) { $0 + $1.samplesPerRecord } * format.bytesPerSample
      let rest = (fileByteCount - headerBytes) / recordCount - known
      guard rest > 0, (fileByteCount - headerBytes) % recordCount == 0, rest % format.bytesPerSample == 0 else {
        throw .fieldUnreadable("count of samples in a record", atByte: firstField + 8 * unknown[0])
      }
      signals[unknown[0]].samplesPerRecord = rest / format.bytesPerSample
      report(
        Repair(
          "sample-count",
          "byte \(firstField + 8 * unknown[0]): a signal's count of samples cannot be right; taken from the file's length"
        ))
    } else if let first = unknown.first {
      throw .fieldUnreadable("count of samples in a record", atByte: firstField + 8 * first)
    }
    var offset = 0
    for index in signals.indices {
      signals[index].byteOffsetInRecord = offset
      offset += signals[index].samplesPerRecord * format.bytesPerSample
      if signals[index].samplesPerRecord == 0 { signals[index].refusal = .noSamples }
    }
  }

  /// The one signal that has no samples, or more than the whole file, where another count makes the file's length so many
  /// whole records as are declared. A file that was cut may have such a length by chance: the last record's own time
  /// must stand where it would, or, where records carry none, there must be too many of them for chance.
  private func wrongSampleCount(
    _ signals: [SignalHeader], _ format: RecordingFormat, _ headerBytes: Int, _ recordCount: Int?
  ) -> Int? {
    let available = fileByteCount - headerBytes
    guard let recordCount, recordCount > 1, available > 0, available % recordCount == 0 else { return nil }
    let (recordBytes, width) = (available / recordCount, format.bytesPerSample)
    var counts = signals.map(\.samplesPerRecord)
    let suspects = counts.indices.filter { counts[$0] == 0 || counts[$0] * width > available }
    guard suspects.count == 1, let suspect = suspects.first else { return nil }
    counts[suspect] = 0
    let rest = recordBytes - width * counts.reduce(0, +)
    guard rest > 0, rest % width == 0 else { return nil }
    counts[suspect] = rest / width
    guard signals.contains(where: \.isAnnotations) else { return recordCount >= 60 ? suspect : nil }
    return beginsWithTime(counts, width, headerBytes + (recordCount - 1) * recordBytes) ? suspect : nil
  }

  /// Where the records begin: by the number of signals, unless only the header's own figure fits the file's length.
  mutating func headerByteCount(_ structural: Int, _ header: RecordingHeader) -> Int {
    guard let declared = declaredHeaderByteCount, declared != structural else {
      if declaredHeaderByteCount == nil {
        report(
          Repair("header-length", "the header's length at byte 184 is not readable; taken from the count of signals"))
      }
      return structural
    }
    let chosen = declared > structural && fits(declared, header) && !fits(structural, header) ? declared : structural
    report(
      Repair(
        "header-length",
        "the header's length at byte 184 says \(declared) where its signals need \(structural) bytes; \(chosen) is used"
      ))
    return chosen
  }

  /// Whether whole records fill the file from a start to its end, as many as declared.
  private func fits(_ start: Int, _ header: RecordingHeader) -> Bool {
    guard header.recordByteCount > 0, start <= fileByteCount else { return false }
    let rest = fileByteCount - start
    if let count = header.declaredRecordCount {
      return rest / header.recordByteCount == count && rest % header.recordByteCount == 0
    }
    return rest % header.recordByteCount == 0
  }

  /// How many whole records the file's length allows, and what that means.
  mutating func countRecords(_ header: inout RecordingHeader) {
    let available = max(0, fileByteCount - header.byteCount)
    guard header.recordByteCount > 0 else {
      report(Repair("no-signals", "the header describes no samples; the recording is empty"))
      return
    }
    header.recordCount = available / header.recordByteCount
    if dropSecondFile(&header) { return }
    let rest = available % header.recordByteCount
    let present = header.recordCount
    if let declared = header.declaredRecordCount {
      if declared > present {
        let cut = rest > 0 ? ", and of the next one only \(rest) bytes, which are left out" : ""
        report(
          Repair("record-count", "the header says \(declared) records, the file holds \(present) whole ones\(cut)"))
      } else if declared < present {
        report(Repair("record-count", "the header says \(declared) records, the file holds \(present); all are read"))
      }
      if declared <= present, rest > 0 {
        report(Repair("trailing-bytes", "\(rest) bytes after the last whole record are left out"))
      }
    } else {
      report(Repair("record-count", "the header gives no count of records; the file holds \(present)"))
      if rest > 0 { report(Repair("trailing-bytes", "\(rest) bytes after the last whole record are left out")) }
    }
    if present == 0 { report(Repair("no-records", "the file holds no whole record; there are no samples")) }
  }

  /// Two files that were joined: where the declared records end, another header begins.
  private mutating func dropSecondFile(_ header: inout RecordingHeader) -> Bool {
    guard let declared = header.declaredRecordCount, declared > 0, declared < header.recordCount else { return false }
    let end = header.byteCount + declared * header.recordByteCount
    guard field(end, 8) == field(0, 8), HeaderText.whole(field(end + 184, 8)) != nil,
      HeaderText.whole(field(end + 252, 4)) != nil
    else { return false }
    header.recordCount = declared
    report(
      Repair("trailing-bytes", "byte \(end): another recording begins behind the declared records; it is left out"))
    return true
  }
}
