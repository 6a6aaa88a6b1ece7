// What kind of file it is and how many signals it has: two figures of the header bear each other out.
extension HeaderReader {
  /// Whether the file is BDF, by its first bytes.
  mutating func family() throws(RecordingError) -> Bool {
    guard bytes.count > 0 else { throw .empty }
    let start = field(0, 8)
    let letters = start.dropFirst().map { (97...122).contains($0) ? $0 - 32 : $0 }
    if start.first == 0xFF, letters == Array("BIOSEMI".utf8) { return true }
    if start.first == 48, HeaderText.whole(start) == 0 { return false }
    // Some writers blank or mangle the version: believed where the rest of the header fits together.
    guard let signalCount = HeaderText.whole(field(252, 4)), signalCount > 0, signalCount <= HeaderReader.mostSignals,
      let declaredBytes = declaredHeaderByteCount, declaredBytes == 256 * (signalCount + 1),
      bytes.count >= declaredBytes
    else { throw .notARecording }
    report(Repair("version", "the version field at byte 0 is neither EDF's nor BDF's; the header fits together"))
    return start.first == 0xFF || RecordingFormat.isWide(flag: field(192, 44))
  }

  /// How many signals the header describes: as it says, unless only another number makes sense of its fields.
  mutating func countOfSignals() throws(RecordingError) -> Int {
    let said = HeaderText.whole(field(252, 4)).flatMap { (0...HeaderReader.mostSignals).contains($0) ? $0 : nil }
    let byLength = declaredHeaderByteCount.flatMap { length -> Int? in
      guard length % 256 == 0, length >= 256, length <= bytes.count else { return nil }
      return length / 256 - 1 <= HeaderReader.mostSignals ? length / 256 - 1 : nil
    }
    if said == 0, let byLength, byLength > 0, makesSense(byLength) {
      report(Repair("signal-count", "the count of signals at byte 252 is 0; \(byLength) stand in the header's length"))
      return byLength
    }
    if let said, said == byLength || makesSense(said) || byLength == nil && holdsHeader(of: said) { return said }
    if let byLength, byLength > 0, makesSense(byLength) {
      report(
        Repair("signal-count", "the count of signals at byte 252 does not fit; taken from the header's length"))
      return byLength
    }
    if let said { return said }
    let most = min(HeaderReader.mostSignals, bytes.count / 256 - 1)
    guard most > 0, let found = (1...most).first(where: { makesSense($0) }) else {
      throw .fieldUnreadable("count of signals", atByte: 252)
    }
    report(
      Repair("signal-count", "neither the count of signals nor the header's length is readable; \(found) signals fit"))
    return found
  }

  private func holdsHeader(of signalCount: Int) -> Bool {
    HeaderReader.fixedByteCount + signalCount * HeaderReader.signalByteCount <= bytes.count
  }

  /// Whether the fields that must be whole numbers are that, for every signal of so many.
  private func makesSense(_ signalCount: Int) -> Bool {
    guard holdsHeader(of: signalCount) else { return false }
    return (0..<signalCount).allSatisfy { index in
      let samples = HeaderText.whole(field(index, of: signalCount, SignalField.samplesPerRecord))
      let least = HeaderText.groupedWhole(field(index, of: signalCount, SignalField.digitalMinimum))
      let greatest = HeaderText.groupedWhole(field(index, of: signalCount, SignalField.digitalMaximum))
      return samples.map { $0 >= 0 } ?? false && least != nil && greatest != nil
    }
  }

  /// Whether the file's length is right for samples of the other width, and wrong for its own.
  func fitsOtherWidth(
    _ counts: [Int?], _ format: RecordingFormat, _ headerBytes: Int, _ recordCount: Int?
  ) -> Bool {
    guard let recordCount, recordCount > 0, counts.allSatisfy({ $0 ?? -1 >= 0 }) else { return false }
    let samples = counts.reduce(0) { $0 + ($1 ?? 0) }
    let available = bytes.count - headerBytes
    guard samples > 0, available > 0, available % recordCount == 0 else { return false }
    let other = format.withOtherWidth.bytesPerSample
    guard available / recordCount == samples * other else { return false }
    // Two records in three, or three for two, have the same length: then only a record's time can tell the width.
    guard available % (samples * format.bytesPerSample) == 0 else { return true }
    return beginsWithTime(counts, other, headerBytes) && !beginsWithTime(counts, format.bytesPerSample, headerBytes)
  }

  /// Whether a record, read with a width from its first byte on, has a time where its annotations begin.
  func beginsWithTime(_ counts: [Int?], _ width: Int, _ headerBytes: Int) -> Bool {
    let place = counts.indices.first { index in
      let label = HeaderText.label(field(index, of: counts.count, SignalField.label)).lowercased()
      return label.hasPrefix("edf annotation") || label.hasPrefix("bdf annotation")
    }
    guard let place else { return false }
    let start = headerBytes + width * counts[..<place].reduce(0) { $0 + ($1 ?? 0) }
    let list = bytes.bytes(in: start..<(start + width * min(counts[place] ?? 0, 64)))
    return AnnotationList(list).recordOnsetSeconds != nil
  }

  /// The bytes of one field of one signal: fields stand signal by signal, one field after the other.
  func field(_ index: Int, of signalCount: Int, _ place: (start: Int, width: Int)) -> [UInt8] {
    field(HeaderReader.fixedByteCount + place.start * signalCount + index * place.width, place.width)
  }
}
