import Crypto
import Endings
import Onirica
import SleepLab

/// The state of a film between two frames, as a file: from it the film goes on as if it had never stopped.
///
/// ```
/// REVERIE CHECKPOINT 1
/// reverie-night:0123456789abcdef        the mark, so that withdrawing the night finds it
///                                       and of those that are dreamt beside it
/// night …                               a line each of what the film is a function of
/// frame 3600                            frames that were made
/// written 3600                          how many of them stand in the film beside it
/// bytes 18874368
///                                       an empty line, the state, and the SHA-256 of all before
/// ```
struct FilmCheckpoint: Equatable {
  /// Why a file is no checkpoint of this film.
  enum Fault: Error, Hashable, CustomStringConvertible {
    case absent
    case notCheckpoint
    case version(String)
    case damaged
    case otherFilm(String)

    var description: String {
      switch self {
      case .absent: "there is none"
      case .notCheckpoint: "it is no checkpoint of a film"
      case .version(let version): "it is a checkpoint of version \(version), not \(FilmCheckpoint.version)"
      case .damaged: "it is damaged"
      case .otherFilm(let difference): "it is a checkpoint of another film: \(difference)"
      }
    }
  }

  static let version = 1
  private static let magic = "REVERIE CHECKPOINT "
  /// Bytes of the head at most, and of a whole file.
  private static let headBytesAtMost = 4096, bytesAtMost = 1 << 30

  /// Frames of the film that were made.
  let frame: Int
  /// How many of them stand in the film that it lies beside; 0 where it lies alone.
  let written: Int
  let state: [UInt8]

  /// The bytes of the file.
  func bytes(of identity: FilmIdentity) -> [UInt8] {
    let traits = identity.traits.map { "\($0.name) \($0.value)\n" }.joined()
    let marks = ([identity.night] + identity.chorus).map { "\(NightMark.text($0))\n" }.joined()
    let head =
      "\(FilmCheckpoint.magic)\(FilmCheckpoint.version)\n\(marks)\(traits)"
      + "frame \(frame)\nwritten \(written)\nbytes \(state.count)\n\n"
    let content = Array(head.utf8) + state
    return content + Array(SHA256.hash(data: content))
  }

  init(frame: Int, written: Int, state: [UInt8]) {
    (self.frame, self.written, self.state) = (frame, written, state)
  }

  /// Reads a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: all of them.
  ///   - identity: the film that is to go on.
  /// - Throws: why they cannot be used; another film's are refused by what differs.
  init(_ bytes: [UInt8], of identity: FilmIdentity) throws(Fault) {
    let start = bytes.prefix(FilmCheckpoint.headBytesAtMost)
    guard start.starts(with: Array(FilmCheckpoint.magic.utf8)) else { throw .notCheckpoint }
    guard let end = start.indices.first(where: { start[$0] == 10 && $0 > 0 && start[$0 - 1] == 10 }) else {
      throw .damaged
    }
    let lines = String(decoding: start[..<end], as: UTF8.self).split(separator: "\n")
    guard let first = lines.first, first.dropFirst(FilmCheckpoint.magic.count) == "\(FilmCheckpoint.version)" else {
      throw .version(String(lines.first?.dropFirst(FilmCheckpoint.magic.count).prefix(8) ?? ""))
    }
    guard bytes.count > end + 32, Array(SHA256.hash(data: bytes[..<(bytes.count - 32)])) == bytes.suffix(32) else {
      throw .damaged
    }
    let traits = lines.dropFirst().compactMap { line -> FilmIdentity.Trait? in
      guard let blank = line.firstIndex(of: " ") else { return nil }
      return FilmIdentity.Trait(name: String(line[..<blank]), value: String(line[line.index(after: blank)...]))
    }
    if let difference = identity.difference(from: traits) { throw .otherFilm(difference) }
    let number = { (name: String) in traits.first { $0.name == name }.flatMap { Int($0.value) } }
    guard let frame = number("frame"), let written = number("written"), let count = number("bytes"), frame >= 0,
      (0...frame).contains(written), count == bytes.count - 32 - (end + 1)
    else { throw .damaged }
    self.init(frame: frame, written: written, state: Array(bytes[(end + 1)..<(bytes.count - 32)]))
  }

  /// Reads a file.
  init(path: String, of identity: FilmIdentity) throws(Fault) {
    guard WholeFile.exists(path) else { throw .absent }
    guard let mapped = try? MappedBytes(path: path), mapped.count <= FilmCheckpoint.bytesAtMost else {
      throw .notCheckpoint
    }
    try self.init(mapped.bytes(in: 0..<mapped.count), of: identity)
  }

  /// Writes a file, whole or not at all.
  func write(to path: String, of identity: FilmIdentity) throws(CommandFault) {
    do throws(WholeFile.Failure) { try WholeFile.write(bytes(of: identity), to: path, mayReplace: true) } catch {
      throw CommandFault(.inputOutput, "the checkpoint cannot be kept: \(error)")
    }
  }
}
