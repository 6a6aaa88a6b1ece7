import BrokerFixture
import Foundation
import Journal
import MQTTLink
import Testing

@testable import OperatorDesk

@Suite("regie without a daemon", .serialized)
struct AloneTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  @Test("a broker that nobody runs is unreachable: 69, and which")
  func noBroker() throws {
    let ended = try desk.run("ping --broker mqtt://127.0.0.1:1")
    #expect(ended.status == 69 && ended.errors.contains("broker mqtt://127.0.0.1:1: "), "\(ended)")
    #expect(try desk.run("status --broker mqtt://127.0.0.1:1").status == 69)
    #expect(try desk.run("log --follow --broker mqtt://127.0.0.1:1").status == 69)
  }

  @Test("a hall that nobody runs is unreachable: 69, and that none ever spoke")
  func noDaemon() throws {
    let ended = try desk.run("go onirica --timeout 300ms")
    #expect(ended.status == 69 && ended.errors.contains("none ever has"), "\(ended)")
    #expect(try desk.run("status").status == 69)
  }

  @Test("a command that is not answered is sent again with the same id, and its answer printed")
  func retry() async throws {
    let daemon = try MQTTClient(
      settings: LinkSettings(address: try BrokerAddress(desk.address), clientIdentifier: "deaf-at-first"))
    try await daemon.connect()
    try await daemon.subscribe(MQTTSubscription("hall/7.1/operator/lead/command"))
    let asked = try desk.begin("hold onirica --timeout 3s")
    var bodies: [[UInt8]] = []
    for await batch in daemon.batches {
      for message in batch {
        bodies.append(message.payload)
        guard bodies.count == 2, let id = JSON(parsing: message.payload)?["id"]?.text else { continue }
        var reply = MQTTPublication(
          try #require(message.properties.responseTopic), #"{"id":"\#(id)","ok":true,"seq":3,"effect":"heard"}"#)
        reply.properties.correlation = message.properties.correlation
        try await daemon.publish(reply)
      }
      if bodies.count == 2 { break }
    }
    let ended = desk.end(asked)
    #expect(ended.status == 0 && ended.output == "heard\n", "\(ended)")
    #expect(bodies[0] == bodies[1])
    await daemon.disconnect()
  }

  @Test("settings come from options, then the environment, then the file; what is wrong names its place")
  func settings() throws {
    let folder = desk.folder + "/.config/regie"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func configure(_ text: String) throws {
      try Data(text.utf8).write(to: URL(filePath: folder + "/config.yaml"))
    }
    let none = ["REGIE_BROKER=", "REGIE_USER="]
    try configure("regie: 1\nbroker: mqtt://127.0.0.1:1\nuser: desk\nhall: hall/9\n")
    #expect(try desk.run("ping", environment: none).errors.contains("broker mqtt://127.0.0.1:1: "))
    #expect(try desk.run("ping --timeout 300ms", environment: ["REGIE_USER="]).errors.contains("hall/9"))
    #expect(try desk.run("ping --timeout 300ms --hall hall/8").errors.contains("hall/8"))
    try configure("regie: 1\nbrokre: mqtt://127.0.0.1:1\n")
    let misspelt = try desk.run("ping")
    #expect(misspelt.status == 78 && misspelt.errors.contains("config.yaml:2:1"), "\(misspelt)")
    try configure("regie: 1\n")
    #expect(try desk.run("ping", environment: ["REGIE_BROKER=localhost"]).status == 78)
    #expect(try desk.run("ping --broker localhost").status == 64)
    #expect(try desk.run("ping --password-file /none").status == 78)
  }

  @Test("a user that the broker refuses is told so")
  func refusedUser() throws {
    var setup = PrivateBroker.Setup()
    setup.users = ["lead": "secret"]
    let closed = try PrivateBroker(setup)
    let address = "mqtt://127.0.0.1:\(closed.port)"
    let ended = try desk.run("ping --broker \(address)")
    #expect(ended.status == 69 && ended.errors.contains("refuses this client"), "\(ended)")
    try Data("secret\n".utf8).write(to: URL(filePath: desk.folder + "/password"))
    let known = try desk.run("ping --timeout 300ms --broker \(address) --password-file \(desk.folder)/password")
    #expect(known.status == 69 && known.errors.contains("none ever has"), "\(known)")
    let variable = try desk.run("ping --timeout 300ms --broker \(address)", environment: ["REGIE_PASSWORD=secret"])
    #expect(variable.errors.contains("none ever has"), "\(variable)")
  }

  @Test("check names every fault at its place, and 66 where there is no show")
  func check() throws {
    #expect(try desk.run("check \(desk.show)").status == 0)
    try desk.write("onirica.yaml", JournalledDay.onirica.replacingOccurrences(of: "go: descent", with: "go: desent"))
    let ended = try desk.run("check \(desk.show)")
    #expect(ended.status == 1, "\(ended)")
    #expect(ended.errors.contains("onirica.yaml:14:"), "\(ended)")
    #expect(ended.errors.contains("did you mean"), "\(ended)")
    let json = try #require(JSON(parsing: try desk.run("check --json \(desk.show)").output.utf8))
    #expect(json["ok"] == .flag(false) && json["unavailable"] == .list([.text("onirica")]))
    #expect(try desk.run("check --loading \(desk.show)").status == 1)
    #expect(try desk.run("check \(desk.folder)/none").status == 66)
    #expect(try desk.run("check \(desk.show)/hall.yaml").status == 66)
  }

  @Test("a journal whose old readings are erased is proven, and replayed from behind them: said once")
  func erased() async throws {
    let day = try JournalledDay(snapshotAfter: 30)
    try await day.commit()
    let copy = desk.folder + "/copy.sqlite"
    #expect(try desk.run("journal backup \(copy) --journal \(day.path)").status == 0)
    let now = Journal.Moment(atMilliseconds: 1_000_000, wallMilliseconds: nil)
    let (writer, _) = try JournalWriter.open(path: copy, at: now)
    let erased: Result<Erasure, JournalFault> = await withCheckedContinuation { continuation in
      writer.erase(readingsOlderThan: .max, seq: writer.acknowledged.seq + 1, at: now) {
        continuation.resume(returning: $0)
      }
    }
    let erasure = try erased.get()
    writer.close()
    #expect(erasure.count > 1)
    let check = try desk.run("journal check \(copy)")
    #expect(check.status == 0 && check.output.contains("\(erasure.count) erased"), "\(check)")
    let replay = try desk.run("replay \(copy)")
    #expect(replay.status == 0, "\(replay)")
    #expect((replay.output + replay.errors).components(separatedBy: "passed over").count == 2, "\(replay)")
  }

  @Test("files: 66 where there is none, 65 for what is no journal, 73 for what exists, 64 for a number beyond the end")
  func files() async throws {
    #expect(try desk.run("log").status == 66)
    #expect(try desk.run("journal check \(desk.journal)").status == 66)
    #expect(try desk.run("replay \(desk.show)/hall.yaml").status == 65)
    #expect(try desk.run("status --journal \(desk.show)/hall.yaml").status == 65)
    let day = try JournalledDay()
    try await day.commit()
    let copy = desk.folder + "/copy.sqlite"
    #expect(try desk.run("journal backup \(copy) --journal \(day.path)").status == 0)
    #expect(try desk.run("journal backup \(copy) --journal \(day.path)").status == 73)
    #expect(try desk.run("journal backup \(copy) --force --journal \(day.path)").status == 0)
    #expect(try desk.run("journal check \(copy)").status == 0)
    #expect(try desk.run("replay \(copy)").output.contains("the same"))
    #expect(try desk.run("replay \(copy) --until 30").status == 0)
    #expect(try desk.run("replay \(copy) --until 9999").status == 64)
    let csv = desk.folder + "/out.csv"
    #expect(try desk.run("journal export \(copy) --csv -o \(csv)").status == 0)
    #expect(try String(contentsOfFile: csv, encoding: .utf8).hasPrefix("seq,role,kind,"))
    #expect(try desk.run("journal export \(copy) --csv -o \(csv)").status == 73)
    #expect(try desk.run("journal export \(copy) -o \(desk.folder)/no/such").status == 74)
    #expect(try desk.run("journal schema").output.contains("entry:"))
  }

  @Test("help shows what an operator needs, and everything with --help-all")
  func help() throws {
    let short = try desk.run("--help").output
    let full = try desk.run("--help-all").output
    for word in ["status", "go ", "hold ", "blackout", "agenda", "why"] { #expect(short.contains("\n  \(word)")) }
    for word in ["override", "sense", "replay", "journal", "ping"] {
      #expect(short.contains("\n  \(word)") == false && full.contains("\n  \(word)"))
    }
    #expect(try desk.run("go --help").output.contains("--broker") == false)
    #expect(try desk.run("go --help-all").output.contains("--broker"))
    #expect(try desk.run("").status == 0)
  }
}
