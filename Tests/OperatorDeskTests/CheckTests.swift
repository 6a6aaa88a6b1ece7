import BrokerFixture
import Foundation
import Testing

@testable import OperatorDesk

@Suite("regie check", .serialized)
struct CheckTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func write(_ changes: [(String, String)]) throws {
    var text = JournalledDay.onirica
    for (old, new) in changes {
      #expect(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    try desk.write("onirica.yaml", text)
  }

  @Test("a show in which nothing is wrong is proven, and it says how far")
  func sound() throws {
    let ended = try desk.run("check \(desk.show)")
    #expect(ended.status == 0 && ended.errors == "", "\(ended)")
    #expect(ended.output.contains("1 artwork, 4 scenes, 0 faults, 0 warnings"), "\(ended)")
    #expect(ended.output.contains("at most 5000 states an artwork"), "\(ended)")
    #expect(ended.output.contains("the hall is closed within 1m, dark within 1s, safe within 1s"), "\(ended)")
    let json = try #require(JSON(parsing: try desk.run("check --json \(desk.show)").output.utf8))
    #expect(json["ok"] == .flag(true) && json["proven"] == .list([.text("onirica")]))
    #expect((json["states"]?.number ?? 0) >= 5)
  }

  @Test("a fault of the show stands at its line, with the way to it, which a rehearsal can run")
  func way() throws {
    try write([("stop: true, over: 5s", "stop: true, over: 90s")])
    let folder = desk.folder + "/ways"
    let ended = try desk.run("check --scripts \(folder) \(desk.show)")
    #expect(ended.status == 1, "\(ended)")
    #expect(ended.errors.contains("onirica.yaml:28:3: closing does not reach the closed look within 1m"), "\(ended)")
    #expect(ended.errors.contains("lead: hall close") || ended.errors.contains("desk: hall close"), "\(ended)")
    let script = folder + "/closing-onirica-asleep.script"
    let shown = try desk.run("rehearse \(desk.show) --day 2025-06-10 --from 10:00 --to 11:00 --script \(script)")
    #expect(shown.status == 1 && shown.errors.contains("expect hall closed, but the hall is closing"), "\(shown)")
    try write([])
    #expect(try desk.run("check \(desk.show)").status == 0)
    let mended = try desk.run("rehearse \(desk.show) --day 2025-06-10 --from 10:00 --to 11:00 --script \(script)")
    #expect(mended.status == 0, "\(mended)")
  }

  @Test("faults of a box's description stand at their lines, and what a scene wants of it is checked by it")
  func box() throws {
    let device = "devices:\n  tv: { kind: box, connection: { box: tv, host: 10.0.0.5 }, default: { volume: 50 } }"
    try desk.write("hall.yaml", JournalledDay.hall.replacingOccurrences(of: "devices:", with: device))
    let box = "regie: 1\ntcp: 23\nproperties:\n  volume: { type: number, range: 0..100, send: 'V{valeu}' }\n"
    try desk.write("boxes/tv.yaml", box)
    let faulty = try desk.run("check \(desk.show)")
    #expect(faulty.status == 1 && faulty.errors.contains("boxes/tv.yaml:4:50: there is nothing called"), "\(faulty)")
    #expect(faulty.errors.contains("did you mean `value`?"), "\(faulty)")
    try desk.write("boxes/tv.yaml", box.replacing("valeu", with: "value"))
    #expect(try desk.run("check \(desk.show)").status == 0)
    try desk.write(
      "hall.yaml", JournalledDay.hall.replacingOccurrences(of: "devices:", with: device.replacing("50", with: "500")))
    let outside = try desk.run("check \(desk.show)")
    #expect(outside.status == 1 && outside.errors.contains("`tv.volume` is 500, out of its range"), "\(outside)")
  }

  @Test("media that the show names and has not are named; the player's own are its own")
  func media() throws {
    try desk.write(
      "hall.yaml",
      JournalledDay.hall.replacingOccurrences(
        of: "devices:", with: "devices:\n  voice: { kind: player }"))
    try write([
      (
        "- dream: { screen: onirica-screen, stage: REM, over: 4s }",
        "- play: { voice: onirica/song.ogg }\n      - still: { onirica-screen: posters/one.jpg }"
      )
    ])
    let ended = try desk.run("check \(desk.show)")
    #expect(ended.status == 1 && ended.errors.contains("onirica wants onirica/song.ogg"), "\(ended)")
    #expect(!ended.errors.contains("posters"), "\(ended)")
    try FileManager.default.createDirectory(atPath: desk.show + "/onirica", withIntermediateDirectories: true)
    try Data("song".utf8).write(to: URL(filePath: desk.show + "/onirica/song.ogg"))
    #expect(try desk.run("check \(desk.show)").status == 0)
  }

  @Test("artworks that can be shown are proven though another cannot, and all faults come at once")
  func both() throws {
    try desk.write(
      "hall.yaml",
      JournalledDay.hall.replacingOccurrences(
        of: "artworks: [onirica]", with: "artworks: [onirica, ifm]"))
    try desk.write(
      "ifm.yaml",
      "regie: 1\nartwork: ifm\nstart: a\nclosed: b\nscenes:\n  a: { triggers: [{ after: 1s, go: c }] }\n  b: {}\n")
    try write([("- { after: 90s, go: descent }", "- { after: 90s, note: stays }")])
    let ended = try desk.run("check \(desk.show)")
    #expect(ended.status == 1, "\(ended)")
    #expect(ended.errors.contains("ifm.yaml:6:") && ended.errors.contains("nothing leaves the scene"), "\(ended)")
  }

  @Test(
    "a bound that is too small is a warning, never a claim; bad options end with 64, a folder that cannot be with 74")
  func bounds() throws {
    let ended = try desk.run("check --states 2 \(desk.show)")
    #expect(ended.status == 0 && ended.errors.contains("it ended at its bound, after"), "\(ended)")
    #expect(!ended.output.contains("the hall is closed within"), "\(ended)")
    #expect(try desk.run("check --states 0 \(desk.show)").status == 64)
    #expect(try desk.run("check --loading --scripts \(desk.folder)/a \(desk.show)").status == 64)
    try write([("stop: true, over: 5s", "stop: true, over: 90s")])
    #expect(try desk.run("check --scripts \(desk.show)/hall.yaml/ways \(desk.show)").status == 74)
  }
}
