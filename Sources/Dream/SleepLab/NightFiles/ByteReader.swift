/// Reads little-endian numbers from bytes, one after the other, and never beyond their end.
///
/// It loads numbers by raw memory loads, each of them checked against the end first.
struct ByteReader {
  private let bytes: [UInt8]
  private let end: Int
  /// Where the next value begins.
  private(set) var place = 0

  init(_ bytes: [UInt8], end: Int) {
    self.bytes = bytes
    self.end = min(max(0, end), bytes.count)
  }

  /// How many bytes are left.
  var remaining: Int { max(0, end - place) }
  /// Whether all is read.
  var isAtEnd: Bool { place == end }

  mutating func skip(_ count: Int) { place += count }

  /// The next bytes; fewer where there are not so many.
  mutating func take(_ count: Int) -> [UInt8] {
    let taken = min(max(0, count), remaining)
    defer { place += taken }
    return Array(bytes[place..<(place + taken)])
  }

  mutating func unsigned() -> UInt32? { load(UInt32.self).map { UInt32(littleEndian: $0) } }
  mutating func float() -> Float? { unsigned().map { Float(bitPattern: $0) } }
  mutating func double() -> Double? {
    load(UInt64.self).map { Double(bitPattern: UInt64(littleEndian: $0)) }
  }

  /// A count or an offset of 8 bytes; nil where it is larger than any file.
  mutating func count() -> Int? {
    load(UInt64.self).flatMap { number in
      let value = UInt64(littleEndian: number)
      return value < 1 << 48 ? Int(value) : nil
    }
  }

  private mutating func load<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number? {
    let size = MemoryLayout<Number>.size
    guard remaining >= size else { return nil }
    defer { place += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: type) }
  }
}

/// Writes little-endian numbers, one after the other.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }
  mutating func append(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
  mutating func append(_ value: Float) { append(value.bitPattern) }
  mutating func append(_ value: Double) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }
  mutating func append(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
  /// A text after its length, cut at a character where it is too long.
  mutating func append(_ text: String, mostBytes: Int = 4096) {
    var kept = Substring(text)
    while kept.utf8.count > mostBytes { kept = kept.dropLast(max(1, (kept.utf8.count - mostBytes) / 8)) }
    let utf8 = Array(kept.utf8)
    append(UInt32(utf8.count))
    append(utf8)
  }
  mutating func append(_ values: ArraySlice<Float>) {
    bytes.reserveCapacity(bytes.count + 4 * values.count)
    for value in values { append(value.bitPattern) }
  }
}
