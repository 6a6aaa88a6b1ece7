extension NightMark {
  /// A PNG with the mark in it.
  ///
  /// - Parameters:
  ///   - png: the picture's file.
  ///   - id: the night's id.
  /// - Returns: the file with a text chunk after its head; the same where it is no PNG.
  public static func marked(png: [UInt8], _ id: NightID) -> [UInt8] {
    // The signature of 8 bytes and the head chunk of 25 are the same in every PNG.
    guard png.count > 33, png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return png }
    let body = Array("tEXtComment".utf8) + [0] + Array(text(id).utf8)
    let chunk = bigEndian(UInt32(body.count - 4)) + body + bigEndian(checkSum(of: body))
    return Array(png[..<33]) + chunk + Array(png[33...])
  }

  /// A JPEG with the mark in it.
  ///
  /// - Parameters:
  ///   - jpeg: the picture's file.
  ///   - id: the night's id.
  /// - Returns: the file with a comment after its head; the same where it is no JPEG.
  public static func marked(jpeg: [UInt8], _ id: NightID) -> [UInt8] {
    guard jpeg.count > 6, jpeg.starts(with: [0xFF, 0xD8, 0xFF]) else { return jpeg }
    // JFIF wants its own segment first.
    let headLength = jpeg[3] == 0xE0 ? 2 + (Int(jpeg[4]) << 8 | Int(jpeg[5])) : 0
    let place = 2 + headLength
    guard place < jpeg.count else { return jpeg }
    let words = Array(text(id).utf8)
    let length = UInt16(words.count + 2)
    return Array(jpeg[..<place]) + [0xFF, 0xFE, UInt8(length >> 8), UInt8(length & 0xFF)] + words
      + Array(jpeg[place...])
  }

  /// A sound of RIFF WAVE with the mark in it.
  ///
  /// - Parameters:
  ///   - wave: the sound's file; lengths of a writer that could not go back are put right.
  ///   - id: the night's id.
  /// - Returns: the file with a comment in a list of information before all else; the same where it is no such sound.
  public static func marked(wave: [UInt8], _ id: NightID) -> [UInt8] {
    guard wave.count > 12, wave.starts(with: Array("RIFF".utf8)), wave[8..<12].elementsEqual("WAVE".utf8) else {
      return wave
    }
    var words = Array(text(id).utf8) + [0]
    if words.count % 2 == 1 { words.append(0) }
    let comment = Array("INFOICMT".utf8) + littleEndian(UInt32(words.count)) + words
    let list = Array("LIST".utf8) + littleEndian(UInt32(comment.count)) + comment
    let length = UInt32(clamping: wave.count - 8 + list.count)
    return Array("RIFF".utf8) + littleEndian(length) + Array("WAVE".utf8) + list + Array(wave[12...])
  }

  /// An SVG with the mark in it.
  ///
  /// - Parameters:
  ///   - svg: the drawing's file.
  ///   - id: the night's id.
  /// - Returns: the file with a comment after its first line; the same where it has no line.
  public static func marked(svg: [UInt8], _ id: NightID) -> [UInt8] {
    guard let end = svg.firstIndex(of: 10) else { return svg }
    return Array(svg[...end]) + Array("<!-- \(text(id)) -->\n".utf8) + Array(svg[(end + 1)...])
  }

  /// The check sum of PNG's chunks: CRC-32 (PNG, third edition, annex D).
  static func checkSum(of bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  private static func littleEndian(_ number: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
