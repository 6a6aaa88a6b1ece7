import Foundation
import ShowFiles
import Testing

@Suite("The published schema")
struct SchemaTests {
  @Test(
    "every key that a reader knows has its part, and every part that is named is there",
    arguments: ShowSchema.File.allCases)
  func complete(_ file: ShowSchema.File) throws {
    let text = ShowSchema.text(of: file)
    #expect(text.contains("unknown-") == false)
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let parts = try #require(schema["$defs"] as? [String: Any])
    let names = text.matches(of: /"#\/\$defs\/([^"]+)"/).map { String($0.1) }
    #expect(names.isEmpty == false)
    for name in Set(names) { #expect(parts[name] != nil, "\(name)") }
    for name in parts.keys { #expect(names.contains(name), "nothing leads to \(name)") }
  }

  @Test("what ships beside the scenes is what the program prints", arguments: ShowSchema.File.allCases)
  func shipped(_ file: ShowSchema.File) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Scenes/.schema")
    let shipped = try String(contentsOf: folder.appending(path: "\(file.rawValue).json"), encoding: .utf8)
    #expect(
      shipped == ShowSchema.text(of: file),
      "regie schema \(file.rawValue) -o Scenes/.schema/\(file.rawValue).json --force")
  }
}
