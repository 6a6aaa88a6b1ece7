import BrokerFixture
import Foundation
import Testing

/// Packets of loopback as tshark captures and reads them.
final class Capture {
  /// Whether tshark is here and may capture: it lists the interfaces that it may listen on.
  static var isAllowed: Bool {
    guard let tshark = Program.path("tshark") else { return false }
    return (try? Program.output(tshark, ["-D"]))?.contains("lo (Loopback)") == true
  }

  private let child: ChildProcess
  private let count: Int
  /// The packets that were no good, by their fields.
  private(set) var malformed: [[String]] = []

  /// Begins.
  ///
  /// - Parameters:
  ///   - filter: which packets, as pcap-filter(7) has it.
  ///   - port: a port whose packets are Art-Net.
  ///   - fields: what is told of each; the last is empty where the packet is whole.
  init(_ filter: String, decodingArtNetOn port: UInt16, fields: [String]) throws {
    count = fields.count
    child = try ChildProcess(
      [
        Program.path("tshark") ?? "tshark", "-i", "lo", "-l", "-f", filter, "--enable-heuristic", "acn", "-o",
        "acn.dmx_enable:TRUE", "-d", "udp.port==\(port),artnet", "-T", "fields",
      ] + fields.flatMap { ["-e", $0] })
    let end = ContinuousClock.now + .seconds(60)
    var lines: [String] = []
    while let line = child.nextLine(before: end) {
      lines.append(line)
      if line.contains("Capture started") { return }
    }
    throw NotHeard(description: "no capture: \(lines)")
  }

  /// The fields of the first packet that is as wanted, within half a minute.
  func first(_ isWanted: ([String]) -> Bool) throws -> [String] {
    let end = ContinuousClock.now + .seconds(30)
    var seen: [String] = []
    while let line = child.nextLine(before: end) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == count else { continue }
      if fields.last != "" { malformed.append(fields) }
      if isWanted(fields) { return fields }
      seen = Array((seen + [line]).suffix(5))
    }
    throw NotHeard(description: "not captured; the last packets are \(seen)")
  }
}
