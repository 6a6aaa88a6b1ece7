import Foundation
import Show
import Testing

@Suite("Lengths and times")
struct InstantTests {
  @Test(
    "lengths are read as they are written",
    arguments: [
      ("8s", 8000), ("250ms", 250), ("1h30m", 5_400_000), ("0.5s", 500), ("2d", 172_800_000), ("0s", 0),
      ("1d1h1m1s1ms", 90_061_001), ("400d", 34_560_000_000), ("1.5h", 5_400_000),
    ])
  func spans(text: String, milliseconds: Int64) { #expect(TimeSpan(text)?.milliseconds == milliseconds) }

  @Test(
    "what is no length is none",
    arguments: [
      "", "8", "s", "8 s", "-8s", "8x", "1m1h", "1s1s", "401d", ".5s", "5.s", "1e3s", "8S", "∞s", "٣s", "1..5s",
      "99999999999999999999s", "nans",
    ])
  func noSpans(text: String) { #expect(TimeSpan(text) == nil) }

  @Test("every length is written so that it is read as the same")
  func spanRoundTrip() throws {
    var generator = Seeded(seed: seed)
    for _ in 0..<5000 {
      let span = TimeSpan.milliseconds(Int64(generator.whole(0...34_560_000_000) >> generator.whole(0...30)))
      #expect(TimeSpan(span.description) == span, "seed \(seed), \(span)")
      let json = try JSONEncoder().encode(span)
      #expect(String(decoding: json, as: UTF8.self) == "\(span.milliseconds)")
      #expect(try JSONDecoder().decode(TimeSpan.self, from: json) == span)
    }
  }

  @Test("every second of a day is a time that is written so that it is read as the same")
  func timeRoundTrip() throws {
    for second in stride(from: 0, through: 86_399, by: 61) {
      let time = try #require(TimeOfDay(hour: second / 3600, minute: second / 60 % 60, second: second % 60))
      #expect(time.milliseconds == Int64(second) * 1000)
      #expect(TimeOfDay(time.description) == time)
    }
    #expect(TimeOfDay("24:00")?.milliseconds == 86_400_000)
  }

  @Test(
    "what is no time of day is none",
    arguments: ["", "9:00", "09", "24:01", "25:00", "09:60", "09:00:60", "09:00:00:00", "٠٩:٠٠", "-1:00", "09.00"])
  func noTimes(text: String) { #expect(TimeOfDay(text) == nil) }

  @Test("days are counted as the calendar counts them, and counted back")
  func days() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for number in stride(from: 0, through: 2_932_896, by: 97) {
      let date = try #require(LocalDate(dayNumber: number))
      #expect(date.dayNumber == number)
      #expect(LocalDate(date.description) == date)
      guard number < 200_000 else { continue }
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(number) * 86_400))
      #expect([parts.year, parts.month, parts.day] == [date.year, date.month, date.day])
      let weekday = Recurrence.Weekday.allCases.firstIndex(of: date.weekday).map { ($0 + 1) % 7 + 1 }
      #expect(parts.weekday == weekday)
    }
    #expect(LocalDate(dayNumber: -1) == nil)
    #expect(LocalDate(dayNumber: 2_932_897) == nil)
  }

  @Test(
    "what is no day is none",
    arguments: ["2025-02-29", "2025-13-01", "2025-00-10", "1969-12-31", "25-01-01", "2025-6-10", "2025-06-31", ""])
  func noDays(text: String) { #expect(LocalDate(text) == nil) }

  @Test(
    "local times refuse a zone",
    arguments: ["2025-06-10T09:00Z", "2025-06-10T09:00+02:00", "2025-06-10 09:00", "2025-06-10T"])
  func noZones(text: String) { #expect(LocalTime(text) == nil) }

  @Test("instants count forwards and back")
  func instants() {
    let start = ShowInstant(milliseconds: 1250)
    #expect(start + .seconds(2) - .seconds(2) == start)
    #expect((start + .seconds(2)) - start == .seconds(2))
    #expect(start.description == "1.250")
    #expect((start - .seconds(1)).description == "0.250")
  }
}
