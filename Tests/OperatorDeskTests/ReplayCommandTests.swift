import Foundation
import Testing

@testable import OperatorDesk

@Suite("regie replay and why, from the shell", .serialized)
struct ReplayCommandTests {
  private let desk: Desk
  private let day: JournalledDay
  private let copy: String

  init() async throws {
    desk = try Desk()
    day = try JournalledDay(snapshotAfter: 0)
    try await day.commit()
    copy = desk.folder + "/copy.sqlite"
    #expect(try desk.run("journal backup \(copy) --journal \(day.path)").status == 0)
  }

  private func damaged() throws -> String {
    let path = desk.folder + "/damaged.sqlite"
    var content = try Data(contentsOf: URL(filePath: copy))
    let range = try #require(content.range(of: Data("a photograph".utf8)))
    content[range.lowerBound] ^= 1
    try content.write(to: URL(filePath: path))
    return path
  }

  @Test("its own show: 0 and the same; by day and time; as JSON")
  func same() throws {
    let ended = try desk.run("replay \(copy)")
    #expect(ended.status == 0 && ended.output.contains("the same: "), "\(ended)")
    #expect(try desk.run("replay \(copy) --day 2025-06-10").status == 0)
    let part = try desk.run("replay \(copy) --from 09:00:10 --to 09:00:25 --json")
    #expect(part.status == 0, "\(part)")
    let json = try #require(JSON(parsing: part.output.utf8))
    #expect(json["same"] == .flag(true) && json["difference"] == .null)
  }

  @Test("another show: 0, what would have been, and a drawing")
  func another() throws {
    try desk.write("onirica.yaml", JournalledDay.onirica.replacing("for: 2s", with: "for: 1s"))
    let picture = desk.folder + "/both.svg"
    let ended = try desk.run("replay \(copy) --show \(desk.show) --draw \(picture)")
    #expect(ended.status == 0 && ended.output.contains("The first difference is at entry "), "\(ended)")
    #expect(try String(contentsOfFile: picture, encoding: .utf8).contains("would be: Onirica ()"))
    #expect(try desk.run("replay \(copy) --show \(desk.show) --draw \(picture)").status == 73)
    #expect(try desk.run("replay \(copy) --show \(desk.show) --draw \(picture) --force").status == 0)
    let json = try #require(JSON(parsing: try desk.run("replay \(copy) --show \(desk.show) --json").output.utf8))
    #expect(json["first_difference"]?["would_be"]?["text"]?.text != nil)
  }

  @Test("bad input: 66, 65, 64, each with what is wrong", arguments: ["replay", "why onirica --journal"])
  func badInput(command: String) throws {
    let missing = try desk.run("\(command) \(desk.folder)/none.sqlite")
    #expect(missing.status == 66 && missing.errors.contains("no such file"), "\(missing)")
    let stranger = try desk.run("\(command) \(desk.show)/hall.yaml")
    #expect(stranger.status == 65 && stranger.errors.contains("is not a journal"), "\(stranger)")
    let empty = desk.folder + "/empty.sqlite"
    try Data().write(to: URL(filePath: empty))
    #expect([65, 66].contains(try desk.run("\(command) \(empty)").status))
  }

  @Test("a chain that was changed is named with its entry: 65")
  func chain() throws {
    let ended = try desk.run("replay \(try damaged())")
    #expect(ended.status == 65, "\(ended)")
    #expect(ended.errors.contains(" is not what was committed: its hash does not fit"), "\(ended)")
    #expect(try desk.run("replay \(try damaged()) --show \(desk.show)").status == 65)
  }

  @Test("what does not go together, and what the journal has not: 64")
  func usage() throws {
    for words in [
      "--until 0", "--until 9999", "--day 2025-06-12", "--day today", "--from 9", "--from 10:00", "--draw a.svg",
      "--force", "--from 09:00:20 --to 09:00:10",
    ] {
      let ended = try desk.run("replay \(copy) \(words)")
      #expect(ended.status == 64 && ended.errors.isEmpty == false, "\(words): \(ended)")
    }
    #expect(try desk.run("replay \(copy) --show \(desk.folder)/none").status == 66)
    for words in [
      "", "onirica --device wash", "onirica --at noon", "onirica --at 9999", "onirica --at 2025-06-11T10:00", "'a b'",
    ] {
      let ended = try desk.run("why \(words) --journal \(copy)")
      #expect(ended.status == 64 && ended.errors.isEmpty == false, "\(words): \(ended)")
    }
  }

  @Test("why at a time by the hall's clock, wherever the desk is; of a device; as JSON")
  func why() throws {
    let zones = ["TZ=America/New_York", "TZ=Asia/Tokyo"]
    for zone in zones {
      let ended = try desk.run("why onirica --at 2025-06-10T09:00:05 --journal \(copy)", environment: [zone])
      #expect(
        ended.status == 0 && ended.output.hasPrefix("onirica stayed in slumber at 2025-06-10 09:00:05: "), "\(ended)")
    }
    let device = try desk.run("why --device wash.level --at 09:00:30 --journal \(copy)")
    #expect(device.output.contains("wash.level is 0.3: the override of lead is above modes and scenes"), "\(device)")
    let json = try desk.run("why onirica --at 09:00:20 --json --journal \(copy)")
    #expect(JSON(parsing: json.output.utf8)?["triggers"]?.elements.count == 2, "\(json)")
    #expect(try desk.run("why nobody --journal \(copy)").status == 1)
    #expect(try desk.run("why --device nothing --journal \(copy)").status == 1)
  }
}
