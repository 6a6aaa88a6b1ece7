import BrokerFixture
import Foundation
import Show
import Testing

@testable import OperatorDesk

@Suite("regie against a real daemon", .serialized)
struct DaemonTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    try desk.startDaemon()
  }

  @Test("every command is done or refused, and says so")
  func commands() throws {
    let lines: [(line: String, status: Int32, says: String)] = [
      ("ping", 0, "pong"), ("hall open", 0, "the hall: closed → open"),
      ("go onirica descent --for 20m", 0, "onirica: slumber → descent, for 20m"),
      ("next onirica", 0, "descent → chorus"),
      ("back onirica", 0, "chorus → descent"), ("restart onirica", 0, "descent"), ("skip onirica", 1, "refused: "),
      ("hold onirica --for 10m --note 'a photograph'", 0, "held"), ("resume onirica", 0, "goes on"),
      ("stop onirica --how now", 0, "stopped"), ("resume onirica", 0, "slumber"), ("mode onirica manual", 0, "manual"),
      ("out-of-order onirica --note 'a lamp'", 0, "out-of-order"), ("back-in-order onirica", 0, "auto"),
      ("override wash.color ff8800", 0, "wash.color is #ff8800"), ("release wash.color", 0, "released"),
      ("sense onirica-count 3", 0, "onirica-count reads 3"), ("disarm onirica slumber/1", 0, "disarmed"),
      ("arm onirica slumber/1", 0, "armed"), ("blackout on --for 1m", 0, "blackout on, for 1m"),
      ("blackout off", 0, "blackout off"), ("reload", 0, "the show"), ("hall auto", 0, "the hall: open → "),
      ("go oniria", 1, "did you mean onirica?"), ("go onirica desent", 1, "did you mean descent?"),
      ("override wsh.level 1", 1, "did you mean wash?"), ("override wash.levle 1", 1, "did you mean level?"),
      ("override wash.level 3", 1, "from 0 to 1"),
      ("sense onirica-count 61", 1, "from 0 to 60"), ("hall party", 1, "no mode party"), ("rollback", 1, "refused: "),
      ("release alarm", 1, "no alarm"), ("release wash.level", 1, "not overridden"),
      ("ping --expires 2020-01-01T00:00:00Z", 1, "expired"), ("reload --user desk", 1, "(not-allowed)"),
      ("ping --user stranger", 1, "is no operator"),
    ]
    for (line, status, says) in lines {
      let ended = try desk.run(line)
      #expect(ended.status == status, "\(line): \(ended)")
      #expect((status == 0 ? ended.output : ended.errors).contains(says), "\(line): \(ended)")
      #expect((status == 0 ? ended.errors : ended.output) == "", "\(line): \(ended)")
      #expect((ended.output + ended.errors).contains("\u{1B}") == false, "no colour without a terminal: \(line)")
    }
  }

  @Test("a time of day is meant by the hall's clocks, wherever the desk stands")
  func zone() throws {
    let before = WallInstant.now
    let held = try desk.run("hold onirica --until 18:00", environment: ["TZ=America/New_York"])
    #expect(held.status == 0 && held.output.contains("18:00:00"), "\(held)")
    let status = try desk.run("status --json", environment: ["TZ=America/New_York"])
    let until = JSON(parsing: status.output.utf8)?["artworks"]?.elements.first?["until"]?.instant
    let evening = try #require(TimeOfDay("18:00"))
    #expect([before, .now].map { $0.next(evening, zone: paris) }.contains(until), "\(status)")
  }

  @Test("a command that is sent twice is done once, and its id serves no other")
  func ids() throws {
    let first = try desk.run("ping --id same --json")
    #expect(try desk.run("ping --id same --json").output == first.output)
    let other = try desk.run("go onirica --id same --json")
    #expect(other.status == 1)
    #expect(JSON(parsing: other.output.utf8)?["error"]?["code"]?.text == "id-reused")
  }

  @Test("status, log, why, agenda, replay and journal tell the same hall, from the broker or from the journal")
  func reading() throws {
    for line in ["hall open", "go onirica descent", "override wash.level 0.3 --for 20m", "go onirica nowhere"] {
      _ = try desk.run(line)
    }
    let live = try #require(JSON(parsing: try desk.run("status --json").output.utf8))
    let kept = try #require(JSON(parsing: try desk.run("status --json --journal \(desk.journal)").output.utf8))
    #expect(live["hall"] == kept["hall"])
    for key in ["scene", "since", "mode", "overridden"] {
      #expect(live["artworks"]?.elements.first?[key] == kept["artworks"]?.elements.first?[key])
    }
    #expect(live["artworks"]?.elements.first?["overridden"] == .list([.text("wash.level")]))
    let log = try desk.run("log --journal \(desk.journal)")
    #expect(log.output.contains("lead: go: refused, onirica has no scene nowhere"), "\(log)")
    let why = try desk.run("why onirica --journal \(desk.journal)")
    #expect(why.output.hasPrefix("onirica: slumber → descent, because lead wants it at "), "\(why)")
    #expect(why.output.contains("override"), "\(why)")
    #expect(try desk.run("agenda --days 366 --journal \(desk.journal) --json").status == 0)
    let replay = try desk.run("replay \(desk.journal)")
    #expect(replay.status == 0 && replay.output.contains("the same"), "\(replay)")
    let check = try desk.run("journal check \(desk.journal)")
    #expect(check.status == 0 && check.output.contains("whole"), "\(check)")
  }

  @Test("a replay with another show names the first difference, and ends with 0")
  func replayDiffers() throws {
    for line in ["hall open", "next onirica"] { _ = try desk.run(line) }
    desk.stopDaemon()
    let text = JournalledDay.onirica.replacingOccurrences(of: "start: slumber", with: "start: chorus")
    try desk.write("onirica.yaml", text)
    let ended = try desk.run("replay \(desk.journal) --show \(desk.show)")
    #expect(ended.status == 0 && ended.output.contains("would be  onirica: asleep → chorus"), "\(ended)")
    #expect(try desk.run("replay \(desk.journal)").status == 0)
  }

  @Test("a daemon that has stopped is offline: 69, and nothing is sent")
  func offline() throws {
    desk.stopDaemon()
    let ended = try desk.run("go onirica descent")
    #expect(ended.status == 69 && ended.errors.contains("regied is offline"), "\(ended)")
    let status = try desk.run("status")
    #expect(status.status == 69 && status.output.contains("offline"), "\(status)")
  }

  @Test("a device is put through its properties and given back")
  func testsDevice() throws {
    let ended = try desk.run("test wash --each 50ms")
    #expect(ended.status == 0 && ended.output.contains("wash.color #00ff00: green"), "\(ended)")
    #expect(try desk.run("release wash.color").errors.contains("not overridden"))
    let unknown = try desk.run("test wahs --each 50ms")
    #expect(unknown.status == 1 && unknown.errors.contains("did you mean wash?"), "\(unknown)")
    _ = try desk.run("override wash.level 0.5 --for 5m")
    #expect(try desk.run("test wash --each 50ms").errors.contains("overridden already"))
  }

  @Test("--watch shows the second screen, redraws it, and gives the first one back on SIGTERM")
  func watch() throws {
    let program = Desk.programs.appending(path: "regie").path(percentEncoded: false)
    let command = "timeout --foreground 2 \(program) status --watch --broker \(desk.address) --user lead"
    let child = try ChildProcess(["env", "TERM=xterm", "script", "-qec", command, "/dev/null"])
    let text = desk.text(of: child)
    let screens = text.components(separatedBy: "\u{1B}[?1049h")
    #expect(screens.count == 2)
    #expect(text.contains("onirica"))
    #expect(text.hasSuffix("\u{1B}[?25h\u{1B}[?1049l"))
  }
}
