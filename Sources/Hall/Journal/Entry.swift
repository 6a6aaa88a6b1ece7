/// The journal of a hall: one chain of entries, and what belongs to them.
///
/// The namespace holds the rows that go into the journal and come out of it. ``JournalWriter`` commits them,
/// ``JournalReader`` reads them; neither looks into a body.
public enum Journal {
  /// What part an entry plays.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Something that came from outside, or a deadline that fired: what a replay feeds in again.
    case input
    /// What the show decided, with its reason.
    case decision
    /// What was to be done because of it.
    case effect
    /// What became of an effect.
    case outcome
    /// Something that went wrong.
    case fault
    /// A statement of the journal about itself: a beginning, a gap, an erasure.
    case mark
  }

  /// One row of the chain.
  public struct Entry: Sendable, Hashable {
    /// Number of the entry, from 1 and without holes, save those that a gap or an erasure declares.
    public var seq: Int64
    /// What part the entry plays.
    public var role: Role
    /// What it is, a short word such as `reading`, `command` or `scene`.
    public var kind: String
    /// The artwork it concerns, if it concerns one.
    public var artwork: String?
    /// What else it concerns: a sensor, a device, an operator, a schedule entry.
    public var subject: String?
    /// Show time of the entry in milliseconds.
    public var atMilliseconds: Int64
    /// Wall clock of the entry in milliseconds since 1970, where the clock was known.
    public var wallMilliseconds: Int64?
    /// The content as JSON text.
    public var body: String

    /// Makes an entry.
    ///
    /// - Parameters:
    ///   - seq: number of the entry, from 1.
    ///   - role: what part it plays.
    ///   - kind: a short word.
    ///   - artwork: the artwork it concerns.
    ///   - subject: what else it concerns.
    ///   - atMilliseconds: show time.
    ///   - wallMilliseconds: milliseconds since 1970.
    ///   - body: JSON text; the journal stores it as it is.
    public init(
      seq: Int64, role: Role, kind: String, artwork: String? = nil, subject: String? = nil,
      atMilliseconds: Int64, wallMilliseconds: Int64?, body: String
    ) {
      self.seq = seq
      self.role = role
      self.kind = kind
      self.artwork = artwork
      self.subject = subject
      self.atMilliseconds = atMilliseconds
      self.wallMilliseconds = wallMilliseconds
      self.body = body
    }
  }

  /// A moment on both clocks, for the entries that the journal writes itself.
  public struct Moment: Sendable, Hashable {
    /// Show time in milliseconds.
    public var atMilliseconds: Int64
    /// Milliseconds since 1970, where the clock is known.
    public var wallMilliseconds: Int64?

    /// Makes a moment.
    ///
    /// - Parameters:
    ///   - atMilliseconds: show time.
    ///   - wallMilliseconds: milliseconds since 1970, or nil where the clock is unknown.
    public init(atMilliseconds: Int64, wallMilliseconds: Int64?) {
      self.atMilliseconds = atMilliseconds
      self.wallMilliseconds = wallMilliseconds
    }
  }

  /// A place in the chain.
  public struct Position: Sendable, Hashable, CustomStringConvertible {
    /// Number of the entry; 0 before the first.
    public var seq: Int64
    /// The chain's hash at that entry.
    public var hash: ChainHash

    /// Makes a position.
    ///
    /// - Parameters:
    ///   - seq: number of the entry, 0 before the first.
    ///   - hash: the chain's hash there.
    public init(seq: Int64, hash: ChainHash) {
      self.seq = seq
      self.hash = hash
    }

    /// Before the first entry.
    public static let start = Position(seq: 0, hash: .zero)

    /// The number and the first digits of the hash.
    public var description: String { "\(seq) (\(hash.description.prefix(12)))" }
  }
}
