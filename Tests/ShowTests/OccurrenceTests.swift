import Foundation
import Testing

@testable import Show

@Suite("Repeated entries")
struct OccurrenceTests {
  private static let nine = TimeOfDay("09:00")

  private func days(_ first: String, _ rule: Recurrence?, from: String, to: String) throws -> [String] {
    let range = try #require(LocalDate(from)).dayNumber...(try #require(LocalDate(to)).dayNumber)
    let occurrences = Occurrences(first: try #require(LocalDate(first)), time: try #require(Self.nine), rule: rule)
    return occurrences.days(in: range).compactMap { LocalDate(dayNumber: $0)?.description }
  }

  @Test("an entry without a rule occurs once")
  func once() throws {
    #expect(try days("2025-06-10", nil, from: "2025-01-01", to: "2025-12-31") == ["2025-06-10"])
    #expect(try days("2025-06-10", nil, from: "2025-06-11", to: "2025-12-31") == [])
  }

  @Test("COUNT counts from the first, whatever span is asked for")
  func count() throws {
    let rule = Recurrence(frequency: .daily, count: 3)
    #expect(
      try days("2025-06-11", rule, from: "2025-06-12", to: "2026-01-01") == ["2025-06-12", "2025-06-13"])
    #expect(try days("2025-06-11", rule, from: "2025-06-14", to: "2026-01-01") == [])
  }

  @Test("UNTIL takes its own instant in, and nothing after")
  func until() throws {
    let rule = Recurrence(frequency: .daily, until: LocalTime("2025-06-12T09:00"))
    #expect(try days("2025-06-11", rule, from: "2025-06-01", to: "2026-01-01") == ["2025-06-11", "2025-06-12"])
    let earlier = Recurrence(frequency: .daily, until: LocalTime("2025-06-12T08:59"))
    #expect(try days("2025-06-11", earlier, from: "2025-06-01", to: "2026-01-01") == ["2025-06-11"])
  }

  @Test("weeks of an interval begin on Monday")
  func weeks() throws {
    // 2025-06-12 is a Thursday; the Tuesday of its week lies before it.
    let rule = Recurrence(frequency: .weekly, interval: 2, weekdays: [.tuesday, .thursday])
    #expect(
      try days("2025-06-12", rule, from: "2025-06-01", to: "2025-07-12")
        == ["2025-06-12", "2025-06-24", "2025-06-26", "2025-07-08", "2025-07-10"])
  }

  @Test("a month that lacks the day, and a year that lacks the 29th of February, have no occurrence")
  func missingDays() throws {
    #expect(
      try days("2025-01-31", Recurrence(frequency: .monthly), from: "2025-01-01", to: "2025-06-30")
        == ["2025-01-31", "2025-03-31", "2025-05-31"])
    #expect(
      try days("2024-02-29", Recurrence(frequency: .yearly), from: "2024-01-01", to: "2033-01-01")
        == ["2024-02-29", "2028-02-29", "2032-02-29"])
  }

  @Test("weekdays of a month or a year are all of them")
  func weekdaysOfMonth() throws {
    #expect(
      try days(
        "2025-06-10", Recurrence(frequency: .monthly, weekdays: [.tuesday]), from: "2025-06-01", to: "2025-07-05")
        == ["2025-06-10", "2025-06-17", "2025-06-24", "2025-07-01"])
    let yearly = Recurrence(frequency: .yearly, count: 60, weekdays: [.monday])
    #expect(try days("2025-01-06", yearly, from: "2025-01-01", to: "2030-01-01").count == 60)
  }

  @Test("the longest rules end: every 29th of February, ten thousand times")
  func bounded() throws {
    let rule = Recurrence(frequency: .yearly, count: 10_000)
    #expect(try days("2024-02-29", rule, from: "9990-01-01", to: "9999-12-31") == ["9992-02-29", "9996-02-29"])
  }

  @Test("any span of a rule gives the days that the whole gives, as days are counted one by one")
  func spans() throws {
    var generator = Seeded(seed: seed)
    for _ in 0..<400 {
      let first = try #require(LocalDate(dayNumber: 20_000 + generator.whole(0...800)))
      var rule = Recurrence(
        frequency: Recurrence.Frequency.allCases[generator.whole(0...3)], interval: generator.whole(1...5),
        weekdays: Recurrence.Weekday.allCases.filter { _ in generator.whole(0...3) == 0 })
      if generator.whole(0...2) == 0 { rule.count = generator.whole(1...50) }
      let occurrences = Occurrences(first: first, time: try #require(Self.nine), rule: rule)
      let whole = occurrences.days(in: 0...24_000)
      #expect(whole == whole.sorted(), "seed \(seed)")
      let low = generator.whole(19_900...23_000)
      let span = low...(low + generator.whole(0...500))
      #expect(occurrences.days(in: span) == whole.filter(span.contains), "seed \(seed), \(rule) from \(first)")
    }
  }

  @Test("daily and weekly rules agree with the calendar of Foundation")
  func foundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    calendar.firstWeekday = 2
    var generator = Seeded(seed: seed)
    for _ in 0..<60 {
      let first = try #require(LocalDate(dayNumber: 20_000 + generator.whole(0...800)))
      let isWeekly = generator.whole(0...1) == 0
      let rule = Recurrence(
        frequency: isWeekly ? .weekly : .daily, interval: generator.whole(1...4), count: generator.whole(1...30),
        weekdays: isWeekly ? [first.weekday] : [])
      var theirs = Calendar.RecurrenceRule(calendar: calendar, frequency: isWeekly ? .weekly : .daily)
      theirs.interval = rule.interval
      theirs.end = .afterOccurrences(rule.count ?? 1)
      let start = Date(timeIntervalSince1970: Double(first.dayNumber) * 86_400 + 32_400)
      let expected = theirs.recurrences(of: start).map { Int($0.timeIntervalSince1970 / 86_400) }
      let occurrences = Occurrences(first: first, time: try #require(Self.nine), rule: rule)
      #expect(occurrences.days(in: 0...40_000) == expected, "seed \(seed), \(rule) from \(first)")
    }
  }
}
