import Foundation
import Show
import Testing

@Suite("The hall's clock")
struct LocalClockTests {
  private static func instant(_ text: String) throws -> WallInstant {
    let date = try #require(ISO8601DateFormatter().date(from: text))
    return WallInstant(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
  }

  @Test(
    "a time that the clock skips happens at the next valid instant",
    arguments: [
      ("Europe/Paris", "2025-03-30T02:30", "2025-03-30T01:00:00Z"),
      ("Europe/Paris", "2025-03-30T02:00", "2025-03-30T01:00:00Z"),
      ("America/New_York", "2025-03-09T02:30", "2025-03-09T07:00:00Z"),
      ("Australia/Lord_Howe", "2025-10-05T02:15", "2025-10-04T15:30:00Z"),
      // Samoa left out a whole day.
      ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00:00Z"),
    ])
  func gaps(zone: String, local: String, expected: String) throws {
    let clock = try #require(LocalClock(timeZone: zone))
    #expect(clock.instant(of: try #require(LocalTime(local))) == (try Self.instant(expected)))
  }

  @Test(
    "a time that the clock repeats happens once, the first time",
    arguments: [
      ("Europe/Paris", "2025-10-26T02:30", "2025-10-26T00:30:00Z"),
      ("Europe/Paris", "2025-10-26T03:00", "2025-10-26T02:00:00Z"),
      ("America/New_York", "2025-11-02T01:30", "2025-11-02T05:30:00Z"),
      ("Australia/Lord_Howe", "2025-04-06T01:45", "2025-04-05T14:45:00Z"),
    ])
  func repeats(zone: String, local: String, expected: String) throws {
    let clock = try #require(LocalClock(timeZone: zone))
    #expect(clock.instant(of: try #require(LocalTime(local))) == (try Self.instant(expected)))
  }

  @Test(
    "every local time happens at the first instant at which the clock shows it or a later one",
    arguments: [
      "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "UTC",
    ])
  func firstInstant(zone: String) throws {
    let clock = try #require(LocalClock(timeZone: zone))
    var generator = Seeded(seed: seed)
    for _ in 0..<2000 {
      let milliseconds = Int64(generator.whole(20 * 365 * 1440...80 * 365 * 1440)) * 60_000
      let local = try #require(LocalTime(millisecondsOnTheClock: milliseconds))
      let instant = clock.instant(of: local)
      let before = WallInstant(milliseconds: instant.milliseconds - 1)
      func shown(_ at: WallInstant) -> Int64 { at.milliseconds + Int64(clock.secondsAheadOfUTC(at: at)) * 1000 }
      #expect(shown(instant) >= milliseconds, "seed \(seed), \(zone) \(local)")
      #expect(shown(before) < milliseconds, "seed \(seed), \(zone) \(local)")
    }
  }

  @Test("the offsets of a year name each change once, at its own instant")
  func offsets() throws {
    let clock = try #require(LocalClock(timeZone: "Europe/Paris"))
    let offsets = clock.offsets(
      from: try Self.instant("2025-01-01T00:00:00Z"), to: try Self.instant("2026-01-01T00:00:00Z"))
    #expect(
      offsets == [
        Agenda.ZoneOffset(from: try Self.instant("2025-01-01T00:00:00Z"), seconds: 3600),
        Agenda.ZoneOffset(from: try Self.instant("2025-03-30T01:00:00Z"), seconds: 7200),
        Agenda.ZoneOffset(from: try Self.instant("2025-10-26T01:00:00Z"), seconds: 3600),
      ])
  }

  @Test("a zone that the machine does not know makes no clock")
  func unknownZone() { #expect(LocalClock(timeZone: "Europe/Pariss") == nil) }
}
