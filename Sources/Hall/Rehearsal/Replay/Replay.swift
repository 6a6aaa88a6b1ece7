import Sequencer
import Show

/// Steps the inputs of a journal again and compares what comes of them with what the journal has, byte for byte.
///
/// Rows are fed in the order of their numbers; nothing is performed. At a declared gap replay resumes with the snapshot
/// behind it (``resume(show:state:)``).
public struct Replay {
  /// The first thing that is not as the journal has it.
  public struct Difference: Hashable, Sendable, CustomStringConvertible {
    /// The input whose step differs.
    public var input: JournalRow
    /// The number of the entry that differs.
    public var seq: Int64
    /// What the journal has; nothing if it has no such entry.
    public var journalled: JournalRow?
    /// What the replay gives; nothing if it gives no such entry.
    public var replayed: JournalRow?

    /// Both, for a person.
    public var description: String {
      "entry \(seq), of the input \(input.seq):\n  the journal has  \(journalled?.line ?? "nothing")\n"
        + "  the replay gives \(replayed?.line ?? "nothing")"
    }
  }

  /// A journal that cannot be replayed.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which entry, and why.
    public var description: String
  }

  /// The sequencer as far as it was fed.
  public private(set) var sequencer: Sequencer
  /// How many inputs were stepped.
  public private(set) var inputs = 0
  /// How many decisions and effects were compared.
  public private(set) var compared = 0
  /// The first difference; after it nothing more is compared.
  public private(set) var difference: Difference?

  private let codec = JournalRows()
  private let show: (String) -> Show?
  private var expected: ArraySlice<JournalRow> = []
  private var lastInput: JournalRow?

  /// A replay that begins at a state: that of a snapshot, or the one before the first input.
  ///
  /// - Parameters:
  ///   - sequencer: where it begins.
  ///   - show: gives the show of a fingerprint, from the journal's texts; nothing if there is none.
  public init(from sequencer: Sequencer, show: @escaping (String) -> Show?) {
    (self.sequencer, self.show) = (sequencer, show)
  }

  /// Goes on at another state: behind a gap.
  public mutating func resume(show: Show, state: HallState) {
    expected = []
    sequencer = Sequencer(show: show, state: state)
  }

  /// Takes the next row.
  ///
  /// - Throws: ``Fault`` for an input that cannot be read, or a show that is not there.
  public mutating func take(_ row: JournalRow) throws(Fault) {
    guard row.role == .input else { return compare(row) }
    finishStep()
    lastInput = row
    inputs += 1
    let rows: [JournalRow]
    do {
      let input = try codec.input(of: row)
      var adopted: Show?
      if case .show(let fingerprint) = input.event {
        adopted = show(fingerprint)
        if adopted == nil { throw Fault(description: "entry \(row.seq): the show \(fingerprint) is not there") }
      }
      rows = try codec.rows(of: sequencer.step(input, adopting: adopted), input: input)
    } catch {
      throw (error as? Fault) ?? Fault(description: "\(error)")
    }
    if rows[0] != row { differ(row.seq, row, rows[0]) }
    expected = rows.dropFirst()
  }

  /// Ends the last step: nothing that it gives may be missing in the journal.
  ///
  /// - Returns: whether all was the same.
  @discardableResult public mutating func finish() -> Bool {
    finishStep()
    return difference == nil
  }

  /// Compares the state with the hash of a snapshot.
  ///
  /// - Returns: whether they are the same state.
  public mutating func isAt(stateHash: String) -> Bool {
    finishStep()
    return (try? sequencer.state.digest()) == stateHash
  }

  private mutating func compare(_ row: JournalRow) {
    compared += 1
    let next = expected.popFirst()
    if next != row { differ(row.seq, row, next) }
  }

  private mutating func finishStep() {
    if let missing = expected.first { differ(missing.seq, nil, missing) }
    expected = []
  }

  private mutating func differ(_ seq: Int64, _ journalled: JournalRow?, _ replayed: JournalRow?) {
    guard difference == nil, let input = lastInput ?? journalled ?? replayed else { return }
    difference = Difference(input: input, seq: seq, journalled: journalled, replayed: replayed)
  }
}

extension JournalRow {
  /// The row on one line, for a person.
  fileprivate var line: String {
    let about = [artwork, subject].compactMap { $0 }.joined(separator: " ")
    return "\(seq) \(at) \(role.rawValue) \(kind) \(about) \(body)"
  }
}
