/// Days as numbers, so that they can be counted without a calendar's help.
extension LocalDate {
  /// Days since 1970-01-01 in the proleptic Gregorian calendar.
  ///
  /// After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), `days_from_civil`.
  public var dayNumber: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day so many days after 1970-01-01, or nothing outside of the years 1970 to 9999.
  public init?(dayNumber: Int) {
    guard (0...2_932_896).contains(dayNumber) else { return nil }
    let days = dayNumber + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The day of the week.
  public var weekday: Recurrence.Weekday {
    // 1970-01-01 was a Thursday; Monday comes first.
    Recurrence.Weekday.allCases[(dayNumber + 3) % 7]
  }
}

extension LocalTime {
  /// Milliseconds since 1970-01-01T00:00 on the hall's own clock, whatever its zone.
  public var millisecondsOnTheClock: Int64 { Int64(date.dayNumber) * 86_400_000 + time.milliseconds }

  /// The local time so many milliseconds after 1970-01-01T00:00 on the hall's own clock, to the second.
  public init?(millisecondsOnTheClock milliseconds: Int64) {
    guard milliseconds >= 0, let date = LocalDate(dayNumber: Int(milliseconds / 86_400_000)) else { return nil }
    let seconds = Int(milliseconds % 86_400_000 / 1000)
    guard let time = TimeOfDay(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60) else {
      return nil
    }
    self.init(date: date, time: time)
  }
}
