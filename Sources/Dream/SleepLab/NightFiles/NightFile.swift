/// A prepared night as a file that is mapped: little-endian, sections with digests of their own, no identity.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 8 | `REVNIGHT` |
/// | 8 | 4 | version |
/// | 12 | 4 | count of sections, 64 at most |
/// | 16 | 8 | length of the file |
/// | 24 | 16 | the id's digits, salted |
/// | 40 | 8 | duration in seconds, a double |
/// | 48 | 16 | 0 |
/// | 64 | 64 a section | kind, 0 (4 bytes each); offset, length, count of entries (8 each); SHA-256 of the section |
/// | | 32 | SHA-256 of all before |
///
/// Sections begin at multiples of 64; texts are UTF-8 after their length (4 bytes).
///
/// | kind | section | an entry |
/// |---|---|---|
/// | 1 | consent | first whether it expires (4), then when, in seconds since 1970, a double; then the uses, texts |
/// | 2 | epochs | 48: stage, scorer, whether there are powers, 0; sure; 5 absolute, 5 relative powers, floats |
/// | 3 | events | 28: onset, duration, doubles; amplitude, frequency, floats; kind, direction, whether there is a frequency, method |
/// | 4 | track | the columns, one after the other, floats; the count is that of instants |
/// | 5 | provenances | part, method, program, texts; signals: count (4), texts; channels: count (4), kind, text, number (4) |
/// | 6 | dream reports | awakening, a double; stage before, recall (255: none), whether there is a time, a curator's word (1 approved, 2 refused); language, words, texts |
///
/// **When digests are checked.** The head, the table and each small section (some 100 kB a night) are checked before they
/// are decoded, always. The track (9 MB for eight hours) stays in the map and is read where it lies; its digest is
/// checked at opening unless `.allButTrack` is asked for, and then a number that is none reads as 0.
public enum NightFile {
  /// The version that is written and read. Versions 1 and 2 held no consent, and are refused: the recording is prepared again.
  public static let version: UInt32 = 3
  /// What a prepared night begins with.
  public static let magic = Array("REVNIGHT".utf8)

  /// How much of a file is compared with its digests at opening.
  public enum Verification: Sendable, Hashable {
    /// All of it.
    case everything
    /// All but the track, which is nearly all of the bytes.
    case allButTrack
  }

  /// Opens a prepared night; its track is read from the map when it is asked for.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - verification: what is compared with its digest first.
  /// - Returns: the night.
  /// - Throws: `NightFileError`; the path is never part of it.
  public static func read(
    path: String, verifying verification: Verification = .everything
  ) throws(NightFileError) -> Night {
    let mapped: MappedBytes
    do { mapped = try MappedBytes(path: path) } catch { throw .file(error) }
    return try read(mapped, verifying: verification)
  }

  /// Opens a prepared night of which the bytes are at hand.
  ///
  /// - Parameters:
  ///   - bytes: the whole file; kept as long as the night's track is.
  ///   - verification: what is compared with its digest first.
  /// - Returns: the night.
  /// - Throws: `NightFileError`.
  public static func read(
    _ bytes: MappedBytes, verifying verification: Verification = .everything
  ) throws(NightFileError) -> Night {
    try NightOpening(bytes).night(verifying: verification)
  }

  /// Opens a prepared night that is in memory.
  ///
  /// - Parameter bytes: the whole file.
  /// - Returns: the night.
  /// - Throws: `NightFileError`.
  public static func read(_ bytes: [UInt8]) throws(NightFileError) -> Night { try read(MappedBytes(bytes)) }

  /// The consent of a prepared night, without anything else of it.
  ///
  /// - Parameter path: where it is.
  /// - Returns: the consent.
  /// - Throws: `NightFileError`.
  public static func consent(path: String) throws(NightFileError) -> Consent {
    let mapped: MappedBytes
    do { mapped = try MappedBytes(path: path) } catch { throw .file(error) }
    return try NightOpening(mapped).consent()
  }

  /// The id that a file of any version carries, without believing anything else of it: what is withdrawn may be damaged.
  ///
  /// - Parameter path: where it is.
  /// - Returns: nil where the file is no night, or its id is none.
  public static func id(path: String) -> NightID? {
    guard let mapped = try? MappedBytes(path: path), mapped.bytes(in: 0..<magic.count) == magic else { return nil }
    let start = (mapped.bytes(in: 8..<9).first ?? 0) < 3 ? 36 : 24
    return NightID(rawValue: String(decoding: mapped.bytes(in: start..<(start + 16)), as: UTF8.self))
  }

  /// Whether a file begins like a prepared night.
  ///
  /// - Parameter path: where it is.
  /// - Returns: false also where there is no such file.
  public static func isNight(path: String) -> Bool {
    guard let mapped = try? MappedBytes(path: path) else { return false }
    return mapped.bytes(in: 0..<magic.count) == magic
  }

  /// Writes a night, whole or not at all.
  ///
  /// - Parameters:
  ///   - night: the night.
  ///   - path: where to.
  ///   - mayReplace: whether a file that is there may be replaced.
  /// - Throws: `WholeFile.Failure`.
  public static func write(_ night: Night, to path: String, mayReplace: Bool) throws(WholeFile.Failure) {
    try WholeFile.write(bytes(of: night), to: path, mayReplace: mayReplace)
  }

  /// A night as bytes.
  ///
  /// - Parameter night: the night.
  /// - Returns: the whole file.
  public static func bytes(of night: Night) -> [UInt8] { NightEncoder.bytes(of: night) }
}
