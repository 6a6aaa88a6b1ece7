/// Why the journal could not do what it was asked, with the way out.
public enum JournalFault: Error, Sendable, Hashable {
  /// The disk, or the quota, is full.
  case full(path: String)
  /// The file, its folder or the file system cannot be written.
  case readOnly(path: String)
  /// The disk failed; nothing is known of what the failed call wrote.
  case inputOutput(path: String, detail: String)
  /// Another program holds the database for too long.
  case busy(path: String)
  /// The file cannot be opened.
  case cannotOpen(path: String, detail: String)
  /// Another daemon writes this journal.
  case locked(path: String, holder: String?)
  /// The file is something else than a journal; it was left as it is.
  case notAJournal(path: String, detail: String)
  /// The journal was made by a newer version.
  case newer(path: String)
  /// The journal is damaged.
  case damaged(path: String, finding: JournalFinding)
  /// A group does not follow the last committed entry.
  case outOfOrder(expectedSeq: Int64, gotSeq: Int64)
  /// A group contradicts itself.
  case invalidGroup(detail: String)
  /// More groups wait for the disk than may wait.
  case queueFull(limit: Int)
  /// The writer was closed.
  case closed
  /// Something in this program is wrong.
  case unexpected(path: String, detail: String)
}

extension JournalFault: CustomStringConvertible {
  /// What is wrong, where, and the way out.
  public var description: String {
    switch self {
    case .full(let path): "journal \(path): the disk is full; free space, or move the journal (`journal:`)"
    case .readOnly(let path):
      "journal \(path): cannot be written; give its folder to the user regie, or remount the file system writable"
    case .inputOutput(let path, let detail): "journal \(path): the disk failed (\(detail)); look at the kernel's log"
    case .busy(let path): "journal \(path): another program holds it locked; end what writes to it"
    case .cannotOpen(let path, let detail): "journal \(path): cannot be opened (\(detail))"
    case .locked(let path, let holder):
      "journal \(path): another daemon writes it\(holder.map { " (\($0))" } ?? ""); stop that one first"
    case .notAJournal(let path, let detail):
      "\(path) is not a journal (\(detail)) and was left alone; name another file by `journal:` or --journal"
    case .newer(let path): "journal \(path): made by a newer version; install that version, or name another file"
    case .damaged(let path, let finding): "journal \(path): \(finding); it is quarantined when the daemon starts"
    case .outOfOrder(let expectedSeq, let gotSeq):
      "entry \(gotSeq) does not follow the last committed one; \(expectedSeq) does, or a gap that begins there"
    case .invalidGroup(let detail): "the group cannot be committed: \(detail)"
    case .queueFull(let limit): "\(limit) groups wait for the disk already"
    case .closed: "the journal was closed"
    case .unexpected(let path, let detail): "journal \(path): \(detail)"
    }
  }
}
