import Lighting
import Show
import Testing

@testable import SACN

@Suite("Packets of Streaming ACN")
struct SACNPacketTests {
  private let component = ComponentID(of: "machine hall")

  @Test("a data packet has every octet where ANSI E1.31-2018 has it")
  func levels() {
    var packet = SACNDataPacket(
      component: component, sourceName: "Régie 7.1", universe: 0x1234, priority: 120, synchronization: 0x0708)
    packet.next([UInt8](repeating: 7, count: 511) + [9])
    let octets = packet.octets
    #expect(octets.count == 638)
    #expect(octets[0..<16] == [0, 0x10, 0, 0, 0x41, 0x53, 0x43, 0x2d, 0x45, 0x31, 0x2e, 0x31, 0x37, 0, 0, 0])
    #expect(octets[16..<22] == [0x72, 0x6e, 0, 0, 0, 4])
    #expect(Array(octets[22..<38]) == component.bytes)
    #expect(octets[38..<44] == [0x72, 0x58, 0, 0, 0, 2])
    #expect(Array(octets[44..<54]) == [0x52, 0xc3, 0xa9, 0x67, 0x69, 0x65, 0x20, 0x37, 0x2e, 0x31])
    #expect(octets[54..<108].allSatisfy { $0 == 0 })
    #expect(octets[108..<115] == [120, 0x07, 0x08, 1, 0, 0x12, 0x34])
    #expect(octets[115..<126] == [0x72, 0x0b, 0x02, 0xa1, 0, 0, 0, 1, 0x02, 0x01, 0])
    #expect(octets[126..<637].allSatisfy { $0 == 7 })
    #expect(octets[637] == 9)
  }

  @Test("the sequence number goes round, and the end is an option of the packet")
  func numbers() {
    var packet = SACNDataPacket(component: component, sourceName: "", universe: 1, priority: 300)
    #expect(packet.octets[108] == 200)
    for number in 1...600 {
      packet.next([])
      #expect(packet.sequence == UInt8(number & 0xff))
    }
    packet.nextTerminated()
    #expect(packet.octets[112] == 0x40)
    packet.resume()
    #expect(packet.octets[112] == 0)
  }

  @Test("synchronisation and discovery have every octet where the standard has it")
  func extended() {
    let beat = SACNExtendedPacket.synchronization(component: component, sequence: 5, address: 0x0102)
    #expect(beat.count == 49)
    #expect(beat[16..<22] == [0x70, 0x21, 0, 0, 0, 8])
    #expect(beat[38...] == [0x70, 0x0b, 0, 0, 0, 1, 5, 1, 2, 0, 0])
    let pages = SACNExtendedPacket.discovery(
      component: component, sourceName: "x", universes: Array((1...513).reversed()))
    #expect(pages.map(\.count) == [120 + 1024, 122])
    #expect(pages[0][38..<45] == [0x74, 0x52, 0, 0, 0, 2, 0x78])
    #expect(pages[0][108..<124] == [0, 0, 0, 0, 0x74, 0x08, 0, 0, 0, 1, 0, 1, 0, 1, 0, 2])
    #expect(pages[1][118...] == [1, 1, 2, 1])
  }

  @Test("what is sent is read as what it was")
  func reading() throws {
    var packet = SACNDataPacket(component: component, sourceName: "Régie", universe: 63999, priority: 0)
    packet.next((0..<512).map { UInt8($0 & 0xff) })
    packet.nextTerminated()
    guard case .levels(let levels) = try SACNPacket(packet.octets) else {
      Issue.record("no levels")
      return
    }
    #expect(levels.component == component && levels.sourceName == "Régie" && levels.universe == 63999)
    #expect(levels.priority == 0 && levels.sequence == 2 && levels.isTerminated && levels.isPreview == false)
    #expect(levels.slots == (0..<512).map { UInt8($0 & 0xff) })
    let list = SACNExtendedPacket.discovery(component: component, sourceName: "a", universes: [3, 1])
    #expect(
      try SACNPacket(list[0])
        == .discovery(component: component, sourceName: "a", page: 0, lastPage: 0, universes: [1, 3]))
    let beat = SACNExtendedPacket.synchronization(component: component, sequence: 9, address: 5)
    #expect(try SACNPacket(beat) == .synchronization(address: 5, sequence: 9))
  }

  @Test("a packet that is cut or changed is refused where it does not fit, and never ends the program")
  func refusal() {
    let whole = SACNDataPacket(component: component, sourceName: "Régie", universe: 1, priority: 100).octets
    for count in 0..<638 { #expect(throws: SACNFault.self) { try SACNPacket(Array(whole.prefix(count))) } }
    var chance = SystemChance(state: 99)
    let beginnings = [
      whole, SACNExtendedPacket.synchronization(component: component, sequence: 0, address: 1),
      SACNExtendedPacket.discovery(component: component, sourceName: "", universes: [1, 2])[0],
    ]
    for _ in 0..<20_000 {
      var octets = beginnings[Int.random(in: 0..<3, using: &chance)]
      for _ in 0..<3 {
        octets[Int.random(in: octets.indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
      }
      if Bool.random(using: &chance) { octets.removeLast(Int.random(in: 0..<octets.count, using: &chance)) }
      _ = try? SACNPacket(octets)
    }
    #expect(throws: SACNFault(offset: 18, expected: "root vector of E1.31")) {
      var other = whole
      other[21] = 9
      _ = try SACNPacket(other)
    }
  }

  @Test("a name is cut at the end of a character")
  func names() {
    let name = SACNWire.name(String(repeating: "é", count: 40))
    #expect(name.count == 64)
    #expect(name.prefix { $0 != 0 }.count == 62)
  }

  @Test("a component keeps its identifier, a UUID of version 8, and no other has it")
  func component8() {
    #expect(component == ComponentID(of: "machine hall"))
    #expect(component != ComponentID(of: "machine hall2"))
    #expect(component.bytes[6] >> 4 == 8 && component.bytes[8] >> 6 == 2)
  }
}

/// A generator with a seed (Vigna's SplitMix64).
struct SystemChance: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
