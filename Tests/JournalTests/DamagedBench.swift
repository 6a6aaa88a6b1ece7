import Foundation
import GRDB

@testable import Journal

/// A journal as a process leaves it that was killed: 40 entries in the database, 20 more in the write-ahead log.
struct DamagedBench {
  let bench: Workbench
  var path: String { bench.path }

  /// Number of the entry that the newest snapshot belongs to.
  static let snapshotSeq: Int64 = 20
  static let lastSeq: Int64 = 61

  init(bench: Workbench) {
    self.bench = bench
  }

  init() throws {
    bench = try Workbench()
    let origin = try Workbench()
    let (first, _) = try origin.open()
    try Self.commit(first, 2...20, snapshot: 20)
    try Self.commit(first, 21...41)
    first.close()
    let (second, _) = try origin.open()
    try Self.commit(second, 42...51)
    try Self.commit(second, 52...61)
    for suffix in ["", "-wal", ".mark"] {
      try FileManager.default.copyItem(atPath: origin.path + suffix, toPath: bench.path + suffix)
    }
    second.close()
  }

  private static func commit(_ writer: JournalWriter, _ seqs: ClosedRange<Int64>, snapshot: Int64? = nil) throws {
    var group = Workbench.group(seqs)
    let last = seqs.upperBound
    group.snapshot = snapshot.map(Workbench.snapshot)
    group.answers = [
      Journal.Answer(
        operatorName: "desk", id: "id-\(last)", bodyHash: "b", reply: #"{"reply":"to \#(last)"}"#, seq: last,
        wallMilliseconds: 0)
    ]
    group.shows = [Journal.ShowText(hash: "show-\(last)", loadedMilliseconds: nil, text: "text of show \(last)")]
    let outcome = Outcome<Bool>()
    writer.submit(group) { outcome.set($0.map { true }) }
    _ = try outcome.wait().get()
  }

  func content(_ suffix: String = "") throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path + suffix))
  }

  func write(_ content: Data, _ suffix: String = "") throws {
    try content.write(to: URL(fileURLWithPath: path + suffix))
  }

  /// Changes one bit of a text where it stands in a file.
  func flip(_ text: String, in suffix: String = "") throws {
    var content = try content(suffix)
    guard let range = content.range(of: Data(text.utf8)) else { throw CocoaError(.fileReadCorruptFile) }
    content[range.lowerBound + range.count / 2] ^= 1
    try write(content, suffix)
  }

  /// Changes the database as a program does that is not the daemon.
  func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// The quarantined journal's entries, as far as they can be read.
  func quarantined(_ number: Int = 1) throws -> [Journal.Entry] {
    try JournalReader(path: "\(path).damaged-\(number)").entries()
  }
}

extension DamagedBench {
  /// Has an index lack a row that is in the table: the table is changed under another name for the index.
  func breakIndex() throws {
    try execute(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE INDEX answer_by_wall ON answer (at_wall_ms) WHERE at_wall_ms > 5'
      WHERE name = 'answer_by_wall'
      """)
  }
}

extension ChainHash {
  /// The hash that is stored with an entry.
  static func stored(_ seq: Int64, in database: Database) throws -> ChainHash {
    let bytes = try Data.fetchOne(database, sql: "SELECT hash FROM entry WHERE seq = ?", arguments: [seq])
    guard let bytes, let hash = ChainHash(bytes: bytes) else { throw CocoaError(.fileReadCorruptFile) }
    return hash
  }
}
