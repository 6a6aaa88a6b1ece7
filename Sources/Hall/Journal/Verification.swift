import GRDB

extension JournalReader {
  /// What a verification of the whole journal has done so far.
  public struct Progress: Sendable, Hashable {
    /// How many entries were proven.
    public var verifiedCount: Int
    /// The last entry that was proven.
    public var seq: Int64
    /// The last entry there was when it began.
    public var lastSeq: Int64
  }

  /// Proves the whole journal: the structure of the file, the chain from its first entry to its last, erasures
  /// and gaps, the high-water mark, every answer, snapshot and show.
  ///
  /// The chain is read in short steps, also while a daemon writes; only the check of the structure reads in one go.
  ///
  /// - Parameter progress: hears of each step; returning false ends the verification early.
  /// - Returns: the damage that was found first, nil where there is none or it was ended early.
  /// - Throws: what kept it from reading.
  public func verifyAll(
    progress: @Sendable (Progress) -> Bool = { _ in true }
  ) throws(JournalFault) -> JournalFinding? {
    do throws(JournalFault) {
      try verifyStructure()
      try verifyChain(progress: progress)
      try verifyRows()
      return nil
    } catch {
      guard case .damaged(_, let finding) = error else { throw error }
      return finding
    }
  }

  private func verifyStructure() throws(JournalFault) {
    let complaint = try connection.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
    guard complaint == "ok" else {
      throw .damaged(path: path, finding: .structure(detail: complaint ?? "no answer"))
    }
  }

  private func verifyChain(progress: (Progress) -> Bool) throws(JournalFault) {
    let mark = Mark.read(paths.mark)
    let meta = try connection.read { try Meta($0) }
    let end = try last()
    if let mark, mark.journal == meta.journal {
      try connection.read { try TailVerification.compare(mark.position, last: end, in: $0) }
    }
    var walk = ChainWalk(after: Journal.Position(seq: meta.firstSeq - 1, hash: .zero))
    while try connection.read({ try walk.step(in: $0) }) {
      guard progress(Progress(verifiedCount: walk.count, seq: walk.position.seq, lastSeq: end.seq)) else { return }
    }
    guard walk.position.seq >= end.seq else {
      throw .damaged(path: path, finding: .lostTail(lastSeq: walk.position.seq, markSeq: end.seq))
    }
    _ = progress(Progress(verifiedCount: walk.count, seq: walk.position.seq, lastSeq: end.seq))
  }

  private func verifyRows() throws(JournalFault) {
    try connection.read { database in
      for row in try Row.fetchAll(database, sql: "SELECT * FROM snapshot") {
        _ = try ProvenSnapshot(row, in: database)
      }
      let answers = try Row.fetchCursor(database, sql: "SELECT * FROM answer")
      while let row = try answers.next() { _ = try Journal.Answer(row) }
      let shows = try Row.fetchCursor(database, sql: "SELECT * FROM show")
      while let row = try shows.next() { _ = try Journal.ShowText(row) }
      for erasure in try Int64.fetchAll(database, sql: "SELECT DISTINCT erasure FROM erased") {
        try ErasedSpan.prove(erasure, in: database)
      }
    }
  }
}
