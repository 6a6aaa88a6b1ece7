import Journal

/// The journal as a start needs it: what was committed before.
package protocol JournalReading {
  /// Where it lies, for words about it.
  var path: String { get }
  /// The last committed entry.
  func last() throws(JournalFault) -> Journal.Position
  /// The newest snapshot of an entry up to one.
  func snapshot(upTo seq: Int64) throws(JournalFault) -> Journal.Snapshot?
  /// Entries by a filter, in its order.
  func entries(_ filter: EntryFilter) throws(JournalFault) -> [Journal.Entry]
  /// The text of a show that was loaded.
  func show(hash: String) throws(JournalFault) -> Journal.ShowText?
  /// All answers that are still kept, the oldest first.
  func answers() throws(JournalFault) -> [Journal.Answer]
}

extension JournalReader: JournalReading {}
