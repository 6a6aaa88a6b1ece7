import Foundation
import GRDB
import Testing

@testable import Journal

@Suite("schema")
struct SchemaTests {
  @Test("the schema's document names every table and column there is, and none that is not")
  func complete() throws {
    let bench = try Workbench()
    try bench.open().writer.close()
    let reader = try bench.reader()
    let there = try reader.connection.read { database in
      try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .reduce(into: [String: [String]]()) { tables, table in
          tables[table] = try database.columns(in: table).map(\.name)
        }
    }
    let described = Dictionary(uniqueKeysWithValues: Schema.tables.map { ($0.name, $0.columns.map(\.name)) })
    #expect(there == described)
    let document = Journal.schemaDocument()
    for (table, columns) in there {
      #expect(document.contains("\n\(table): "))
      for column in columns { #expect(document.contains("\n  \(column) "), "\(table).\(column)") }
    }
  }

  @Test("what the document says of the chain is enough for a program of another language to prove it")
  func foreignProof() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    try await writer.commit(Workbench.group(2...50))
    try await writer.commit(
      Journal.Group(
        entries: [Workbench.entry(51, artwork: nil, body: #"{"text":"()"}"#), Workbench.entry(52)],
        snapshot: Workbench.snapshot(52)))
    writer.close()
    let script = """
      import hashlib, sqlite3, struct, sys
      def text(t): return b'\\xff\\xff\\xff\\xff' if t is None else struct.pack('>I', len(t.encode())) + t.encode()
      previous = bytes(32)
      rows = sqlite3.connect(sys.argv[1]).execute(
        'SELECT seq, role, kind, artwork, subject, at_ms, wall_ms, body, hash FROM entry ORDER BY seq').fetchall()
      for seq, role, kind, artwork, subject, at, wall, body, stored in rows:
          row = previous + struct.pack('>q', seq) + text(role) + text(kind) + text(artwork) + text(subject)
          row += struct.pack('>q', at) + (b'\\0' if wall is None else b'\\1' + struct.pack('>q', wall)) + text(body)
          previous = hashlib.sha256(row).digest()
          assert previous == stored, seq
      print(len(rows), previous.hex())
      """
    let said = try Child.run("python3", ["-c", script, bench.path])
    #expect(said == "52 \(try bench.reader().last().hash)\n")
  }
}
