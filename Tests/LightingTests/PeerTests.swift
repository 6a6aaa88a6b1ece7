import ArtNet
import Foundation
import Glibc
import SACN
import Sequencer
import Show
import Testing

@testable import Lighting

private let hasOLA = ["olad", "curl", "setpriv"].allSatisfy { Program.path($0) != nil }

/// A driver of one light of a universe, at full red.
private func redLight(_ universes: [LightUniverse], families: [any LineFamily]) -> LightingDriver {
  let driver = LightingDriver(families: families) { .zero }
  driver.begin { _, _ in }
  let places = universes.map { (DeviceID("lamp\($0.number)"), "rgb", $0.number, 4) }
  for device in driver.follow(lightHall(places, universes: universes)) {
    driver.desire(
      DesiredState(rev: 1, at: .zero, properties: [.color: Fade(to: .plain(.text("#ff8001")), at: .zero)]), of: device)
  }
  return driver
}

@Suite("Other people's programs", .serialized)
struct PeerTests {
  @Test(
    "tshark finds universe, priority, numbers and end in our packets, and nothing malformed",
    .enabled(if: Program.path("tshark") != nil))
  func dissector() throws {
    let family = try SACNFamily(component: ComponentID(of: "test"))
    let socket = try DatagramSocket()
    try socket.bind(IPv4Endpoint(address: 0x7f00_0001, port: 0))
    let universe = LightUniverse(number: 7, lineProtocol: .sacn, address: "127.0.0.1:\(socket.port)", priority: 133)
    let line = try family.open(universe)
    var capture = CaptureFile()
    _ = line.send([UInt8](repeating: 0, count: 511) + [42])
    line.terminate()
    var buffer = [UInt8](repeating: 0, count: 1500)
    for _ in 0..<4 {
      let came = try #require(socket.receive(into: &buffer, within: 10_000))
      capture.add(Array(buffer.prefix(came.count)), port: 5568)
    }
    let folder = try ScratchFolder()
    try Data(capture.octets).write(to: folder.url.appending(path: "one.pcap"))
    let fields = ["universe", "priority", "seq_number", "option_s", "source_name"].flatMap { ["-e", "acn.dmx.\($0)"] }
    let tshark = try #require(Program.path("tshark"))
    let reading = ["-r", folder.path("one.pcap"), "--enable-heuristic", "acn", "-o", "acn.dmx_enable:TRUE"]
    let seen = try Program.output(tshark, reading + ["-T", "fields"] + fields)
    #expect(
      seen.split(separator: "\n").map(String.init) == (1...4).map { "7\t133\t\($0)\t\($0 == 1 ? 0 : 1)\tRégie" })
    #expect(try Program.output(tshark, reading + ["-Y", "_ws.malformed || _ws.expert"]) == "")
  }

  @Test("OLA shows the levels that we send by sACN and by Art-Net", .enabled(if: hasOLA), .timeLimit(.minutes(2)))
  func ola() throws {
    let desk = try OpenLightingDaemon()
    try desk.patch(universe: 1, to: "E1.31")
    try desk.patch(universe: 2, to: "ArtNet")
    let here = try #require(IPv4Endpoint("127.0.0.1", port: 0))
    // OLA takes the port-address that its universe is numbered: 2, our universe 3.
    let driver = redLight(
      [
        LightUniverse(number: 1, lineProtocol: .sacn, address: "127.0.0.1"),
        LightUniverse(number: 3, lineProtocol: .artnet, address: "127.0.0.1"),
      ],
      families: [try SACNFamily(component: ComponentID(of: "test")), try ArtNetFamily(local: here)])
    defer { driver.end() }
    let wanted: [UInt8] = [0, 0, 0, 255, 128, 1, 0]
    #expect(try desk.levels(of: 1, until: { $0.starts(with: wanted) }).starts(with: wanted))
    #expect(try desk.levels(of: 2, until: { $0.starts(with: wanted) }).starts(with: wanted))
  }

  @Test(
    "OLA shows the levels that we send by sACN to a universe's group", .enabled(if: hasOLA), .timeLimit(.minutes(2)))
  func groups() throws {
    let desk = try OpenLightingDaemon()
    let universe = 20_000 + Int(getpid()) % 20_000
    try desk.patch(universe: universe, to: "E1.31")
    // OLA joins groups on networks alone, not on loopback, where this stays; a socket that hears all addresses is given
    // what any socket of the machine has joined (ip(7), IP_MULTICAST_ALL), so it is joined here.
    let loopback = try #require(IPv4Endpoint("127.0.0.1", port: 0)).address
    let joined = try DatagramSocket()
    #expect(joined.join(group: SACNPacket.group(of: universe), interface: loopback) == 0)
    let driver = redLight(
      [LightUniverse(number: universe, lineProtocol: .sacn)],
      families: [try SACNFamily(component: ComponentID(of: "groups"), interface: loopback)])
    defer { driver.end() }
    let wanted: [UInt8] = [0, 0, 0, 255, 128, 1, 0]
    #expect(try desk.levels(of: universe, until: { $0.starts(with: wanted) }).starts(with: wanted))
  }

  @Test(
    "tshark, which captures on loopback, sees levels go to the universe's group, ArtDmx with ArtSync, and our ArtPollReply",
    .enabled(if: Capture.isAllowed), .timeLimit(.minutes(2)))
  func captured() throws {
    let loopback = try #require(IPv4Endpoint("127.0.0.1", port: 0))
    let universe = 40_000 + Int(getpid()) % 20_000
    let group = IPv4Endpoint(address: SACNPacket.group(of: universe), port: 0).host
    let node = try DatagramSocket()
    try node.bind(loopback)
    let artnet = try ArtNetFamily(
      address: loopback.address, synchronizes: true, local: loopback,
      everybody: IPv4Endpoint(address: loopback.address, port: node.port))
    let capture = try Capture(
      "udp and (dst host \(group) or port \(node.port))", decodingArtNetOn: node.port,
      fields: [
        "ip.dst", "acn.dmx.universe", "acn.dmx.data", "artnet.header.opcode", "artnet.output.universe",
        "artnet.poll_reply.long_name", "artnet.poll_reply.style", "artnet.poll_reply.num_ports",
        "artnet.poll_reply.swin_1", "_ws.malformed",
      ])
    let driver = redLight(
      [
        LightUniverse(number: universe, lineProtocol: .sacn),
        LightUniverse(number: 0x123, lineProtocol: .artnet, address: "127.0.0.1:\(node.port)"),
      ], families: [try SACNFamily(component: ComponentID(of: "captured"), interface: loopback.address), artnet])
    defer { driver.end() }
    let levels = try capture.first { $0[0] == group && $0[1] == "\(universe)" }
    #expect(levels[2].contains("001-020: .. .. .. FF 80  1 .."))
    #expect(try capture.first { $0[3] == "0x5000" }[4] == "290", "universe 291 is port-address 290")
    _ = try capture.first { $0[3] == "0x5200" }
    #expect(node.send(ArtNetMessage.pollEverybody, to: IPv4Endpoint(address: loopback.address, port: artnet.port)) == 0)
    let reply = try capture.first { $0[3] == "0x2100" }
    #expect(reply[5].hasSuffix("gie h") && reply[6] == "0x01" && reply[7] == "1" && reply[8].hasSuffix("2"))
    #expect(capture.malformed == [])
  }
}
