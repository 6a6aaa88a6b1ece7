import Foundation
import Testing

/// Compares a text with the one that is kept under `Golden/`; with `UPDATE_GOLDEN=1` it is kept anew.
func golden(_ name: String, _ text: String, _ location: SourceLocation = #_sourceLocation) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  let kept = try String(contentsOf: file, encoding: .utf8)
  #expect(text == kept, "Golden/\(name): UPDATE_GOLDEN=1 keeps what is new", sourceLocation: location)
}
