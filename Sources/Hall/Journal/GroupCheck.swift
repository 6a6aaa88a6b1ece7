import Foundation

/// The two numbers that a gap declares: these entries, both included, were never committed.
struct GapBody: Codable, Hashable {
  var from: Int64
  var to: Int64
}

extension Journal.Entry {
  /// The kind of the mark that declares a gap.
  public static let gapKind = "gap"

  /// Makes the entry that declares a gap, and follows it.
  ///
  /// - Parameters:
  ///   - from: the first number that was never committed.
  ///   - to: the last one; the entry itself has the number after it. One less than `from` declares an empty gap.
  ///   - moment: when it was declared.
  /// - Returns: an entry with the role `mark` and the body `{"from":…,"to":…}`.
  public static func gap(from: Int64, to: Int64, at moment: Journal.Moment) -> Journal.Entry {
    Journal.Entry(
      seq: to + 1, role: .mark, kind: gapKind, atMilliseconds: moment.atMilliseconds,
      wallMilliseconds: moment.wallMilliseconds, body: #"{"from":\#(from),"to":\#(to)}"#)
  }

  /// The gap that the entry declares, where it declares one.
  var declaredGap: GapBody? {
    guard role == .mark, kind == Self.gapKind else { return nil }
    return try? JSONDecoder().decode(GapBody.self, from: Data(body.utf8))
  }

  /// Whether the entry may follow another one.
  ///
  /// - Parameter last: the number of the one before.
  /// - Returns: true for the next number, and for a gap that begins there and ends just before this entry.
  func follows(_ last: Int64) -> Bool {
    if seq == last + 1 { return true }
    guard seq > last, let gap = declaredGap else { return false }
    return gap.from == last + 1 && gap.to == seq - 1
  }
}

extension Journal.Group {
  /// The longest text that an entry holds, in bytes. A command has 64 KiB at most, and is cut to less.
  static let longestBodyBytes = 16 << 20

  /// Checks that the group can be committed after an entry.
  ///
  /// - Parameter last: the number of the last entry.
  /// - Returns: the number of the last entry with this group.
  /// - Throws: ``JournalFault/outOfOrder(expectedSeq:gotSeq:)`` or ``JournalFault/invalidGroup(detail:)``.
  package func check(after last: Int64) throws(JournalFault) -> Int64 {
    var last = last
    for entry in entries {
      guard entry.follows(last) else { throw .outOfOrder(expectedSeq: last + 1, gotSeq: entry.seq) }
      try Self.refuseZeros([entry.kind, entry.artwork, entry.subject, entry.body], seq: entry.seq)
      guard entry.body.utf8.count <= Self.longestBodyBytes else {
        throw .invalidGroup(detail: "the body of entry \(entry.seq) is longer than \(Self.longestBodyBytes) bytes")
      }
      last = entry.seq
    }
    for answer in answers {
      guard (1...max(1, last)).contains(answer.seq) else {
        throw .invalidGroup(detail: "an answer speaks of entry \(answer.seq), which is not committed")
      }
      try Self.refuseZeros([answer.operatorName, answer.id, answer.bodyHash, answer.reply], seq: answer.seq)
    }
    for show in shows { try Self.refuseZeros([show.hash, show.text], seq: last) }
    if let snapshot, snapshot.seq > last || snapshot.seq < 1 {
      throw .invalidGroup(detail: "the snapshot is of entry \(snapshot.seq), which is not committed")
    }
    try Self.refuseZeros([snapshot?.stateHash, snapshot?.state], seq: last)
    return last
  }

  /// Refuses the character U+0000, at which most programs that read SQLite end a text. JSON writes it as an escape.
  private static func refuseZeros(_ texts: [String?], seq: Int64) throws(JournalFault) {
    for case let text? in texts where text.utf8.contains(0) {
      throw .invalidGroup(detail: "a text of entry \(seq) holds the character U+0000")
    }
  }
}
