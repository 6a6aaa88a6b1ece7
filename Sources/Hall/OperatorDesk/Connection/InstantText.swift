import ArgumentParser
import Foundation
import Show

extension WallInstant {
  /// This instant by the machine's clock.
  static var now: WallInstant { WallInstant(Date()) }

  private init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())) }

  private var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  /// As people read it: the time, with the day before it unless it is the day of `now`.
  func text(now: WallInstant, zone: TimeZone) -> String {
    let (own, other) = (parts(zone), now.parts(zone))
    let time = two(own.hour) + ":" + two(own.minute) + ":" + two(own.second)
    if (own.year, own.month, own.day) == (other.year, other.month, other.day) { return time }
    return dateAndTime(zone: zone)
  }

  /// The date and the time.
  func dateAndTime(zone: TimeZone) -> String {
    let own = parts(zone)
    return "\(own.year ?? 0)-\(two(own.month))-\(two(own.day)) "
      + "\(two(own.hour)):\(two(own.minute)):\(two(own.second))"
  }

  /// The day and the time to the minute, for example `Tue 10 Jun 09:00`.
  func dayAndMinute(zone: TimeZone) -> String {
    let own = parts(zone)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let (day, month) = (days[((own.weekday ?? 1) - 1) % 7], months[((own.month ?? 1) - 1) % 12])
    let seconds = (own.second ?? 0) == 0 ? "" : ":" + two(own.second)
    return "\(day) \(own.day ?? 0) \(month) \(two(own.hour)):\(two(own.minute))\(seconds)"
  }

  /// The next instant at or after this one at which a zone's clocks show a time of day.
  func next(_ time: TimeOfDay, zone: TimeZone) -> WallInstant? {
    let found = WallInstant.calendar(zone).nextDate(
      after: date.addingTimeInterval(-0.001), matching: time.components, matchingPolicy: .nextTime)
    return found.map { WallInstant($0) }
  }

  /// The last instant at or before this one at which a zone's clocks showed a time of day.
  func last(_ time: TimeOfDay, zone: TimeZone) -> WallInstant? {
    let found = WallInstant.calendar(zone).nextDate(
      after: date.addingTimeInterval(0.001), matching: time.components, matchingPolicy: .nextTime,
      direction: .backward)
    return found.map { WallInstant($0) }
  }

  private func parts(_ zone: TimeZone) -> DateComponents {
    WallInstant.calendar(zone).dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
  }

  private static func calendar(_ zone: TimeZone) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }
}

extension TimeOfDay {
  fileprivate var components: DateComponents {
    let seconds = Int(milliseconds / 1000)
    return DateComponents(hour: seconds / 3600 % 24, minute: seconds / 60 % 60, second: seconds % 60)
  }
}

private func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }

/// Reads an instant: an RFC 3339 text, or a time of day, of which the next one is meant.
///
/// - Throws: how one is written.
func instant(_ text: String, option: String, now: WallInstant, zone: TimeZone) throws -> WallInstant {
  if let instant = WallInstant(rfc3339: text) { return instant }
  if let time = TimeOfDay(text), let instant = now.next(time, zone: zone) { return instant }
  throw ValidationError(
    "\(option) ‘\(printable(text))’ is not an instant: write a time such as 18:00, or 2025-06-10T18:00:00+02:00")
}

/// A length of time in two units at most, for example `4m 12s`, `2d 3h`.
func shortLength(_ span: TimeSpan) -> String {
  let seconds = max(0, span.milliseconds / 1000)
  let parts = [(seconds / 86400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
  guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0s" }
  return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
}
