import ArgumentParser
import Endings
import Foundation
import Rehearsal
import Show

/// When `--at` means, as it is written; the hall's clock counts, not the desk's.
enum AskedTime: Hashable {
  /// An entry of the journal.
  case entry(Int64)
  /// A time of day: the last one.
  case time(TimeOfDay, isMinute: Bool)
  /// A time of a day.
  case local(LocalTime, isMinute: Bool)
  /// An instant with its own offset.
  case instant(WallInstant)
  /// So long ago.
  case ago(TimeSpan)

  /// Reads what is written.
  ///
  /// - Throws: how it is.
  init(_ text: String) throws {
    let isMinute = text.utf8.count { $0 == UInt8(ascii: ":") } == 1
    if let seq = Int64(text), seq > 0 {
      self = .entry(seq)
    } else if let time = TimeOfDay(text) {
      self = .time(time, isMinute: isMinute)
    } else if let local = LocalTime(text) {
      self = .local(local, isMinute: isMinute)
    } else if let instant = WallInstant(rfc3339: text) {
      self = .instant(instant)
    } else if let span = TimeSpan(text) {
      self = .ago(span)
    } else {
      throw ValidationError(
        "--at ‘\(printable(text))’ is not a time: write 14:32, 2025-06-10T14:32, 10m for ten minutes ago, "
          + "2025-06-10T14:32:00+02:00, or the number of an entry")
    }
  }

  /// What is asked about in a journal.
  ///
  /// - Throws: status 64 where the journal does not reach there, and what it spans.
  func question(in span: JournalSpan, now: WallInstant) throws(CommandFault) -> Why.Moment {
    if case .entry(let seq) = self {
      guard (span.firstSeq...span.lastSeq).contains(seq) else {
        throw CommandFault(.usage, "there is no entry \(seq): the journal spans \(span.words)")
      }
      return .entry(seq)
    }
    guard let (begin, length) = window(in: span, now: now), let from = span.from, let to = span.to,
      begin + length > from, begin <= to + Why.patience
    else { throw CommandFault(.usage, "the journal does not reach that time: it spans \(span.words)") }
    return .window(Why.Window(begin: begin, end: begin + length))
  }

  private func window(in span: JournalSpan, now: WallInstant) -> (WallInstant, TimeSpan)? {
    func length(_ isMinute: Bool) -> TimeSpan { isMinute ? .minutes(1) : .seconds(1) }
    switch self {
    case .entry: return nil
    case .time(let time, let isMinute):
      // Of a copy, the last one is that of its last day.
      let latest = min(now, span.to ?? now)
      guard let zone = TimeZone(identifier: span.timeZone), let begin = latest.last(time, zone: zone) else {
        return nil
      }
      return (begin, length(isMinute))
    case .local(let local, let isMinute): return (span.clock.instant(of: local), length(isMinute))
    case .instant(let instant): return (instant, .seconds(1))
    case .ago(let ago): return (WallInstant(milliseconds: now.milliseconds - ago.milliseconds), .seconds(1))
    }
  }
}
