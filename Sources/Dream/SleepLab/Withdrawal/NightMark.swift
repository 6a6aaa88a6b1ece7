/// The mark that everything carries that was made of a night, so that it is found again when the night is withdrawn:
/// `reverie-night:` and the night's salted id, within the file's first 4096 bytes.
///
/// | made | where the mark stands |
/// |---|---|
/// | night | its id, in the head |
/// | PNG | a tEXt chunk `Comment` after the head (PNG, third edition, 11.3.3.2) |
/// | JPEG | a comment segment after the head (ITU-T T.81, B.2.4.5) |
/// | YUV4MPEG2 | a parameter `XN=` with the id alone: ffmpeg reads no longer head; of a chorus the last ten digits of each of the
/// others in a parameter `XC=` of every frame |
/// | MP4 | the comment in the head, before the pictures |
/// | SVG | a comment after the first line |
/// | WAVE | a comment in a list of information before all else |
/// | EDF+ | the equipment in the recording's field |
/// | JSON | a member of the first object |
///
/// What several nights were made into carries the mark of each.
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

  /// Last digits of an id that stand in each frame of a film of several nights.
  static let shortDigits = 10

  /// The ids of nights that were dreamt beside the first one, as the frames of a film carry them.
  ///
  /// - Parameter others: seven at most: ffmpeg reads 80 characters of a frame's head.
  public static func frameParameter(of others: [NightID]) -> String {
    others.isEmpty ? "" : " XC=" + others.map { String($0.rawValue.suffix(shortDigits)) }.joined()
  }

  /// Whether a file was made of a night, alone or with others.
  ///
  /// - Parameters:
  ///   - path: the file; a prepared night is made of itself.
  ///   - id: the night.
  public static func isMade(_ path: String, of id: NightID) -> Bool {
    guard let bytes = try? MappedBytes(path: path) else { return false }
    if bytes.bytes(in: 0..<NightFile.magic.count) == NightFile.magic { return NightFile.id(path: path) == id }
    return isMade(bytes.bytes(in: 0..<reachBytes), of: id)
  }

  /// Whether what begins with bytes was made of a night, alone or with others.
  static func isMade(_ start: [UInt8], of id: NightID) -> Bool {
    guard start.starts(with: Array("YUV4MPEG2 ".utf8)) else { return ids(in: start).contains(id) }
    if self.id(in: start) == id { return true }
    guard let end = start.firstIndex(of: 10), start[(end + 1)...].starts(with: Array("FRAME XC=".utf8)) else {
      return false
    }
    let digits = start[(end + 10)...].prefix { $0 > 32 }
    let wanted = Array(id.rawValue.utf8.suffix(shortDigits))
    return stride(from: digits.startIndex, to: digits.endIndex, by: shortDigits).contains { place in
      digits[place...].prefix(shortDigits).elementsEqual(wanted)
    }
  }

  /// The nights that a file bears whole marks of, in their order, each once.
  ///
  /// - Parameter path: the file.
  /// - Returns: none for a file that cannot be read.
  public static func ids(inFile path: String) -> [NightID] {
    guard let bytes = try? MappedBytes(path: path) else { return [] }
    return ids(in: bytes.bytes(in: 0..<reachBytes))
  }

  /// The nights whose whole marks stand in bytes.
  static func ids(in start: [UInt8]) -> [NightID] {
    var rest = start[...], found: [NightID] = []
    while let place = place(of: Array(word.utf8), in: rest), let id = id(in: Array(rest[place...])) {
      if !found.contains(id) { found.append(id) }
      rest = rest[(place + word.utf8.count + 16)...]
    }
    return found
  }

  /// The night that a file was made of, the first of several.
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
    guard let place = place(of: word, in: bytes[...]) else { return nil }
    return id(at: place + word.count, in: bytes[...])
  }

  /// Where a word stands that an id follows.
  private static func place(of word: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = word.first, bytes.count >= word.count + 16 else { return nil }
    return (bytes.startIndex...(bytes.endIndex - word.count - 16)).first { place in
      bytes[place] == first && bytes[place..<(place + word.count)].elementsEqual(word)
        && id(at: place + word.count, in: bytes) != nil
    }
  }

  private static func id(at place: Int, in bytes: ArraySlice<UInt8>) -> NightID? {
    NightID(rawValue: String(decoding: bytes[place..<(place + 16)], as: UTF8.self))
  }
}
