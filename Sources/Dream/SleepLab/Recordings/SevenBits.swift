/// Tells from the samples whether a file went through a transfer of seven bits, which takes the highest bit off every byte.
///
/// The samples of a brain or an eye swing around a value, so that half of their low bytes have that bit. Where none of many
/// has it, while the high bytes are in use and the values differ, no sample of the file can be believed.
enum SevenBits {
  private static let mostRecords = 16
  private static let mostSamples = 256
  private static let fewestSamples = 500
  private static let fewestValues = 32

  /// Whether the file lost its highest bits.
  static func areAllThatIsLeft(_ header: RecordingHeader, _ bytes: MappedBytes) -> Bool {
    let votes = header.signals.filter { $0.kind == .eeg || $0.kind == .eog }.compactMap { isLost($0, header, bytes) }
    return !votes.isEmpty && votes.allSatisfy { $0 }
  }

  /// Whether a signal's samples have lost them; nil where there is too little to tell.
  private static func isLost(_ signal: SignalHeader, _ header: RecordingHeader, _ bytes: MappedBytes) -> Bool? {
    let width = header.format.bytesPerSample
    let count = min(signal.samplesPerRecord, mostSamples)
    let stride = max(1, header.recordCount / mostRecords)
    var seen = 0
    var lows: Set<UInt8> = []
    var isHighUsed = false
    for record in Swift.stride(from: 0, to: header.recordCount, by: stride).prefix(mostRecords) {
      let start = header.byteCount + record * header.recordByteCount + signal.byteOffsetInRecord
      let piece = bytes.bytes(in: start..<(start + count * width))
      if piece.contains(where: { $0 >= 128 }) { return false }
      seen += piece.count / width
      for place in Swift.stride(from: 0, to: piece.count - width + 1, by: width) {
        lows.insert(piece[place])
        isHighUsed = isHighUsed || piece[place + 1] != 0
      }
    }
    guard seen >= fewestSamples, lows.count >= fewestValues, isHighUsed else { return nil }
    return true
  }
}
