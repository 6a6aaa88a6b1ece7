import Foundation
import Show
import Testing

@Suite("The agenda")
struct AgendaTests {
  private func instant(_ text: String) throws -> WallInstant {
    let date = try #require(ISO8601DateFormatter().date(from: text))
    return WallInstant(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
  }

  private func opening(
    _ id: ScheduleEntryID, _ date: String, _ from: String, _ to: String, lead: TimeSpan = .minutes(15),
    repeats: Recurrence? = nil
  ) throws -> ScheduleEntry {
    ScheduleEntry(
      id: id,
      kind: .opening(
        date: try #require(LocalDate(date)), from: try #require(TimeOfDay(from)), to: try #require(TimeOfDay(to)),
        lead: lead), repeats: repeats)
  }

  private func window(
    _ id: ScheduleEntryID, _ scene: SceneID, _ from: String, _ to: String, artwork: ArtworkID = "ifm",
    priority: Int = 0,
    repeats: Recurrence? = nil
  ) throws -> ScheduleEntry {
    ScheduleEntry(
      id: id,
      kind: .window(artwork, scene, from: try #require(LocalTime(from)), to: try #require(LocalTime(to))),
      priority: priority, repeats: repeats)
  }

  private func moment(
    _ id: ScheduleEntryID, _ scene: SceneID, _ at: String, priority: Int = 0, repeats: Recurrence? = nil
  ) throws -> ScheduleEntry {
    ScheduleEntry(
      id: id, kind: .moment("onirica", scene, at: try #require(LocalTime(at)), missed: .skip), priority: priority,
      repeats: repeats)
  }

  private func resolve(
    _ entries: [ScheduleEntry], _ zone: String = "Europe/Paris", from: String = "2025-06-01T00:00:00Z",
    to: String = "2025-07-01T00:00:00Z"
  ) throws -> Agenda {
    AgendaResolver.resolve(entries: entries, timeZone: zone, from: try instant(from), to: try instant(to))
  }

  @Test("an opening has its lead, its doors and its end in the hall's time")
  func openings() throws {
    let agenda = try resolve([try opening("day", "2025-06-10", "09:00", "18:30")])
    let expected = Agenda.Opening(
      entry: "day", lead: try instant("2025-06-10T06:45:00Z"), from: try instant("2025-06-10T07:00:00Z"),
      to: try instant("2025-06-10T16:30:00Z"), priority: 0)
    #expect(agenda.openings == [expected])
    #expect(agenda.conflicts == [])
  }

  @Test("an opening whose end is not later than its start goes on past midnight, or to it")
  func pastMidnight() throws {
    let night = try resolve([try opening("night", "2025-06-10", "20:00", "02:00")])
    #expect(night.openings.first?.to == (try instant("2025-06-11T00:00:00Z")))
    let midnight = try resolve([try opening("late", "2025-06-10", "20:00", "24:00")])
    #expect(midnight.openings.first?.to == (try instant("2025-06-10T22:00:00Z")))
  }

  @Test("what began before the span and still lasts is in the agenda, and what has ended is not")
  func edges() throws {
    let entries = [
      try opening("now", "2025-06-10", "09:00", "18:30"),
      try window("long", "tour", "2025-01-01T00:00", "2025-12-31T00:00"),
    ]
    let during = try resolve(entries, from: "2025-06-10T12:00:00Z", to: "2025-06-11T00:00:00Z")
    #expect(during.openings.map(\.entry) == ["now"])
    #expect(during.windows.map(\.entry) == ["long"])
    let after = try resolve(entries, from: "2025-06-10T16:30:00Z", to: "2025-06-11T00:00:00Z")
    #expect(after.openings == [])
    let leading = try resolve(entries, from: "2025-06-10T06:00:00Z", to: "2025-06-10T06:50:00Z")
    #expect(leading.openings.map(\.entry) == ["now"])
  }

  @Test(
    "each day's opening begins at its own local time, across both changes of the clock",
    arguments: ["Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
  func acrossTheYear(zone: String) throws {
    let daily = Recurrence(frequency: .daily)
    let agenda = try resolve(
      [try opening("daily", "2024-01-01", "09:00", "18:30", repeats: daily)], zone, from: "2025-01-01T12:00:00Z",
      to: "2026-01-01T12:00:00Z")
    #expect((365...366).contains(agenda.openings.count))
    #expect(agenda.zone.count == 3)
    let clock = try #require(LocalClock(timeZone: zone))
    for opening in agenda.openings {
      #expect(clock.localTime(at: opening.from)?.time == TimeOfDay("09:00"))
      #expect(opening.to - opening.from == .minutes(570))
    }
  }

  @Test("a moment in the hour that the clock skips, and one in the hour that it repeats, happen once")
  func changesOfTheClock() throws {
    let daily = try moment("night", "awakening", "2025-03-29T02:30", repeats: Recurrence(frequency: .daily))
    let spring = try resolve([daily], from: "2025-03-29T12:00:00Z", to: "2025-03-31T12:00:00Z")
    #expect(
      spring.moments.map(\.at) == [try instant("2025-03-30T01:00:00Z"), try instant("2025-03-31T00:30:00Z")])
    let autumn = try resolve([daily], from: "2025-10-25T12:00:00Z", to: "2025-10-27T12:00:00Z")
    #expect(
      autumn.moments.map(\.at) == [try instant("2025-10-26T00:30:00Z"), try instant("2025-10-27T01:30:00Z")])
  }

  @Test("of two windows the higher priority wins, then the shorter, and a tie is named as unresolved")
  func windowConflicts() throws {
    let wide = try window("wide", "tour", "2025-06-11T14:00", "2025-06-11T16:00")
    let narrow = try window("narrow", "talk", "2025-06-11T15:00", "2025-06-11T15:30")
    #expect(
      try resolve([wide, narrow]).conflicts == [
        "windows wide and narrow of ifm overlap from 2025-06-11T15:00 to 2025-06-11T15:30: narrow wins, for it is "
          + "shorter, with scene talk"
      ])
    var strong = wide
    strong.priority = 5
    #expect(
      try resolve([strong, narrow]).conflicts == [
        "windows wide and narrow of ifm overlap from 2025-06-11T15:00 to 2025-06-11T15:30: wide wins by its priority, "
          + "with scene tour"
      ])
    let equal = try window("equal", "talk", "2025-06-11T15:00", "2025-06-11T17:00")
    #expect(
      try resolve([wide, equal]).conflicts == [
        "unresolved: windows wide and equal of ifm overlap from 2025-06-11T15:00 to 2025-06-11T16:00, equal in priority "
          + "and length; give one of them a higher priority"
      ])
    let other = try window("other", "talk", "2025-06-11T15:00", "2025-06-11T17:00", artwork: "fia")
    let after = try window("after", "talk", "2025-06-11T16:00", "2025-06-11T18:00")
    #expect(try resolve([wide, other, after]).conflicts == [])
  }

  @Test("a conflict that repeats is named once, with how often")
  func repeatedConflicts() throws {
    let daily = Recurrence(frequency: .daily, count: 3)
    let agenda = try resolve([
      try window("a", "tour", "2025-06-11T14:00", "2025-06-11T16:00", repeats: daily),
      try window("b", "talk", "2025-06-11T15:00", "2025-06-11T15:30", repeats: daily),
    ])
    #expect(agenda.conflicts.count == 1)
    #expect(agenda.conflicts.first?.hasSuffix("(and 2 more times)") == true)
  }

  @Test("openings that overlap and moments at one instant are named")
  func otherConflicts() throws {
    let openings = try resolve([
      try opening("a", "2025-06-10", "09:00", "18:00"), try opening("b", "2025-06-10", "17:00", "20:00"),
    ])
    #expect(
      openings.conflicts == [
        "openings a and b overlap from 2025-06-10T17:00: the hall is open from the first start to the last end"
      ])
    let moments = try resolve([
      try moment("m", "awakening", "2025-06-12T16:00", priority: 1), try moment("n", "chorus", "2025-06-12T16:00"),
    ])
    #expect(
      moments.conflicts == [
        "moments m and n of onirica fall together at 2025-06-12T16:00: m wins by its priority, with scene awakening"
      ])
  }

  @Test("a programme that is too full gives a shorter agenda, and one that is too long is cut at 400 days")
  func limits() throws {
    let daily = Recurrence(frequency: .daily)
    let full = try (0..<40).map { index in
      try window(
        ScheduleEntryID("w\(index)"), "tour", "2025-06-01T10:00", "2025-06-01T11:00", artwork: ArtworkID("a\(index)"),
        repeats: daily)
    }
    let agenda = try resolve(full, from: "2025-06-01T00:00:00Z", to: "2030-01-01T00:00:00Z")
    #expect(agenda.windows.count <= AgendaResolver.mostOccurrences)
    #expect(agenda.windows.count > AgendaResolver.mostOccurrences - 50)
    #expect(agenda.windows.allSatisfy { $0.from < agenda.to })
    let long = try resolve([], from: "2025-06-01T00:00:00Z", to: "2030-01-01T00:00:00Z")
    #expect(long.to - long.from == AgendaResolver.longestSpan)
  }

  @Test("a zone that the machine does not know is said so")
  func unknownZone() throws {
    let agenda = try resolve([try opening("day", "2025-06-10", "09:00", "18:30")], "Mars/Olympus")
    #expect(agenda.openings.first?.from == (try instant("2025-06-10T09:00:00Z")))
    #expect(agenda.conflicts == ["the time zone Mars/Olympus is unknown on this machine: UTC is taken"])
  }

  @Test("an agenda is the same whatever the order of the entries, and survives the journal")
  func stable() throws {
    var entries = [
      try opening("a", "2025-06-10", "09:00", "18:00"), try window("b", "x", "2025-06-11T14:00", "2025-06-11T16:00"),
      try moment("c", "y", "2025-06-12T16:00"), try window("d", "z", "2025-06-11T15:00", "2025-06-11T15:30"),
    ]
    let agenda = try resolve(entries)
    var generator = Seeded(seed: seed)
    entries.shuffle(using: &generator)
    #expect(try resolve(entries) == agenda, "seed \(seed)")
    let text = try JSONEncoder().encode(agenda)
    #expect(try JSONDecoder().decode(Agenda.self, from: text) == agenda)
  }
}
