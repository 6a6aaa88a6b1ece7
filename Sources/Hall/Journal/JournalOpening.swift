/// What was found when a journal was opened for writing.
public struct JournalOpening: Sendable, Hashable {
  /// How the journal came to be what it is now.
  public enum Start: Sendable, Hashable {
    /// There was none; a new one was begun.
    case fresh
    /// It was there and is in order.
    case continued
    /// It was damaged; it lies in quarantine and a new one was begun.
    ///
    /// `quarantine` is the path of the damaged file, nil where there was none to keep. The numbers go on behind
    /// those of the damaged journal, and the answers and shows that it could still prove were carried over. The
    /// state was not: commit a snapshot soon.
    case begunAnew(finding: JournalFinding, quarantine: String?)
  }

  /// What is not damage, and yet worth a word.
  public enum Remark: Sendable, Hashable, CustomStringConvertible {
    /// There was no usable high-water mark beside the journal: the loss of the newest entries would not have shown.
    case markUnusable
    /// The high-water mark beside the journal was that of another journal.
    case markOfAnother
    /// A quarantine that was cut off was completed.
    case quarantineCompleted

    /// One sentence without its full stop.
    public var description: String {
      switch self {
      case .markUnusable: "the journal had no usable high-water mark beside it; a lost tail would not have shown"
      case .markOfAnother: "the high-water mark beside the journal was that of another journal"
      case .quarantineCompleted: "a quarantine that had been cut off was completed"
      }
    }
  }

  /// Where the journal lies.
  public var path: String
  /// How it came to be what it is.
  public var start: Start
  /// The last committed entry; the next one follows it.
  public var last: Journal.Position
  /// The newest snapshot, where there is one: what a restart begins with.
  public var snapshot: Journal.Snapshot?
  /// The newest snapshot that a quarantined journal could still prove, where there was one. What was committed after
  /// it is not in it.
  public var salvaged: Journal.Snapshot?
  /// How many entries were verified, from the newest snapshot on.
  public var verifiedCount: Int
  /// What else is worth a word.
  public var remarks: [Remark]

  /// The number that the next entry has.
  public var nextSeq: Int64 { last.seq + 1 }
}

/// What the writer has to say between commits.
public enum JournalNotice: Sendable, Hashable {
  /// The write-ahead log grew past the limit: some reader holds it.
  case logLarge(bytes: Int64)
  /// The write-ahead log is below the limit again.
  case logNormal(bytes: Int64)
  /// The high-water mark could not be written: a lost tail would not show.
  case markNotWritten(detail: String)
  /// After a fault the journal was opened again and is in order, or was begun anew.
  case reopened(JournalOpening)
}
