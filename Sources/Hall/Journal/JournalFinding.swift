/// What was found wrong with a journal: damage, never a passing trouble of the disk.
public enum JournalFinding: Sendable, Hashable, Codable {
  /// The file does not begin as a SQLite database does.
  case header(detail: String)
  /// SQLite calls the file malformed.
  case structure(detail: String)
  /// The bytes of an entry do not give its hash.
  case chain(seq: Int64)
  /// An entry stands where another should, and no gap or erasure says why.
  case hole(expectedSeq: Int64, foundSeq: Int64)
  /// The journal ends before the high-water mark beside it.
  case lostTail(lastSeq: Int64, markSeq: Int64)
  /// The entry at the high-water mark is another one than was committed.
  case otherThanMarked(seq: Int64)
  /// A snapshot is not what was written.
  case snapshot(seq: Int64)
  /// The answer to a command is not what was written.
  case answer(seq: Int64)
  /// The text of a show is not what was written.
  case show(hash: String)
  /// Erased entries are not those that the erasure's entry proves.
  case erasure(seq: Int64)
  /// There is no journal where the high-water mark tells of one.
  case missing(markSeq: Int64)

  /// A short word for the kind of damage.
  public var code: String {
    switch self {
    case .header: "header"
    case .structure: "structure"
    case .chain: "chain"
    case .hole: "hole"
    case .lostTail: "lost-tail"
    case .otherThanMarked: "other-than-marked"
    case .snapshot: "snapshot"
    case .answer: "answer"
    case .show: "show"
    case .erasure: "erasure"
    case .missing: "missing"
    }
  }
}

extension JournalFinding: CustomStringConvertible {
  /// One sentence without its full stop: what is wrong, and where.
  public var description: String {
    switch self {
    case .header(let detail): "the file is not a readable database (\(detail))"
    case .structure(let detail): "the database is malformed (\(detail))"
    case .chain(let seq): "entry \(seq) is not what was committed: its hash does not fit"
    case .hole(let expectedSeq, let foundSeq):
      "entries \(expectedSeq) to \(foundSeq - 1) are missing and nothing says that they were erased"
    case .lostTail(let lastSeq, let markSeq): "the journal ends at entry \(lastSeq), \(markSeq) had been committed"
    case .otherThanMarked(let seq): "entry \(seq) is another one than was committed under that number"
    case .snapshot(let seq): "the snapshot after entry \(seq) is not what was committed"
    case .answer(let seq): "the answer that belongs to entry \(seq) is not what was committed"
    case .show(let hash): "the text of show \(hash.prefix(12)) is not what was committed"
    case .erasure(let seq): "what entry \(seq) says was erased does not fit what is missing"
    case .missing(let markSeq): "there is no journal, though one had been committed up to entry \(markSeq)"
    }
  }
}
