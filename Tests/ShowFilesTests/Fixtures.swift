import Foundation
import Show
import ShowFiles

/// The files beside the tests.
enum Fixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static var path: String { folder.path(percentEncoded: false) }

  static func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// The descriptions of boxes that ship.
  static func boxes() throws -> [String] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Scenes/boxes")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
    return try names.filter { $0.hasSuffix(".yaml") }.map {
      String(decoding: try Data(contentsOf: folder.appending(path: $0)), as: UTF8.self)
    }
  }

  /// The two files of the language's own example.
  static func example() throws -> [ShowFile] {
    try ["hall.yaml", "onirica.yaml"].map { ShowFile(path: $0, text: try text($0)) }
  }
}
