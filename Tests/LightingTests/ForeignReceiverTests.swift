import BrokerFixture
import Foundation
import Lighting
import SACN
import Sequencer
import Show
import Testing

/// The receiver of the Python module sacn, as a process of its own.
private final class ForeignReceiver {
  /// One thing that it heard.
  struct Heard: Decodable {
    var universe: Int?
    var levels: [UInt8]?
    var priority: Int?
    var source: String?
    var synchronization: Int?
    var availability: String?
    var ended: Bool?
    var beat: Int?
    var sequence: Int?
    var universes: [Int]?
    var there: Bool?
  }

  private let child: ChildProcess

  init(_ python: String, port: Int, universe: Int, synchronization: Int) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "sacn_receiver.py")
    child = try ChildProcess(
      [python, script.path(percentEncoded: false), "\(port)", "\(universe)", "\(synchronization)"], pipesInput: true)
    _ = try first { $0.there == true }
  }

  /// What it hears first that is as wanted, within half a minute.
  func first(_ isWanted: (Heard) -> Bool) throws -> Heard {
    let end = ContinuousClock.now + .seconds(30)
    var last = ""
    while let line = child.nextLine(before: end) {
      last = line
      let heard = try? JSONDecoder().decode(Heard.self, from: Data(line.utf8))
      if let heard, isWanted(heard) { return heard }
    }
    throw NotHeard(description: "it was not heard; the last line is: \(last)")
  }
}

/// The receiver of others, the module sacn, hears what we send: nothing of this leaves the machine.
@Suite("Another's receiver of sACN", .serialized, .timeLimit(.minutes(3)))
struct ForeignReceiverTests {
  private static let loopback = IPv4Endpoint("127.0.0.1", port: 0)?.address ?? 0
  /// A universe that no other run of these tests uses on this machine at once.
  private let universe = 20_000 + Int(getpid()) % 20_000
  private let beat = 41_000 + Int(getpid()) % 20_000

  private func driver(
    _ universe: LightUniverse, color: String, synchronization: Int, source: String
  ) throws -> LightingDriver {
    let family = try SACNFamily(
      component: ComponentID(of: source), synchronization: synchronization, interface: Self.loopback)
    let driver = LightingDriver(families: [family]) { .zero }
    driver.begin { _, _ in }
    var hall = lightHall([("lamp", "rgb", universe.number, 4)], universes: [universe])
    hall.name = source
    _ = driver.follow(hall)
    driver.desire(
      DesiredState(rev: 1, at: .zero, properties: [.color: Fade(to: .plain(.text(color)), at: .zero)]), of: "lamp")
    return driver
  }

  @Test("by multicast it takes levels, priority, name, synchronisation and discovery, and the end of the stream")
  func multicast() throws {
    guard let python = ForeignPython.path(having: "sacn") else { return }
    let receiver = try ForeignReceiver(python, port: 5568, universe: universe, synchronization: beat)
    let low = LightUniverse(number: universe, lineProtocol: .sacn, priority: 90)
    let weak = try driver(low, color: "#102030", synchronization: 0, source: "weak")
    defer { weak.end() }
    let first = try receiver.first { $0.universe == universe && $0.levels != nil }
    #expect(first.levels == [0, 0, 0, 16, 32, 48, 0, 0] && first.priority == 90 && first.synchronization == 0)
    let high = LightUniverse(number: universe, lineProtocol: .sacn, priority: 133)
    let strong = try driver(high, color: "#ff8001", synchronization: beat, source: "strong")
    let then = try receiver.first { $0.levels?[3] == 255 }
    #expect(then.levels == [0, 0, 0, 255, 128, 1, 0, 0] && then.priority == 133)
    #expect(then.source == "Régie strong" && then.synchronization == beat)
    let beats = try (0..<2).map { _ in try receiver.first { $0.beat == beat }.sequence ?? 0 }
    #expect(beats[1] == (beats[0] + 1) & 255)
    let list = try receiver.first { $0.universes != nil && $0.source == "Régie strong" }
    #expect(list.universes == [universe])
    strong.end()
    #expect(try receiver.first { $0.ended == true }.universe == universe)
    #expect(try receiver.first { $0.availability == "timeout" }.universe == universe)
  }

  @Test("by unicast it takes the same levels, and each change")
  func unicast() throws {
    guard let python = ForeignPython.path(having: "sacn") else { return }
    let port = try FreePort.take()
    let receiver = try ForeignReceiver(python, port: port, universe: universe, synchronization: beat)
    let one = LightUniverse(number: 9, lineProtocol: .sacn, address: "127.0.0.1:\(port)", priority: 200)
    let driver = try driver(one, color: "#010203", synchronization: 0, source: "one")
    #expect(try receiver.first { $0.universe == 9 && $0.levels?[3] == 1 }.priority == 200)
    driver.desire(
      DesiredState(rev: 2, at: .zero, properties: [.color: Fade(to: .plain(.text("#fffefd")), at: .zero)]), of: "lamp")
    #expect(try receiver.first { $0.levels?[3] == 255 }.levels == [0, 0, 0, 255, 254, 253, 0, 0])
    driver.end()
    #expect(try receiver.first { $0.ended == true }.universe == 9)
  }
}
