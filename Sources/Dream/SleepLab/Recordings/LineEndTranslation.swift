/// Undoes what a transfer as text does to a file: each byte 10 got a 13 in front. A mark of Unicode at the beginning
/// goes too.
enum LineEndTranslation {
  private static let fewestPairs = 8
  private static let mostBytes = 1 << 31
  private static let textMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The bytes as they were, where that is certain, else as they are.
  static func undone(_ bytes: MappedBytes) -> (bytes: MappedBytes, repairs: [Repair]) {
    let start = bytes.bytes(in: 0..<12)
    if start.starts(with: textMark), [0x30, 0xFF].contains(start.dropFirst(3).first) {
      let rest = MappedBytes(bytes.bytes(in: 3..<bytes.count))
      return (rest, [Repair("text-mark", "byte 0: three bytes that mark a text stand before the header; left out")])
    }
    guard let surplus = surplus(bytes), surplus >= fewestPairs else { return (bytes, []) }
    let restored = bytes.bytes(in: 0..<bytes.count)
    var result: [UInt8] = []
    result.reserveCapacity(restored.count - surplus)
    var pairs = 0
    for (place, byte) in restored.enumerated() {
      if byte == 13, place + 1 < restored.count, restored[place + 1] == 10 {
        pairs += 1
      } else {
        // A lone 10 would not have been left by such a transfer.
        if byte == 10, place == 0 || restored[place - 1] != 13 { return (bytes, []) }
        result.append(byte)
      }
    }
    guard pairs == surplus else { return (bytes, []) }
    return (
      MappedBytes(result),
      [Repair("text-transfer", "the file was transferred as text; \(pairs) bytes that this added are taken out")]
    )
  }

  /// How many bytes more the file has than its header asks for; nil where the header does not say, or where it fits.
  private static func surplus(_ bytes: MappedBytes) -> Int? {
    let number = { (start: Int, width: Int) in HeaderText.whole(bytes.bytes(in: start..<(start + width))) }
    guard bytes.count < mostBytes, let count = number(252, 4), count > 0, count <= HeaderReader.mostSignals,
      let records = number(236, 8), records > 0, bytes.count > 256 * (count + 1)
    else { return nil }
    var samples = 0
    for index in 0..<count {
      guard let each = number(256 + 216 * count + 8 * index, 8), each >= 0 else { return nil }
      samples += each
    }
    let width = bytes.bytes(in: 0..<1) == [0xFF] ? 3 : 2
    let (needed, overflow) = (samples * width).multipliedReportingOverflow(by: records)
    guard !overflow, needed < mostBytes else { return nil }
    let surplus = bytes.count - 256 * (count + 1) - needed
    // One byte in 256 is a 10; twice that is no longer this fault.
    return surplus > 0 && surplus <= bytes.count / 32 ? surplus : nil
  }
}
