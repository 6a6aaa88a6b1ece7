import Foundation
import Testing

@testable import Journal

@Suite("export")
struct ExportTests {
  private static let awkward = Journal.Entry(
    seq: 2, role: .fault, kind: "com,mand", artwork: "a\"b", subject: "line\nbreak\u{1}\\", atMilliseconds: 5,
    wallMilliseconds: nil, body: "{\"text\":\n\"\\\"quoted\\\", and (ü)\u{2028}\"}")

  private static func reader() async throws -> (Workbench, JournalReader) {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    try await writer.commit(Journal.Group(entries: [awkward]))
    writer.close()
    return (bench, try bench.reader())
  }

  @Test("each exported line is one JSON value with what was committed")
  func json() async throws {
    let (bench, reader) = try await Self.reader()
    var lines = ""
    try reader.exportJSONLines(EntryFilter(seqs: 2...2)) { lines += $0 }
    withExtendedLifetime(bench) {}
    #expect(lines.hasSuffix("\n") && lines.dropLast().contains("\n") == false)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(lines.utf8)) as? [String: Any])
    #expect(object["seq"] as? Int == 2 && object["role"] as? String == "fault")
    #expect(object["kind"] as? String == "com,mand" && object["artwork"] as? String == "a\"b")
    #expect(object["subject"] as? String == "line\nbreak\u{1}\\" && object["wall_ms"] is NSNull)
    #expect((object["body"] as? [String: String])?["text"] == "\"quoted\", and (ü)\u{2028}")
  }

  @Test("CSV quotes what needs it, as Python's reader reads it")
  func csv() async throws {
    let (bench, reader) = try await Self.reader()
    var text = ""
    try reader.exportCSV { text += $0 }
    let path = bench.folder + "/export.csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let script = "import csv,json,sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline='')))))"
    let rows = try JSONDecoder().decode(
      [[String]].self, from: Data(try Child.run("python3", ["-c", script, path]).utf8))
    #expect(rows.count == 3)
    #expect(rows[0] == ["seq", "role", "kind", "artwork", "subject", "at_ms", "wall_ms", "body"])
    let entry = Self.awkward
    #expect(
      rows[2] == ["2", "fault", entry.kind, entry.artwork, entry.subject, "5", "", entry.body].map { $0 ?? "" })
  }
}
