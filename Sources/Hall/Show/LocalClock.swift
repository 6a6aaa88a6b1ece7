import Foundation

/// The clock on the hall's wall: turns local times into instants and back, by the rules of an IANA zone.
public struct LocalClock: Sendable {
  private let zone: TimeZone

  /// The clock of a zone.
  ///
  /// - Parameter timeZone: an IANA name, for example `Europe/Paris`.
  /// - Returns: nothing if the machine's zone data has no such zone.
  public init?(timeZone: String) {
    guard let zone = TimeZone(identifier: timeZone) else { return nil }
    self.zone = zone
  }

  /// A clock without summer time, as far ahead of UTC as given.
  ///
  /// - Parameter secondsAheadOfUTC: −64800 to 64800; 0 if out of range.
  public init(secondsAheadOfUTC: Int) { zone = TimeZone(secondsFromGMT: secondsAheadOfUTC) ?? .gmt }

  /// How far the clock is ahead of UTC at an instant, in seconds.
  public func secondsAheadOfUTC(at instant: WallInstant) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
  }

  /// What the clock shows at an instant, to the second; nothing before 1970.
  public func localTime(at instant: WallInstant) -> LocalTime? {
    LocalTime(millisecondsOnTheClock: instant.milliseconds + Int64(secondsAheadOfUTC(at: instant)) * 1000)
  }

  /// The first instant at which the clock shows a local time or a later one.
  ///
  /// A time that the clock skips happens at the next valid instant, the one at which it is put forward; a time that it
  /// repeats happens the first time.
  public func instant(of local: LocalTime) -> WallInstant {
    let shown = local.millisecondsOnTheClock
    // No zone is further from UTC than 18 hours, so the instant lies between these.
    let pieces = offsets(
      from: WallInstant(milliseconds: shown - 2 * Self.day), to: WallInstant(milliseconds: shown + 2 * Self.day))
    for (index, piece) in pieces.enumerated() {
      let wanted = WallInstant(milliseconds: shown - Int64(piece.seconds) * 1000)
      let isLast = index == pieces.count - 1
      if isLast || wanted < pieces[index + 1].from { return max(piece.from, wanted) }
    }
    return WallInstant(milliseconds: shown)
  }

  /// The offsets of a span: the first in force at its beginning, then each change.
  ///
  /// - Parameters:
  ///   - from: the beginning.
  ///   - to: the end; changes before it are found.
  public func offsets(from: WallInstant, to: WallInstant) -> [Agenda.ZoneOffset] {
    var offsets = [Agenda.ZoneOffset(from: from, seconds: secondsAheadOfUTC(at: from))]
    var left = from
    while left < to {
      // Two changes of a zone are weeks apart: half a day holds one at most.
      let right = min(to, left + .hours(12))
      let seconds = secondsAheadOfUTC(at: right)
      if let last = offsets.last, last.seconds != seconds {
        offsets.append(Agenda.ZoneOffset(from: firstInstant(with: seconds, after: left, upTo: right), seconds: seconds))
      }
      left = right
    }
    return offsets
  }

  private static let day: Int64 = 86_400_000

  /// Where between two instants the offset becomes that of the later one.
  private func firstInstant(with seconds: Int, after left: WallInstant, upTo right: WallInstant) -> WallInstant {
    var (before, there) = (left, right)
    while (there - before).milliseconds > 1 {
      let middle = before + TimeSpan(milliseconds: (there - before).milliseconds / 2)
      if secondsAheadOfUTC(at: middle) == seconds { there = middle } else { before = middle }
    }
    return there
  }
}
