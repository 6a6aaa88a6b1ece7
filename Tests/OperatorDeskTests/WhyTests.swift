import Endings
import Foundation
import Journal
import Sequencer
import Show
import Testing

@testable import OperatorDesk

@Suite("Why")
struct WhyTests {
  private let nine = JournalledDay.nine

  private func ask(_ day: JournalledDay, second: Int64, length: Int64 = 1) throws -> Why {
    let begin = nine + .seconds(second)
    return try Why(
      artwork: "onirica", moment: .window(.init(begin: begin, end: begin + .seconds(length))), now: nine + .hours(1),
      in: try openJournal(day.path))
  }

  @Test("says what led to the change, how triggers stand, what did not fire since, and which layer has each property")
  func whyNow() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let now = nine + .seconds(40)
    let why = try Why(artwork: "onirica", moment: .now, now: now, in: try openJournal(day.path))
    #expect(why.change?.decision.to == "descent")
    #expect(why.notFired.map(\.decision.to) == ["chorus"])
    try golden("why.txt", printed(why.lines(on: .none, now: now)) + "\n")
    try golden("why.json", why.json.indented + "\n")
  }

  @Test("at a time says what changed then, or that nothing did and what did not fire")
  func then() async throws {
    let day = try JournalledDay()
    try await day.commit()
    #expect(try ask(day, second: 12).changedThen)
    #expect(try ask(day, second: 12).notFired.isEmpty)
    #expect(try ask(day, second: 12).properties.contains { $0.layer == .override } == false)
    let later = try ask(day, second: 20)
    #expect(later.changedThen == false)
    #expect(later.notFired.map(\.decision.to) == ["chorus"])
    let sentence = later.sentence(now: nine)
    #expect(
      sentence.hasPrefix("onirica stayed in descent at 09:00:20: crowd is above 8, but time >= 17:30 does not hold;"),
      "\(sentence)")
    #expect(try ask(day, second: 5).change?.decision.to == "slumber")
    #expect(
      try ask(day, second: 5).sentence(now: nine).contains("stayed in slumber at 09:00:05: presence had no value"))
    let when = try #require(later.outlook.first { $0.id == "descent/1" })
    #expect(when.conditions.map(\.text) == ["time >= 17:30"])
    #expect(when.conditions.map(\.value) == ["it is 09:00:20"] && !when.conditions.contains(where: \.holds))
    try golden("why-then.txt", printed(later.lines(on: .none, now: nine)) + "\n")
  }

  @Test("a trigger that was on its way says how far it came, also one whose visitor left", arguments: [false, true])
  func tooShort(left: Bool) async throws {
    let day = try JournalledDay(living: false)
    try day.feed(.reading(sensor: "onirica-presence", value: .flag(false), arrival: .live), at: 5)
    try day.feed(.reading(sensor: "onirica-presence", value: .flag(true), arrival: .live), at: 10)
    if left { try day.feed(.reading(sensor: "onirica-presence", value: .flag(false), arrival: .live), at: 11) }
    try day.feed(.availability(device: "onirica-screen", online: true), at: left ? 30 : 11)
    try await day.commit()
    let sentence = try ask(day, second: 9, length: 3).sentence(now: nine)
    #expect(
      sentence.contains("onirica stayed in slumber at 09:00:09: presence was true for 1 s of the 2 s;"), "\(sentence)")
  }

  @Test("a hold, a stop, manual mode and an alarm are reasons of their own")
  func modes() async throws {
    let day = try JournalledDay(living: false)
    func act(_ act: CommandAct, at second: Int64) throws {
      try day.feed(.command(Command(id: "c\(second)", by: "desk", act: act)), at: second)
    }
    try act(.hold("onirica"), at: 10)
    try act(.resume("onirica"), at: 20)
    try act(.mode("onirica", .manual), at: 30)
    try act(.mode("onirica", .auto), at: 40)
    try act(.stop("onirica", .now), at: 50)
    try act(.ping, at: 60)
    try await day.commit()
    #expect(try ask(day, second: 15).sentence(now: nine).contains("an operator holds it, and time stands still for it"))
    #expect(try ask(day, second: 35).sentence(now: nine).contains("only operators change its scenes in manual"))
    #expect(try ask(day, second: 55).sentence(now: nine).contains("stayed without a scene at 09:00:55: it is stopped"))
    #expect(try ask(day, second: 15).status?.mode == "held")
  }

  @Test("an entry's number asks about the state after its step")
  func entry() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let reader = try openJournal(day.path)
    let scenes = try reader.entries(EntryFilter(kind: "scene", role: .decision))
    let entered = try #require(scenes.first { $0.body.contains(#""to":"descent""#) })
    func ask(_ seq: Int64) throws -> Why { try Why(artwork: "onirica", moment: .entry(seq), now: nine, in: reader) }
    #expect(try ask(entered.seq).changedThen)
    #expect(try ask(entered.seq).status?.scene == "descent")
    let before = try #require(try ask(entered.seq).cause).seq - 1
    #expect(try ask(before).status?.scene == "slumber")
    #expect(try ask(before).changedThen == false)
  }

  @Test("of an artwork that the hall has not says which are meant, with 1")
  func nobody() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let reader = try openJournal(day.path)
    let fault = #expect(throws: CommandFault.self) { try Why(artwork: "oniria", moment: .now, now: nine, in: reader) }
    #expect(fault?.exitStatus == .answerIsNo)
    #expect(fault?.description.contains("did you mean onirica?") == true)
  }

  @Test("--at is read by the hall's clock; what the journal does not reach is refused with what it spans: 64")
  func asked() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let span = try JournalSpan(try openJournal(day.path))
    func question(_ text: String, now: WallInstant? = nil) throws -> Why.Moment {
      try AskedTime(text).question(in: span, now: now ?? nine + .hours(30))
    }
    let minute = Why.Moment.window(.init(begin: nine, end: nine + .minutes(1)))
    for text in ["09:00", "2025-06-10T09:00"] { #expect(try question(text) == minute, "\(text)") }
    let second = Why.Moment.window(.init(begin: nine + .seconds(12), end: nine + .seconds(13)))
    for text in ["09:00:12", "2025-06-10T09:00:12", "2025-06-10T07:00:12Z"] {
      #expect(try question(text) == second, "\(text)")
    }
    #expect(try question("5s", now: nine + .seconds(17)) == second)
    #expect(try question("7") == .entry(7))
    for text in ["2025-06-11T09:00", "2025-06-09T09:00", "9999", "5m"] {
      let fault = #expect(throws: CommandFault.self, "\(text)") { try question(text) }
      #expect(fault?.exitStatus == .usage)
      #expect(
        fault?.description.contains("2025-06-10 09:00:00 to 2025-06-10 09:00:30 (Europe/Paris)") == true, "\(text)")
    }
    for text in ["noon", "25:00", "0", "-3"] { #expect(throws: (any Error).self, "\(text)") { try AskedTime(text) } }
  }
}

@Suite("Why a device")
struct DeviceWhyTests {
  private let nine = JournalledDay.nine

  @Test("the layers that wish something for it, which won, and why")
  func layers() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let reader = try openJournal(day.path)
    let hall = try HallThen(.now, now: nine + .seconds(40), in: reader) { _, _ in }
    let wash = try DeviceWhy("wash", in: hall)
    let level = try #require(wash.properties.first { $0.path == "wash.level" })
    #expect(level.won?.layer == .override && level.won?.owner == "lead")
    #expect(level.wishes.map(\.layer) == [.override, .default])
    let color = try #require(wash.properties.first { $0.path == "wash.color" })
    #expect(color.wishes.count { $0.won } == 1)
    try golden("why-device.txt", printed(wash.lines(on: .none, now: nine)) + "\n")
    try golden("why-device.json", wash.json.indented + "\n")
    #expect(try DeviceWhy("wash.level", in: hall).properties.map(\.path) == ["wash.level"])
  }

  @Test("a device that the hall has not is refused with those that are meant: 1")
  func unknown() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let hall = try HallThen(.now, now: nine, in: try openJournal(day.path)) { _, _ in }
    for (name, hint) in [
      ("wahs", "did you mean wash?"), ("wash.power", "may have no such property"), ("x.y", "there are"),
    ] {
      let fault = #expect(throws: CommandFault.self, "\(name)") { try DeviceWhy(name, in: hall) }
      #expect(fault?.exitStatus == .answerIsNo)
      #expect(fault?.description.contains(hint) == true, "\(fault?.description ?? "")")
    }
  }
}
