import Foundation
import Lighting
import Show
import Synchronization
import Testing

@testable import OperatorDesk

@Suite("Discovery")
struct DiscoverTests {
  private func told(_ topic: String, _ text: String) -> [FoundThing] { FoundThing.told(on: topic, Array(text.utf8)) }

  @Test("what devices announce on a broker is told with their names and topics")
  func announcements() {
    let zigbee = told(
      "zigbee2mqtt/bridge/devices",
      """
      [{"type":"Coordinator","friendly_name":"Coordinator"},{"type":"Router","friendly_name":"capsule",\
      "definition":{"vendor":"IKEA","description":"TRADFRI bulb"}}]
      """)
    #expect(zigbee.map(\.address) == ["zigbee2mqtt/capsule"] && zigbee.map(\.detail) == ["IKEA TRADFRI bulb"])
    let tasmota = told("tasmota/discovery/DC4F22/config", #"{"t":"plug_1","dn":"Plug","md":"Sonoff","ip":"10.0.0.9"}"#)
    #expect(tasmota.map(\.address) == ["plug_1"] && tasmota.map(\.detail) == ["Sonoff, 10.0.0.9, DC4F22"])
    let shelly = told("shellies/announce", #"{"id":"shelly1-ABC","model":"SHSW-1","ip":"10.0.0.8"}"#)
    #expect(shelly.map(\.address) == ["shellies/shelly1-ABC"])
    #expect(told("desk-lamp/status", "online").map(\.way) == [.esphome])
    #expect(told("shellyplus1-ab/online", "true").map(\.way) == [.shelly])
    let other = told(
      "homeassistant/light/strip/config",
      #"{"name":"Strip","cmd_t":"strip/set","dev":{"name":"Tape","mf":"QuinLED"}}"#)
    #expect(other.map(\.name) == ["Tape Strip"] && other.map(\.detail) == ["light QuinLED"])
  }

  @Test("what is not understood gives nothing", arguments: ["", "{", "[]", "{}", "7", #"{"t":3}"#, "offline"])
  func nonsense(text: String) {
    for topic in [
      "zigbee2mqtt/bridge/devices", "tasmota/discovery/x/config", "shellies/announce", "a/status", "a/online",
      "homeassistant/light/x/config", "other",
    ] {
      #expect(told(topic, text).isEmpty)
    }
  }

  @Test("projectors and nodes on a network answer, and are told as hall.yaml has them")
  func network() async throws {
    let loopback = try #require(IPv4Endpoint("127.0.0.1", port: 0))
    // A projector and a node that answer as the standards have it, each on a port of its own.
    let (projector, node) = (try DatagramSocket(), try DatagramSocket())
    try projector.bind(loopback)
    try node.bind(loopback)
    let search = try NetworkSearch(
      interface: loopback.address,
      ports: .init(
        everybody: loopback.address, pjlink: projector.port, artnet: node.port, sacn: 0, artnetHeard: 0))
    #expect(search.ask().isEmpty)
    var buffer = [UInt8](repeating: 0, count: 600)
    let asked = try #require(projector.receive(into: &buffer, within: 30_000))
    #expect(Array(buffer.prefix(asked.count)) == Array("%2SRCH\r".utf8))
    #expect(projector.send(Array("%2ACKN=00:0B:AA:01:02:FF\r".utf8), to: asked.from) == 0)
    let polled = try #require(node.receive(into: &buffer, within: 30_000))
    #expect(Array(buffer.prefix(8)) == Array("Art-Net".utf8) + [0] && polled.count == 14)
    // ArtPollReply of a node with one output, universe 3 (net 0, sub-net 0, port 2).
    var reply = Array("Art-Net".utf8) + [0, 0, 0x21] + [UInt8](repeating: 0, count: 229)
    reply.replaceSubrange(44..<49, with: Array("Booth".utf8))
    (reply[173], reply[174], reply[190]) = (1, 0x80, 2)
    #expect(node.send(reply, to: IPv4Endpoint(address: loopback.address, port: search.artnetPort)) == 0)
    let found = search.hear(within: 2000).sorted()
    #expect(found.map(\.way) == [.artnet, .pjlink])
    #expect(found.first?.name == "Booth")
    #expect(found.first?.entry == "universes: { 3: { protocol: artnet, address: 127.0.0.1 } }")
    #expect(found.last?.name == "00:0b:aa:01:02:ff")
    #expect(
      found.last?.entry == "beamer: { kind: projector, connection: { protocol: pjlink, address: 127.0.0.1 } }")
  }

  @Test("a search ends in its time, however many levels come to its ports meanwhile", .timeLimit(.minutes(2)))
  func flooded() async throws {
    let loopback = try #require(IPv4Endpoint("127.0.0.1", port: 0))
    let search = try NetworkSearch(
      interface: loopback.address,
      ports: .init(everybody: loopback.address, pjlink: 0, artnet: 0, sacn: 0, artnetHeard: 0))
    let (source, there) = (
      try DatagramSocket(), IPv4Endpoint(address: loopback.address, port: search.sacnPort)
    )
    let isOver = Atomic<Bool>(false)
    let thread = Thread {
      while isOver.load(ordering: .acquiring) == false { _ = source.send([UInt8](repeating: 7, count: 638), to: there) }
    }
    thread.start()
    #expect(search.hear(within: 100).isEmpty)
    isOver.store(true, ordering: .releasing)
  }
}
