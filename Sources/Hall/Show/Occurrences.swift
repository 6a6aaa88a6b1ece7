/// The days on which an entry of the schedule occurs.
struct Occurrences {
  /// The day on which it occurs first.
  let first: LocalDate
  /// The time of day at which it begins.
  let time: TimeOfDay
  /// How it repeats, if it does.
  let rule: Recurrence?

  /// The days, as numbers, within a range of days.
  ///
  /// A month or a year that lacks the day has no occurrence; one that the rule's weekdays leave out is none.
  func days(in range: ClosedRange<Int>) -> [Int] {
    guard let rule else { return range.contains(first.dayNumber) ? [first.dayNumber] : [] }
    var days: [Int] = []
    var count = 0
    var period = rule.count == nil ? firstPeriod(of: rule, reaching: range.lowerBound) : 0
    while let start = periodStart(period, rule), start <= range.upperBound {
      for day in candidates(in: period, rule) where day >= first.dayNumber {
        guard day <= range.upperBound, isBeforeEnd(day, rule), count < rule.count ?? .max else { return days }
        count += 1
        if range.contains(day) { days.append(day) }
      }
      period += 1
    }
    return days
  }

  private func isBeforeEnd(_ day: Int, _ rule: Recurrence) -> Bool {
    guard let until = rule.until else { return true }
    return Int64(day) * 86_400_000 + time.milliseconds <= until.millisecondsOnTheClock
  }

  /// A period that surely begins before the range, so that years of daily entries need not be counted through.
  private func firstPeriod(of rule: Recurrence, reaching day: Int) -> Int {
    let longest =
      switch rule.frequency {
      case .daily: 1
      case .weekly: 7
      case .monthly: 31
      case .yearly: 366
      }
    return max(0, (day - first.dayNumber) / (longest * rule.interval) - 1)
  }

  private func periodStart(_ period: Int, _ rule: Recurrence) -> Int? {
    let step = period * rule.interval
    switch rule.frequency {
    case .daily: return first.dayNumber + step
    case .weekly: return monday + step * 7
    case .monthly: return month(step).flatMap { LocalDate(year: $0.year, month: $0.month, day: 1)?.dayNumber }
    case .yearly: return LocalDate(year: first.year + step, month: 1, day: 1)?.dayNumber
    }
  }

  /// The Monday of the first week: weeks begin on Monday, as RFC 5545 has it unless told otherwise.
  private var monday: Int { first.dayNumber - (first.dayNumber + 3) % 7 }

  private func month(_ step: Int) -> (year: Int, month: Int)? {
    let months = first.year * 12 + first.month - 1 + step
    return (months / 12, months % 12 + 1)
  }

  private func candidates(in period: Int, _ rule: Recurrence) -> [Int] {
    guard let start = periodStart(period, rule) else { return [] }
    let step = period * rule.interval
    switch rule.frequency {
    case .daily: return isOn(start, rule) ? [start] : []
    case .weekly:
      return rule.weekdays.isEmpty
        ? [start + (first.dayNumber - monday)] : (start..<start + 7).filter { isOn($0, rule) }
    case .monthly:
      guard let month = month(step) else { return [] }
      if rule.weekdays.isEmpty {
        return [LocalDate(year: month.year, month: month.month, day: first.day)?.dayNumber].compactMap { $0 }
      }
      return (1...31).compactMap { LocalDate(year: month.year, month: month.month, day: $0)?.dayNumber }
        .filter { isOn($0, rule) }
    case .yearly:
      if rule.weekdays.isEmpty {
        return [LocalDate(year: first.year + step, month: first.month, day: first.day)?.dayNumber].compactMap { $0 }
      }
      let end = LocalDate(year: first.year + step, month: 12, day: 31)?.dayNumber ?? start
      return (start...max(start, end)).filter { isOn($0, rule) }
    }
  }

  private func isOn(_ day: Int, _ rule: Recurrence) -> Bool {
    rule.weekdays.isEmpty || rule.weekdays.contains(Recurrence.Weekday.allCases[(day + 3) % 7])
  }
}
