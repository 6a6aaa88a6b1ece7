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

  /// The two files of the language's own example.
  static func example() throws -> [ShowFile] {
    try ["hall.yaml", "onirica.yaml"].map { ShowFile(path: $0, text: try text($0)) }
  }
}
