import Foundation
import GRDB

/// Begins a journal: beside its place, whole, and then put there by one rename, so that no crash leaves half of one.
struct Founding {
  let paths: JournalPaths
  /// The first entry: the mark `begun`; and what is carried over.
  let group: Journal.Group

  /// What the first entry says.
  struct Body: Codable {
    /// The format of the chain.
    var format = 1
    /// Why the journal before was given up: a code, and a sentence.
    var found: Found?
    /// The file in quarantine, without its folder.
    var quarantine: String?
    /// The last number known of the journal before, which the numbers go on from.
    var after: Int64?

    struct Found: Codable {
      var code: String
      var text: String
    }
  }

  /// Prepares the first entry.
  ///
  /// - Parameters:
  ///   - paths: the journal's files.
  ///   - seq: number of the first entry.
  ///   - body: what it says.
  ///   - salvage: what is carried over from the journal before.
  ///   - moment: when it is begun.
  init(
    _ paths: JournalPaths, seq: Int64, body: Body, carrying salvage: Salvage? = nil, at moment: Journal.Moment
  ) {
    self.paths = paths
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = (try? encoder.encode(body)).map { String(decoding: $0, as: UTF8.self) } ?? #"{"format":1}"#
    let begun = Journal.Entry(
      seq: seq, role: .mark, kind: Journal.Entry.begunKind, atMilliseconds: moment.atMilliseconds,
      wallMilliseconds: moment.wallMilliseconds, body: text)
    group = Journal.Group(entries: [begun], answers: salvage?.answers ?? [], shows: salvage?.shows ?? [])
  }

  /// Makes the journal and puts it into its place.
  ///
  /// - Throws: what failed; then there is no journal in the place, and it can be tried again.
  func perform() throws(JournalFault) {
    let draft = JournalPaths(database: paths.draft)
    try Self.remove(draft)
    let connection = try WriterConnection(path: draft.database, logPersists: false)
    do throws(JournalFault) {
      try write(into: connection)
    } catch {
      connection.close()
      throw error
    }
    connection.close()
    guard !JournalPaths.exists(draft.log) else {
      throw .inputOutput(path: paths.database, detail: "a new journal's log did not reach the disk")
    }
    chmod(draft.database, 0o640)
    try Self.synchronize(draft.database)
    try JournalPaths.remove(paths.log)
    try JournalPaths.remove(paths.sharedIndex)
    try JournalPaths.move(draft.database, to: paths.database)
    try paths.synchronizeFolder()
  }

  private func write(into connection: WriterConnection) throws(JournalFault) {
    try connection.migrate()
    try connection.transact { database in
      let firstSeq = group.entries[0].seq
      try Meta(firstSeq: firstSeq).insert(into: database)
      var insertion = GroupInsertion(snapshotsKept: 1)
      _ = try insertion.insert(group, after: Journal.Position(seq: firstSeq - 1, hash: .zero), into: database)
    }
  }

  private static func synchronize(_ path: String) throws(JournalFault) {
    let file = try OwnedFile(path, O_RDWR)
    let code = file.synchronize()
    guard code == 0 else { throw OwnedFile.fault(code, path: path) }
  }

  /// Removes a draft that a crash left.
  ///
  /// - Parameter draft: its files.
  /// - Throws: what failed.
  static func remove(_ draft: JournalPaths) throws(JournalFault) {
    for path in [draft.database, draft.log, draft.sharedIndex] { try JournalPaths.remove(path) }
  }
}
