import Lighting
import Show
import Testing

@testable import ArtNet

@Suite("Packets of Art-Net 4")
struct ArtNetPacketTests {
  @Test("ArtDmx has every octet where the specification has it, and its sequence skips zero")
  func levels() {
    var packet = ArtDmxPacket(portAddress: ArtNetPacket.portAddress(of: 0x0346))
    packet.next([UInt8](repeating: 3, count: 512))
    let octets = packet.octets
    #expect(octets.count == 530)
    #expect(octets[0..<18] == [0x41, 0x72, 0x74, 0x2d, 0x4e, 0x65, 0x74, 0, 0, 0x50, 0, 14, 1, 0, 0x45, 0x03, 2, 0])
    #expect(octets[18...].allSatisfy { $0 == 3 })
    for _ in 0..<254 { packet.next([]) }
    #expect(packet.octets[12] == 255)
    packet.next([])
    #expect(packet.octets[12] == 1)
  }

  @Test("ArtSync is 14 octets")
  func synchronization() {
    #expect(ArtNetPacket.synchronization == [0x41, 0x72, 0x74, 0x2d, 0x4e, 0x65, 0x74, 0, 0, 0x52, 0, 14, 0, 0])
  }

  @Test("a reply names four port-addresses a packet, and has each field where the specification has it")
  func reply() {
    let packets = ArtPollReply.packets(
      address: 0x0a00_0007, name: "Régie 7.1", portAddresses: [0x123, 0x120, 0x121, 0x122, 0x124, 0x0f])
    #expect(packets.map(\.count) == [239, 239, 239])
    let reply = packets[1]
    #expect(reply[8..<20] == [0, 0x21, 10, 0, 0, 7, 0x36, 0x19, 0, 1, 0x01, 0x02])
    #expect(reply[26..<36] == [0x52, 0xc3, 0xa9, 0x67, 0x69, 0x65, 0x20, 0x37, 0x2e, 0x31])
    #expect(reply[172..<174] == [0, 4])
    #expect(reply[174..<178] == [0x40, 0x40, 0x40, 0x40])
    #expect(reply[186..<190] == [0, 1, 2, 3])
    #expect(reply[200] == 1)
    #expect(reply[207..<213] == [10, 0, 0, 7, 2, 8])
    #expect(packets[2][186] == 4)
    #expect(ArtPollReply.packets(address: 0, name: "", portAddresses: []).map { $0[173] } == [0])
  }

  @Test("what goes out is read back: levels, replies, polls and synchronisation")
  func readBack() throws {
    var packet = ArtDmxPacket(portAddress: ArtNetPacket.portAddress(of: 0x0346))
    packet.next([7, 8])
    let levels = try #require(try ArtNetMessage.read(packet.octets))
    guard case .levels(let read) = levels else {
      Issue.record("\(levels)")
      return
    }
    #expect(read.universe == 0x0346 && read.sequence == 1 && read.slots.count == 512 && read.slots[1] == 8)
    let reply = ArtPollReply.packets(address: 0x0a00_0007, name: "Régie 7.1", portAddresses: [0x123, 0x124])[0]
    guard case .node(let node)? = try ArtNetMessage.read(reply) else {
      Issue.record("no node")
      return
    }
    #expect(node.address == 0x0a00_0007 && node.shortName == "Régie 7.1" && node.isController)
    #expect(node.inputs == [0x124, 0x125] && node.outputs.isEmpty)
    #expect(try ArtNetMessage.read(ArtNetMessage.pollEverybody) == .poll)
    #expect(ArtNetPacket.isPoll(ArtNetMessage.pollEverybody[...]))
    #expect(try ArtNetMessage.read(ArtNetPacket.synchronization) == .synchronization)
  }

  @Test("a packet that is cut short, or none of Art-Net, is a fault with its place")
  func faults() {
    let whole = ArtDmxPacket(portAddress: 0).octets
    #expect(throws: ArtNetFault(offset: 0, expected: "word Art-Net")) { try ArtNetMessage.read([1, 2, 3]) }
    #expect(throws: ArtNetFault(offset: 16, expected: "count of slots that are there")) {
      try ArtNetMessage.read(Array(whole.prefix(200)))
    }
    for count in 0..<18 { #expect(throws: ArtNetFault.self) { try ArtNetMessage.read(Array(whole.prefix(count))) } }
  }

  @Test("only a poll is taken for one")
  func poll() {
    let poll = ArtNetPacket.head(.poll) + [0, 14, 0, 0]
    #expect(ArtNetPacket.isPoll(poll[...]))
    #expect(ArtNetPacket.isPoll(poll.dropLast(1)) == false)
    #expect(ArtNetPacket.isPoll(ArtNetPacket.synchronization[...]) == false)
    #expect(ArtNetPacket.isPoll([]) == false)
  }

  @Test("a poll is answered to the one who asked", .timeLimit(.minutes(1)))
  func answer() throws {
    let here = try #require(IPv4Endpoint("127.0.0.1", port: 0))
    let family = try ArtNetFamily(address: 0x7f00_0001, local: here)
    var hall = Hall(name: "h", topics: "hall/h")
    hall.universes[6] = LightUniverse(number: 6, lineProtocol: .artnet)
    family.follow(hall)
    let desk = try DatagramSocket()
    try desk.bind(here)
    #expect(
      desk.send(ArtNetPacket.head(.poll) + [0, 14, 0, 0], to: IPv4Endpoint(address: here.address, port: family.port))
        == 0)
    var buffer = [UInt8](repeating: 0, count: 1500)
    let came = try #require(desk.receive(into: &buffer, within: 10_000))
    #expect(came.count == 239)
    #expect(buffer[186] == 5)
    family.end()
  }
}
