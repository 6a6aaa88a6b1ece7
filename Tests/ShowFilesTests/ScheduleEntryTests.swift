import Show
import ShowFiles
import Testing

@Suite("Entries of the schedule from messages")
struct ScheduleEntryTests {
  private static let show = Show(
    hall: Hall(name: "h", topics: "hall/h", timeZone: "Europe/Paris"),
    artworks: [
      Artwork(id: "ifm", start: "a", closed: "a", scenes: [Scene(id: "a"), Scene(id: "guided-tour")]),
      Artwork(id: "onirica", start: "awakening", closed: "awakening", scenes: [Scene(id: "awakening")]),
    ],
    unavailable: [UnavailableArtwork(id: "broken", reason: "a fault")])

  private func read(_ json: String) throws(EntryFaults) -> ScheduleEntry {
    try ScheduleEntryReader.read(json: Array(json.utf8), id: "entry", show: Self.show)
  }

  @Test("the examples of the contract are read as they stand")
  func examples() throws {
    let opening = try read(
      #"{"kind":"opening", "date":"2025-06-10", "from":"09:00", "to":"18:30", "lead":"15m"}"#)
    let nine = try #require(TimeOfDay("09:00"))
    let end = try #require(TimeOfDay("18:30"))
    let date = try #require(LocalDate("2025-06-10"))
    #expect(opening == ScheduleEntry(id: "entry", kind: .opening(date: date, from: nine, to: end, lead: .minutes(15))))
    let window = try read(
      #"{"kind":"window",  "artwork":"ifm", "scene":"guided-tour", "from":"2025-06-11T14:00", "to":"2025-06-11T14:45", "repeat":"FREQ=DAILY;COUNT=3"}"#
    )
    let from = try #require(LocalTime("2025-06-11T14:00"))
    let to = try #require(LocalTime("2025-06-11T14:45"))
    #expect(
      window
        == ScheduleEntry(
          id: "entry", kind: .window("ifm", "guided-tour", from: from, to: to),
          repeats: Recurrence(frequency: .daily, count: 3)))
    let moment = try read(
      #"{"kind":"moment",  "artwork":"onirica", "go":"awakening", "at":"2025-06-12T16:00", "missed":"skip"}"#)
    let at = try #require(LocalTime("2025-06-12T16:00"))
    #expect(moment == ScheduleEntry(id: "entry", kind: .moment("onirica", "awakening", at: at, missed: .skip)))
  }

  @Test("priorities, missed policies and rules are read")
  func more() throws {
    let base = #""kind":"moment","artwork":"onirica","go":"awakening","at":"2025-06-12T16:00""#
    let late = try read("{\(base),\"missed\":\"within 60s\",\"priority\":-3}")
    guard case .moment(_, _, _, let missed) = late.kind else {
      Issue.record("no moment")
      return
    }
    #expect(missed == .within(.seconds(60)))
    #expect(late.priority == -3)
    let rules: [(String, Recurrence)] = [
      ("FREQ=WEEKLY;BYDAY=FR,TH", Recurrence(frequency: .weekly, weekdays: [.thursday, .friday])),
      ("FREQ=MONTHLY;INTERVAL=2", Recurrence(frequency: .monthly, interval: 2)),
      ("FREQ=DAILY;UNTIL=20250630", Recurrence(frequency: .daily, until: LocalTime("2025-06-30T24:00"))),
      ("FREQ=DAILY;UNTIL=20250630T180000", Recurrence(frequency: .daily, until: LocalTime("2025-06-30T18:00"))),
      ("FREQ=DAILY;UNTIL=20250630T160000Z", Recurrence(frequency: .daily, until: LocalTime("2025-06-30T18:00"))),
      ("FREQ=YEARLY;UNTIL=2030-06-30", Recurrence(frequency: .yearly, until: LocalTime("2030-06-30T24:00"))),
    ]
    for (text, rule) in rules { #expect(try read("{\(base),\"repeat\":\"\(text)\"}").repeats == rule, "\(text)") }
  }

  @Test("an artwork that is unavailable may be named, for it may be back by then")
  func unavailable() throws {
    let entry = try read(#"{"kind":"moment","artwork":"broken","go":"any","at":"2025-06-12T16:00"}"#)
    #expect(entry.kind.self == .moment("broken", "any", at: try #require(LocalTime("2025-06-12T16:00")), missed: .skip))
  }

  @Test(
    "each fault of an entry is said with its way out",
    arguments: [
      (#"{"#, "the payload is not JSON"), ("[]", "an entry of the schedule is written with keys"),
      ("3", "an entry of the schedule is written with keys"), ("\u{0}", "the payload is not JSON"),
      (#"{"kind":"opening","kind":"window"}"#, "the field \"kind\" stands twice"),
      ("{}", "an entry of the schedule needs"),
      (#"{"kind":"party"}"#, "`kind` cannot be `party`"), (#"{"kind":null}"#, "`kind` is a text"),
      (#"{"kind":"opening","date":"2025-06-10","from":"09:00","to":"10:00","id":"x"}"#, "an opening has no key `id`"),
      (#"{"kind":"opening","date":20250610,"from":"09:00","to":"10:00"}"#, "`date` is a day"),
      (#"{"kind":"moment","artwork":"ifn","go":"a","at":"2025-06-12T16:00"}"#, "the hall has no artwork `ifn`"),
      (#"{"kind":"moment","artwork":"ifm","go":"b","at":"2025-06-12T16:00"}"#, "ifm has no scene `b`"),
      (
        #"{"kind":"moment","artwork":"ifm","go":"a","at":"2025-06-12T16:00","repeat":"FREQ=HOURLY"}"#,
        "FREQ cannot be HOURLY"
      ),
      (
        #"{"kind":"moment","artwork":"ifm","go":"a","at":"2025-06-12T16:00","repeat":"FREQ=MONTHLY;BYDAY=1MO"}"#,
        "this version does not count days of the month"
      ),
      (
        #"{"kind":"moment","artwork":"ifm","go":"a","at":"2025-06-12T16:00","repeat":"FREQ=WEEKLY;BYDAY=MO"}"#,
        "2025-06-12 is a TH, which the rule leaves out"
      ),
      (
        #"{"kind":"moment","artwork":"ifm","go":"a","at":"2025-06-12T16:00","repeat":"FREQ=DAILY;COUNT=2;UNTIL=20250630"}"#,
        "COUNT and UNTIL exclude one another"
      ),
      (
        #"{"kind":"moment","artwork":"ifm","go":"a","at":"2025-06-12T16:00","repeat":"FREQ=DAILY;UNTIL=20250631"}"#,
        "UNTIL cannot be 20250631"
      ),
      (
        #"{"kind":"moment","artwork":"ifm","go":"a","at":"2025-06-12T16:00","repeat":"FREQ=DAILY;FREQ=DAILY"}"#,
        "FREQ stands twice"
      ),
    ])
  func faults(json: String, message: String) {
    do throws(EntryFaults) {
      _ = try read(json)
      Issue.record("read \(json)")
    } catch {
      #expect(error.faults.count == 1, "\(error)")
      #expect(error.description.hasPrefix(message), "\(error)")
      #expect(error.faults.allSatisfy { $0.hint.isEmpty == false })
    }
  }

  @Test("all faults of an entry are said at once")
  func several() {
    #expect(throws: EntryFaults.self) {
      do throws(EntryFaults) {
        _ = try read(#"{"kind":"window","artwork":"ifm","scene":"b","from":"x","to":"y","z":1}"#)
      } catch {
        #expect(error.faults.count == 4, "\(error)")
        throw error
      }
    }
  }

  @Test("an entry over 4096 bytes is refused, and so is a name that is none")
  func limits() {
    let long = Array(("{\"kind\":\"" + String(repeating: "x", count: 5000) + "\"}").utf8)
    #expect(throws: EntryFaults.self) { try ScheduleEntryReader.read(json: long, id: "entry", show: Self.show) }
    let good = Array(#"{"kind":"moment","artwork":"ifm","go":"a","at":"2025-06-12T16:00"}"#.utf8)
    #expect(throws: EntryFaults.self) { try ScheduleEntryReader.read(json: good, id: "a b", show: Self.show) }
  }
}
