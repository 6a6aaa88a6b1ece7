/// The mark that everything carries that was made of a night, so that it is found again when the night is withdrawn:
/// `reverie-night:` and the night's salted id, within the file's first 4096 bytes.
///
/// | made | where the mark stands |
/// |---|---|
/// | night | its id, in the head |
/// | PNG | a tEXt chunk `Comment` after the head (PNG, third edition, 11.3.3.2) |
/// | JPEG | a comment segment after the head (ITU-T T.81, B.2.4.5) |
/// | YUV4MPEG2 | a parameter `XN=` with the id alone: ffmpeg reads no longer head |
/// | MP4 | the comment in the head, before the pictures |
/// | SVG | a comment after the first line |
/// | EDF+ | the equipment in the recording's field |
/// | JSON | a member of the first object |
public enum NightMark {
  /// What stands before the id.
  public static let word = "reverie-night:"
  /// How far from a file's beginning it is looked for, in bytes.
  public static let reachBytes = 4096

  /// The mark of a night.
  ///
  /// - Parameter id: the night's id.
  /// - Returns: 30 ASCII characters.
  public static func text(_ id: NightID) -> String { word + id.rawValue }

  /// The night that a file was made of.
  ///
  /// - Parameter path: the file; a prepared night is made of itself.
  /// - Returns: nil for a file without a mark, and for one that cannot be read.
  public static func id(inFile path: String) -> NightID? {
    guard let bytes = try? MappedBytes(path: path) else { return nil }
    if bytes.bytes(in: 0..<NightFile.magic.count) == NightFile.magic { return NightFile.id(path: path) }
    return id(in: bytes.bytes(in: 0..<reachBytes))
  }

  /// The night that bytes were made of.
  ///
  /// - Parameter start: a file's first bytes.
  /// - Returns: nil where there is no mark.
  public static func id(in start: [UInt8]) -> NightID? {
    if start.starts(with: Array("YUV4MPEG2 ".utf8)) { return id(after: Array(" XN=".utf8), in: start) }
    return id(after: Array(word.utf8), in: start)
  }

  private static func id(after word: [UInt8], in bytes: [UInt8]) -> NightID? {
    guard let first = word.first, bytes.count >= word.count + 16 else { return nil }
    for place in 0...(bytes.count - word.count - 16) where bytes[place] == first {
      guard bytes[place..<(place + word.count)].elementsEqual(word) else { continue }
      let digits = bytes[(place + word.count)..<(place + word.count + 16)]
      if let id = NightID(rawValue: String(decoding: digits, as: UTF8.self)) { return id }
    }
    return nil
  }
}
