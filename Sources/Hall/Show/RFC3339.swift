// Instants of the wall clock as RFC 3339 writes them, without a calendar library: pure, and the same on every machine.

extension WallInstant {
  /// Reads an instant as RFC 3339, section 5.6, writes it: `2025-06-10T09:31:00Z`, with a fraction or an offset too.
  ///
  /// - Parameter text: a date, `T` or a space, a time, and `Z` or an offset; a leap second counts as the second after it.
  /// - Returns: nothing if the text is not of that form or there is no such day; years 1970 to 9999.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[4] == dash, bytes[7] == dash, bytes[13] == colon, bytes[16] == colon,
      [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
      let date = LocalDate(year: year, month: month, day: day),
      let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    var rest = bytes[19...]
    guard let fraction = Self.fraction(&rest), let offset = Self.offset(rest) else { return nil }
    let seconds = date.daysSince1970 * 86_400 + Int64(hour * 3600 + minute * 60 + second) - offset
    self.init(milliseconds: seconds * 1000 + fraction)
  }

  /// The instant as RFC 3339 writes it, in UTC with milliseconds: `2025-06-10T09:12:33.120Z`.
  public var rfc3339: String {
    let days = milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000
    let rest = milliseconds - days * 86_400_000
    let (year, month, day) = civil(days)
    let time = "\(two(rest / 3_600_000)):\(two(rest / 60_000 % 60)):\(two(rest / 1000 % 60)).\(padded(rest % 1000, 3))"
    return "\(padded(year, 4))-\(two(month))-\(two(day))T\(time)Z"
  }

  /// Takes `.123…` off the front: milliseconds, digits beyond them cut off.
  private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    guard rest.first == UInt8(ascii: ".") else { return 0 }
    let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(1 + digits.count)
    let three = Array(digits.prefix(3)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
    return number(three[...]).map { Int64($0) }
  }

  /// Seconds ahead of UTC.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
    let bytes = Array(text)
    if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
    guard bytes.count == 6, bytes[3] == colon, bytes[0] == UInt8(ascii: "+") || bytes[0] == dash,
      let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    return Int64(hours * 3600 + minutes * 60) * (bytes[0] == dash ? -1 : 1)
  }
}

extension LocalDate {
  /// The days from 1970-01-01 to this day.
  public var daysSince1970: Int64 {
    // H. Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so that the leap day is last.
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * Int64((month + 9) % 12) + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

private let dash = UInt8(ascii: "-")
private let colon = UInt8(ascii: ":")

private func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    value = value * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return value
}

private func two(_ number: Int64) -> String { padded(number, 2) }

private func padded(_ number: Int64, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
