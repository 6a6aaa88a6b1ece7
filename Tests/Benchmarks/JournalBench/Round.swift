import Foundation
import GRDBSQLite
import Journal

/// What a round came to.
struct Figures {
  var perSecond: Double
  var processorMicroseconds: Double

  static func median(_ rounds: [Figures]) -> Figures {
    let middle = rounds.count / 2
    return Figures(
      perSecond: rounds.map(\.perSecond).sorted()[middle],
      processorMicroseconds: rounds.map(\.processorMicroseconds).sorted()[middle])
  }
}

/// Runs for a while, from where it is made.
private struct Stopwatch {
  private let began = ContinuousClock.now
  private let processor = clock()

  func figures(of count: Int) -> Figures {
    Figures(
      perSecond: Double(count) / ((ContinuousClock.now - began) / .seconds(1)),
      processorMicroseconds: Double(clock() - processor) / Double(CLOCKS_PER_SEC) * 1e6 / Double(count))
  }
}

/// One measurement.
enum Round {
  static let count = 5
  static let bodyBytes = 60

  /// A fault of the benchmark itself.
  struct Fault: Error {
    var code: Int32
  }

  static func entry(_ seq: Int64) -> Journal.Entry {
    let padding = String(repeating: "x", count: bodyBytes - 30)
    return Journal.Entry(
      seq: seq, role: .input, kind: seq % 4 == 0 ? "decision" : "reading", artwork: "artwork-\(seq % 7)",
      subject: "onirica-presence", atMilliseconds: seq, wallMilliseconds: 1_749_540_000_000 + seq,
      body: #"{"value":\#(100_000_000 + seq),"text":"\#(padding)"}"#)
  }

  /// Entries a second through the journal's writer.
  static func journal(in folder: String, groupSize: Int, total: Int) throws -> Figures {
    let path = folder + "/bench-\(UUID().uuidString)"
    defer { remove(path) }
    let moment = Journal.Moment(atMilliseconds: 0, wallMilliseconds: 0)
    let (writer, opening) = try JournalWriter.open(path: path, at: moment)
    let groups = stride(from: 0, to: total, by: groupSize).map { start in
      Journal.Group(entries: (0..<groupSize).map { entry(opening.nextSeq + Int64(start + $0)) })
    }
    let done = DispatchSemaphore(value: 0)
    let stopwatch = Stopwatch()
    for group in groups {
      writer.submit(group) { result in
        if case .failure(let fault) = result { print(fault) }
        done.signal()
      }
      done.wait()
    }
    let figures = stopwatch.figures(of: total)
    guard writer.acknowledged.seq == opening.last.seq + Int64(total) else { throw Fault(code: -1) }
    writer.close()
    return figures
  }

  /// Entries a second through SQLite's C interface: the same table and indexes, 32 bytes in place of a hash.
  static func raw(in folder: String, groupSize: Int, total: Int) throws -> Figures {
    let path = folder + "/bench-\(UUID().uuidString)"
    defer { remove(path) }
    var handle: OpaquePointer?
    try check(sqlite3_open(path, &handle))
    defer { sqlite3_close(handle) }
    for sql in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", schema] {
      try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(handle, "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)", -1, &statement, nil))
    defer { sqlite3_finalize(statement) }
    let entries = (0..<total).map { entry(Int64($0 + 1)) }
    let stopwatch = Stopwatch()
    for start in stride(from: 0, to: total, by: groupSize) {
      try check(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil))
      for entry in entries[start..<start + groupSize] { try insert(entry, statement) }
      try check(sqlite3_exec(handle, "COMMIT", nil, nil, nil))
    }
    return stopwatch.figures(of: total)
  }

  private static func insert(_ entry: Journal.Entry, _ statement: OpaquePointer?) throws {
    sqlite3_bind_int64(statement, 1, entry.seq)
    for (index, text) in zip(Int32(2)..., [entry.role.rawValue, entry.kind, entry.artwork, entry.subject]) {
      bind(text, at: index, statement)
    }
    sqlite3_bind_int64(statement, 6, entry.atMilliseconds)
    sqlite3_bind_int64(statement, 7, entry.wallMilliseconds ?? 0)
    bind(entry.body, at: 8, statement)
    let code = zeros.withUnsafeBytes { bytes in
      sqlite3_bind_blob(statement, 9, bytes.baseAddress, 32, nil)
      return sqlite3_step(statement)
    }
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else { throw Fault(code: code) }
  }

  private static let zeros = [UInt8](repeating: 0, count: 32)

  private static func bind(_ text: String?, at index: Int32, _ statement: OpaquePointer?) {
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    guard var text else { return }
    text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), transient)
      }
    }
  }

  private static func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw Fault(code: code) }
  }

  private static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", ".mark", ".lock"] { unlink(path + suffix) }
  }

  private static let schema = """
    CREATE TABLE entry (seq INTEGER PRIMARY KEY, role TEXT NOT NULL, kind TEXT NOT NULL, artwork TEXT, subject TEXT,
      at_ms INTEGER NOT NULL, wall_ms INTEGER, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE INDEX entry_by_artwork ON entry (artwork) WHERE artwork IS NOT NULL;
    CREATE INDEX entry_by_kind ON entry (kind) WHERE kind <> 'reading';
    CREATE INDEX entry_by_wall ON entry (wall_ms) WHERE wall_ms IS NOT NULL;
    CREATE INDEX reading_by_wall ON entry (wall_ms) WHERE kind = 'reading' AND wall_ms IS NOT NULL;
    """
}
