extension Journal {
  /// How long the answer to a command is kept at least: 24 hours, in milliseconds.
  public static let answersKeptMilliseconds: Int64 = 24 * 60 * 60 * 1000

  /// The answer that a command got, so that the same id gets it again.
  public struct Answer: Sendable, Hashable {
    /// The operator's name, as the broker knows it.
    public var operatorName: String
    /// The command's id, 1 to 64 characters.
    public var id: String
    /// A hash of the command's body, by which a reused id is told from a repeated one.
    public var bodyHash: String
    /// The reply as JSON text.
    public var reply: String
    /// Number of the entry that the reply speaks of.
    public var seq: Int64
    /// When it was answered, in milliseconds since 1970 by the clock that also forgets it.
    public var wallMilliseconds: Int64

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - operatorName: the operator's name.
    ///   - id: the command's id.
    ///   - bodyHash: hash of the command's body.
    ///   - reply: the reply as JSON text.
    ///   - seq: number of the entry it speaks of.
    ///   - wallMilliseconds: milliseconds since 1970.
    public init(
      operatorName: String, id: String, bodyHash: String, reply: String, seq: Int64, wallMilliseconds: Int64
    ) {
      self.operatorName = operatorName
      self.id = id
      self.bodyHash = bodyHash
      self.reply = reply
      self.seq = seq
      self.wallMilliseconds = wallMilliseconds
    }
  }

  /// The state of the show after an entry.
  public struct Snapshot: Sendable, Hashable {
    /// Number of the entry after which the state was this.
    public var seq: Int64
    /// The state's hash, by whoever made the state.
    public var stateHash: String
    /// The state as JSON text.
    public var state: String

    /// Makes a snapshot.
    ///
    /// - Parameters:
    ///   - seq: number of an entry of the same group, or of one committed before.
    ///   - stateHash: the state's hash; the journal keeps it as it is.
    ///   - state: the state as JSON text.
    public init(seq: Int64, stateHash: String, state: String) {
      self.seq = seq
      self.stateHash = stateHash
      self.state = state
    }
  }

  /// The text of a show that was loaded.
  public struct ShowText: Sendable, Hashable {
    /// The show's hash, by whoever loaded it.
    public var hash: String
    /// When it was loaded last, in milliseconds since 1970.
    public var loadedMilliseconds: Int64?
    /// The show's text.
    public var text: String

    /// Makes the text of a show.
    ///
    /// - Parameters:
    ///   - hash: the show's hash; the journal finds the text by it.
    ///   - loadedMilliseconds: milliseconds since 1970.
    ///   - text: the show's text, all files of it in whatever form the loader chose.
    public init(hash: String, loadedMilliseconds: Int64?, text: String) {
      self.hash = hash
      self.loadedMilliseconds = loadedMilliseconds
      self.text = text
    }
  }

  /// What is committed together: all of it, or nothing.
  public struct Group: Sendable, Hashable {
    /// Entries, in the order of their numbers, the first following the last committed one.
    public var entries: [Entry]
    /// Answers to commands.
    public var answers: [Answer]
    /// The state after one of the entries; older snapshots than the newest few go.
    public var snapshot: Snapshot?
    /// Shows that were loaded.
    public var shows: [ShowText]
    /// Answers from before this, in milliseconds since 1970, are forgotten. Nil forgets none.
    public var forgetAnswersBefore: Int64?

    /// Makes a group.
    ///
    /// - Parameters:
    ///   - entries: entries in the order of their numbers.
    ///   - answers: answers to commands.
    ///   - snapshot: the state after one of the entries.
    ///   - shows: shows that were loaded.
    ///   - forgetAnswersBefore: milliseconds since 1970, at most now − ``Journal/answersKeptMilliseconds``.
    public init(
      entries: [Entry] = [], answers: [Answer] = [], snapshot: Snapshot? = nil, shows: [ShowText] = [],
      forgetAnswersBefore: Int64? = nil
    ) {
      self.entries = entries
      self.answers = answers
      self.snapshot = snapshot
      self.shows = shows
      self.forgetAnswersBefore = forgetAnswersBefore
    }
  }
}
