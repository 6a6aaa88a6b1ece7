import Lighting
import SACN
import Show
import Testing

@testable import OperatorDesk

@Suite("The monitor of universes")
struct LightsTests {
  private func levels(
    _ slots: [UInt8], sequence: UInt8, priority: Int? = 100, source: String = "a", isEnd: Bool = false,
    first: UInt8 = 0
  ) -> UniverseBoard.Levels {
    UniverseBoard.Levels(
      key: .init(universe: 1, lineProtocol: priority == nil ? .artnet : .sacn, source: source), name: "Régie",
      address: "10.0.0.1", priority: priority, sequence: sequence, firstSequence: first, isEnd: isEnd, slots: slots)
  }

  @Test("frames a second are those of the last second, and lost packets are told by their numbers")
  func rate() throws {
    var board = UniverseBoard()
    for frame in 0..<100 where frame != 40 && frame != 41 {
      board.take(levels([UInt8(frame)], sequence: UInt8((200 + frame) % 256)), at: Int64(frame) * 25)
    }
    let line = try #require(board.lines.values.first)
    #expect(line.rateHz(at: 2475) == 40)
    #expect(line.lost == 2)
    #expect(line.slots == [99])
    #expect(line.isAlive(at: 4900) && line.isAlive(at: 5000) == false)
  }

  @Test("Art-Net counts from 1 to 255, and loses nothing at the turn")
  func artnet() {
    var board = UniverseBoard()
    for number in [254, 255, 1, 2] { board.take(levels([0], sequence: UInt8(number), priority: nil, first: 1), at: 0) }
    #expect(board.lines.values.map(\.lost) == [0])
  }

  @Test("of two sources the one of higher priority feeds the universe, until it ends")
  func priority() throws {
    var board = UniverseBoard()
    board.take(levels([1], sequence: 1, priority: 100, source: "a"), at: 0)
    board.take(levels([2], sequence: 1, priority: 150, source: "b"), at: 0)
    let (a, b) = (
      UniverseBoard.Key(universe: 1, lineProtocol: .sacn, source: "a"),
      UniverseBoard.Key(universe: 1, lineProtocol: .sacn, source: "b")
    )
    #expect(board.isFed(by: b, at: 10) && board.isFed(by: a, at: 10) == false)
    board.take(levels([2], sequence: 2, priority: 150, source: "b", isEnd: true), at: 20)
    #expect(board.isFed(by: a, at: 30))
  }

  @Test("lights stand by their names, with a bar for each slot")
  func text() {
    var hall = Hall(name: "t", topics: "t")
    hall.devices = [
      "wash": Device(id: "wash", kind: .light, model: "rgb", universe: 1, slot: 3),
      "spot": Device(id: "spot", kind: .light, model: "dimmer", universe: 1, slot: 1),
    ]
    var board = UniverseBoard()
    board.take(levels([255, 9, 128, 0, 1, 0], sequence: 1), at: 0)
    let lines = UniverseText(board: board, names: LightNames(hall), now: 100).lines(on: .none)
    #expect(
      lines == [
        "universe 1  sacn from Régie · 10.0.0.1 · priority 100 · 1 frames/s",
        "  slot",
        "  1     spot  dimmer  ██████████  255",
        "  3     wash  red     █████·····  128",
        "  4     wash  green   ··········  0",
        "  5     wash  blue    ··········  1",
        "  2                   ▍·········  9",
      ])
    #expect(UniverseText.bar(0.5) == "█████·····" && UniverseText.bar(0) == "··········")
  }

  @Test("what goes over the loopback by sACN is heard, with who sends")
  func heard() async throws {
    let loopback = try #require(IPv4Endpoint("127.0.0.1", port: 0))
    // Ports of its own: other tests hear the standard's.
    let ear = try UniverseEar(universes: [7], interface: loopback.address, sacnPort: 0, artnetPort: 0)
    defer { ear.end() }
    let family = try SACNFamily(component: ComponentID(of: "heard"), interface: loopback.address)
    defer { family.end() }
    family.follow(Hall(name: "7.1", topics: "t"))
    let line = try family.open(LightUniverse(number: 7, lineProtocol: .sacn, address: "127.0.0.1:\(ear.sacnPort)"))
    var heard = UniverseBoard()
    let deadline = ContinuousClock.now + .seconds(30)
    while heard.lines.isEmpty, ContinuousClock.now < deadline {
      #expect(line.send([1, 2, 3] + [UInt8](repeating: 0, count: 509)) == 0)
      await Task.yield()
      heard = ear.heard
    }
    let line7 = try #require(heard.lines.first)
    #expect(line7.key.universe == 7 && line7.value.name == "Régie 7.1" && line7.value.slots.prefix(3) == [1, 2, 3])
  }
}
