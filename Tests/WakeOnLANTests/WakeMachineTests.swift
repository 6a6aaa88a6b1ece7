import DeviceLines
import Sequencer
import Show
import Testing

@testable import WakeOnLAN

@Suite("Waking") struct WakeMachineTests {
  private func desired(_ isOn: Bool, rev: Int64 = 1) -> DesiredState {
    DesiredState(rev: rev, at: .zero, properties: [.power: Fade(to: .plain(.flag(isOn)), at: .zero)])
  }
  private func machine() throws -> WakeMachine {
    try #require(WakeMachine(hardwareAddress: "AA:BB:CC:DD:EE:0F", seed: 1))
  }

  @Test("a PC is woken by three packets of six times FF and sixteen times its address, and taken to be on")
  func wakes() throws {
    var machine = try machine()
    #expect(machine.take(.desired(desired(true, rev: 4)), at: .zero) == [])
    #expect(machine.wakesAt == .zero && machine.take(.due, at: .zero) == [.open])
    let packet = [UInt8](repeating: 0xff, count: 6) + (0..<16).flatMap { _ in [0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0x0f] }
    let report = DriverReport.actual(DeviceReport(rev: 4, state: "on"), facts: ["assumed": .flag(true)])
    let first = machine.take(.opened(secret: nil), at: .zero)
    #expect(first == [.send(packet), .tell(.availability(online: true)), .tell(report)])
    let second = try #require(machine.wakesAt)
    #expect(second == .zero + .seconds(1) && machine.take(.due, at: second) == [.send(packet), .tell(report)])
    let third = try #require(machine.wakesAt)
    #expect(machine.take(.due, at: third) == [.send(packet), .tell(report), .close])
    #expect(machine.wakesAt == nil)
    guard case .tell(.actual(let again, _))? = machine.take(.desired(desired(true, rev: 5)), at: third).first else {
      return #expect(Bool(false), "what was told again is not confirmed")
    }
    #expect(again.rev == 5 && machine.wakesAt == nil, "it is not woken twice")
  }

  @Test("one that is to sleep is told nothing, and a warning says so where it was woken") func sleeps() throws {
    var machine = try machine()
    guard case .tell(.actual(let first, _))? = machine.take(.desired(desired(false)), at: .zero).first else {
      Issue.record("nothing is told")
      return
    }
    #expect(first == DeviceReport(rev: 1, state: "off"))
    _ = machine.take(.desired(desired(true, rev: 2)), at: .zero)
    guard case .tell(.actual(let second, _))? = machine.take(.desired(desired(false, rev: 3)), at: .zero).first else {
      Issue.record("nothing is told")
      return
    }
    #expect(second.warnings.count == 1 && second.rev == 3)
  }

  @Test("one that listens is woken, and nothing is told for it: it tells of itself") func listens() throws {
    var machine = try #require(WakeMachine(hardwareAddress: "AA:BB:CC:DD:EE:0F", listens: true, seed: 1))
    _ = machine.take(.desired(desired(true)), at: .zero)
    #expect(machine.take(.due, at: .zero) == [.open])
    let sent = machine.take(.opened(secret: nil), at: .zero)
    guard case .send? = sent.first, sent.count == 1 else { return #expect(sent == []) }
    #expect(machine.take(.desired(desired(false, rev: 2)), at: .zero) == [] && machine.wakesAt == nil)
    #expect(machine.take(.lost("no route"), at: .zero) == [])
  }

  @Test("a net that is away is tried again later, and told once") func away() throws {
    var machine = try machine()
    _ = machine.take(.desired(desired(true)), at: .zero)
    var now = ShowInstant.zero
    var told = 0
    for _ in 0..<5 {
      #expect(machine.take(.due, at: now) == [.open])
      told += machine.take(.lost("no route"), at: now).count
      let next = try #require(machine.wakesAt)
      #expect(next > now)
      now = next
    }
    #expect(told == 1)
  }

  @Test("what is no address makes no machine", arguments: ["", "AA:BB", "AA:BB:CC:DD:EE:GG", "AA:BB:CC:DD:EE:FF:00"])
  func address(text: String) { #expect(WakeMachine(hardwareAddress: text, seed: 1) == nil) }
}
