import Crypto

@testable import SleepLab

/// Makes the digests of a spoilt night right again, so that what lies behind them is reached.
enum NightSeal {
  static func sealed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    guard bytes.count >= NightSection.headerByteCount else { return bytes }
    put(UInt64(bytes.count), into: &bytes, at: 16)
    let sectionCount = Int(bytes[12])
    let tableEnd = NightSection.headerByteCount + sectionCount * NightSection.entryByteCount
    guard tableEnd + NightSection.digestByteCount <= bytes.count else { return bytes }
    for index in 0..<sectionCount {
      let place = NightSection.headerByteCount + index * NightSection.entryByteCount
      var reader = ByteReader(Array(bytes[place..<(place + 64)]), end: 64)
      reader.skip(8)
      guard let offset = reader.count(), let length = reader.count(), offset <= bytes.count,
        length <= bytes.count - offset
      else { continue }
      let digest = Array(SHA256.hash(data: bytes[offset..<(offset + length)]))
      bytes.replaceSubrange((place + 32)..<(place + 64), with: digest)
    }
    let digest = Array(SHA256.hash(data: bytes[..<tableEnd]))
    bytes.replaceSubrange(tableEnd..<(tableEnd + 32), with: digest)
    return bytes
  }

  static func put(_ number: UInt64, into bytes: inout [UInt8], at place: Int) {
    for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(index))) }
  }
}
