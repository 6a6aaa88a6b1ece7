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
}

/// The daemon of the Open Lighting Architecture, on this machine alone.
private final class OpenLightingDaemon {
  private let folder: ScratchFolder
  private let process = Process()
  private let port = 19_000 + Int(getpid() % 900)

  init() throws {
    folder = try ScratchFolder()
    chmod(folder.path(""), 0o777)
    for plugin in [
      "dummy", "espnet", "ftdidmx", "gpio", "karate", "kinet", "milinst", "opendmx", "openpixelcontrol", "osc",
      "pathport", "renard", "sandnet", "shownet", "spi", "stageprofi", "uartdmx", "usbdmx", "usbserial",
    ] { try write("enabled = false\n", "ola-\(plugin).conf") }
    try write("enabled = true\ninput_ports = 1\noutput_ports = 0\n", "ola-e131.conf")
    try write("enabled = true\noutput_ports = 1\nuse_loopback = true\n", "ola-artnet.conf")
    let words = [
      Program.path("olad") ?? "", "-c", folder.path(""), "-p", "\(port)", "-r", "\(port + 1000)",
      "--no-register-with-dns-sd",
      "--pid-location", folder.path("pids"),
    ]
    // It refuses to run as root.
    let isRoot = geteuid() == 0
    process.executableURL = URL(filePath: isRoot ? Program.path("setpriv") ?? "" : words[0])
    process.arguments =
      isRoot ? ["--reuid", "65534", "--regid", "65534", "--clear-groups"] + words : Array(words.dropFirst())
    process.environment = ["HOME": folder.path("")]
    process.currentDirectoryURL = folder.url
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  private func write(_ text: String, _ name: String) throws {
    try text.write(toFile: folder.path(name), atomically: true, encoding: .utf8)
    chmod(folder.path(name), 0o666)
  }

  private func ask(_ path: String, _ more: [String] = []) throws -> String {
    try Program.output(
      Program.path("curl") ?? "",
      ["-s", "--retry", "60", "--retry-connrefused", "--retry-delay", "1", "http://127.0.0.1:\(port)/\(path)"] + more)
  }

  /// Lets a universe hear the first input of a protocol.
  func patch(universe: Int, to name: String) throws {
    struct Port: Decodable {
      var id: String
      var device: String
      var is_output: Bool
    }
    let ports = try JSONDecoder().decode([Port].self, from: Data(ask("json/get_ports").utf8))
    let port = try #require(ports.first { $0.device.hasPrefix(name) && $0.is_output == false })
    let answer = try ask("new_universe", ["-d", "id=\(universe)&name=u&add_ports=\(port.id)"])
    #expect(answer.contains("\"ok\": true"), "\(answer)")
  }

  /// A universe's levels, asked for until they are as wanted, a thousand times at most.
  func levels(of universe: Int, until isWanted: ([UInt8]) -> Bool) throws -> [UInt8] {
    struct Levels: Decodable { var dmx: [UInt8] }
    var levels: [UInt8] = []
    for _ in 0..<1000 {
      levels = (try? JSONDecoder().decode(Levels.self, from: Data(ask("get_dmx?u=\(universe)").utf8)))?.dmx ?? []
      if isWanted(levels) { break }
    }
    return levels
  }
}
