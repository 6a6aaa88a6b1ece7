import Crypto
import Foundation
import Show

/// One file of a show: its path beneath the show's folder, and its text.
public struct ShowFile: Hashable, Sendable, Codable {
  /// The path, with `/` between folders, for example `onirica/artwork.yaml`.
  public var path: String
  /// The text.
  public var text: String

  /// A file of a show.
  public init(path: String, text: String) { (self.path, self.text) = (path, text) }
}

/// A show that was read, and all that is wrong with it.
public struct LoadedShow: Sendable {
  /// The show; nothing if hall.yaml has faults or is missing. Artworks whose files have faults are in `unavailable`.
  public var show: Show?
  /// Every fault and warning of every file, by file and place.
  public var faults: [Fault]
  /// The files it was read from, in the order of their paths: what the journal keeps.
  public var files: [ShowFile]

  /// Whether nothing is wrong but warnings.
  public var isSound: Bool { faults.contains { $0.severity == .fault } == false }
}

/// The text of all files of a show as one text: what the journal keeps of every show that was loaded.
public enum ShowText {
  private struct Joined: Codable {
    var regie: Int
    var files: [ShowFile]
  }

  /// The files as one text: JSON, always the same for the same files.
  ///
  /// - Parameter files: the files, in any order.
  public static func join(_ files: [ShowFile]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(Joined(regie: 1, files: inOrder(files))) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The files of a text that ``join(_:)`` made; nothing if it is none.
  public static func split(_ text: String) -> [ShowFile]? {
    guard let joined = try? JSONDecoder().decode(Joined.self, from: Data(text.utf8)), joined.regie == 1 else {
      return nil
    }
    return joined.files
  }

  /// The SHA-256 of the files' paths and texts, in hexadecimal: which show this is.
  ///
  /// - Parameter files: the files, in any order.
  public static func fingerprint(_ files: [ShowFile]) -> String {
    var hash = SHA256()
    for file in inOrder(files) {
      for part in [file.path, file.text] {
        // Lengths first, so that no two shows run together into the same bytes.
        hash.update(data: Data("\(part.utf8.count):".utf8))
        hash.update(data: Data(part.utf8))
      }
    }
    return hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  static func inOrder(_ files: [ShowFile]) -> [ShowFile] {
    files.sorted { $0.path.unicodeScalars.lexicographicallyPrecedes($1.path.unicodeScalars) }
  }
}
