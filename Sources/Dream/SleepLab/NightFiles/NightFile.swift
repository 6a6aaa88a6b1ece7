import Crypto

/// Why a prepared night cannot be used.
public enum NightFileError: Error, Hashable, CustomStringConvertible {
  /// The bytes cannot be had.
  case file(FileError)
  /// The file is no prepared night.
  case notANight
  /// The file was made by a version that is not known here.
  case version(UInt32)
  /// The file is cut short or was changed.
  case damaged
  /// A value is not one that can be.
  case badValue(atByte: Int)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notANight: "byte 0: this is no prepared night: make one with `reverie prepare RECORDING -o FILE.night`"
    case .version(let version):
      "byte 8: the night has version \(version), this program reads \(NightFile.version): prepare it again"
    case .damaged: "the night's check sum is wrong, it is cut short or was changed: prepare it again"
    case .badValue(let offset): "byte \(offset): a value of the night is not one that can be: prepare it again"
    }
  }
}

/// A prepared night as a file: little-endian, one check sum over all of it, no identity.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `REVNIGHT` |
/// | 4 | version |
/// | 4 | count of epochs |
/// | 4 | count of events |
/// | 4 | count of instants of the track |
/// | 4 | count of provenances |
/// | 8 | duration in seconds, a double |
/// | 16 | the id's digits |
/// | 48 an epoch | stage, scorer, whether there are powers, 0; sure; 5 absolute and 5 relative powers, floats |
/// | 28 an event | onset and duration, doubles; amplitude and frequency, floats (frequency 0: none); kind, direction, method, 0 |
/// | 4 a value | the track's columns, one after the other, floats |
/// | | provenances: part, method, count of signals, signals; texts with a length of 4 bytes before |
/// | 32 | SHA-256 of all that |
public enum NightFile {
  /// The version that is written and read.
  public static let version: UInt32 = 2
  static let magic = Array("REVNIGHT".utf8)
  static let digestByteCount = 32

  /// Reads a prepared night in one piece.
  ///
  /// - Parameter path: where it is.
  /// - Returns: the night.
  /// - Throws: `NightFileError`; the path is never part of it.
  public static func read(path: String) throws(NightFileError) -> Night {
    let mapped: MappedBytes
    do { mapped = try MappedBytes(path: path) } catch { throw .file(error) }
    return try read(mapped.bytes(in: 0..<mapped.count))
  }

  /// Whether a file begins like a prepared night.
  ///
  /// - Parameter path: where it is.
  /// - Returns: false also where there is no such file.
  public static func isNight(path: String) -> Bool {
    guard let mapped = try? MappedBytes(path: path) else { return false }
    return mapped.bytes(in: 0..<magic.count) == magic
  }

  /// Reads a prepared night that is in memory.
  ///
  /// - Parameter bytes: the whole file.
  /// - Returns: the night.
  /// - Throws: `NightFileError`.
  public static func read(_ bytes: [UInt8]) throws(NightFileError) -> Night {
    guard bytes.starts(with: magic) else { throw .notANight }
    var reader = ByteReader(bytes, end: bytes.count - digestByteCount)
    reader.skip(magic.count)
    guard let version = reader.unsigned() else { throw .damaged }
    guard version == NightFile.version else { throw .version(version) }
    guard Array(SHA256.hash(data: bytes.dropLast(digestByteCount))) == Array(bytes.suffix(digestByteCount)) else {
      throw .damaged
    }
    return try NightDecoder(reader).night()
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
  public static func bytes(of night: Night) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(magic)
    writer.append(version)
    for count in [
      night.epochs.count, night.events.count + night.yasaEvents.count, night.track.count, night.provenance.count,
    ] {
      writer.append(UInt32(count))
    }
    writer.append(night.durationSeconds)
    writer.append(Array(night.id.rawValue.utf8))
    for epoch in night.epochs {
      writer.append([epoch.stage.rawValue, epoch.scoredBy.rawValue, epoch.powers == nil ? 0 : 1, 0])
      writer.append(epoch.sure)
      for band in Band.allCases { writer.append(epoch.powers?.absolute[band] ?? 0) }
      for band in Band.allCases { writer.append(epoch.powers?.relative[band] ?? 0) }
    }
    let marked = EventMethod.allCases.flatMap { method in night.events(by: method).map { (method, $0) } }
    for (method, event) in marked {
      writer.append(event.onsetSeconds)
      writer.append(event.durationSeconds)
      writer.append(event.amplitudeMicrovolts)
      writer.append(event.frequencyHz ?? 0)
      writer.append([event.kind.rawValue, UInt8(bitPattern: event.direction), method.rawValue, 0])
    }
    for feature in FeatureTrack.Feature.allCases { writer.append(night.track.column(feature)) }
    for provenance in night.provenance {
      writer.append(provenance.part)
      writer.append(provenance.method)
      writer.append(UInt32(provenance.signals.count))
      for signal in provenance.signals { writer.append(signal) }
    }
    writer.append(Array(SHA256.hash(data: writer.bytes)))
    return writer.bytes
  }
}
