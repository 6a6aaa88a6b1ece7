import Foundation
import Glibc
import Testing

/// The daemon of the Open Lighting Architecture, on this machine alone.
final class OpenLightingDaemon {
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
