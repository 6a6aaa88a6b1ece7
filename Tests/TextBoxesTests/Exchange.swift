import DeviceLines
import Foundation
import Sequencer
import Show
import ShowFiles
import TextBoxes

/// What was said between the daemon and a box, line by line (`Exchanges/NAME.exchange`):
///
/// | line | meaning |
/// |---|---|
/// | `device KEYS` | the connection of the device, beside its box |
/// | `! power=on input=hdmi1` | it is to be this from now on |
/// | `> TEXT` | these bytes, and no others, are sent next, with what ends them |
/// | `< TEXT` | the box says this, 20 ms later; of HTTP: the status, a space, and what the answer holds |
/// | `+ 5s` | nothing happens for so long |
/// | `x` | the line is lost |
/// | `= confirmed power=on …` | this is told: `confirmed`, `open`, `assumed NAME`, `state WORD`, `warns TEXT`, `away`, facts |
struct Exchange {
  struct Fault: Error, CustomStringConvertible {
    var line: Int
    var what: String
    var description: String { "line \(line): \(what)" }
  }

  let name: String
  let lines: [(number: Int, mark: Character, text: String)]

  init(name: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Exchanges/\(name).exchange")
    self.init(name: name, text: try String(contentsOf: path, encoding: .utf8))
  }

  init(name: String, text: String) {
    self.name = name
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      guard let mark = line.first, mark != "#" else { return nil }
      return (index + 1, mark, line.dropFirst().drop { $0 == " " }.description)
    }
  }

  /// The names of all exchanges.
  static let names: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Exchanges")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return files.filter { $0.hasSuffix(".exchange") }.map { String($0.dropLast(9)) }.sorted()
  }()

  /// The name of its box: what stands before the first full stop.
  var box: String { String(name.prefix { $0 != "." }) }

  /// Bytes of a text with escapes.
  static func bytes(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch next {
      case UInt8(ascii: "r"): bytes.append(0x0d)
      case UInt8(ascii: "n"): bytes.append(0x0a)
      case UInt8(ascii: "x"):
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        rest = rest.dropFirst(2)
        bytes.append(UInt8(digits, radix: 16) ?? 0)
      default: bytes.append(next)
      }
    }
    return bytes
  }

  static func shown(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      switch byte {
      case 0x0d: "\\r"
      case 0x0a: "\\n"
      case 0x20..<0x7f: String(Unicode.Scalar(byte))
      default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
  }
}

/// The boxes that ship.
enum ShippedBoxes {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenes/boxes")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  /// A device reached by a box, as a show reads it.
  static func connection(of box: String, _ keys: String = "host: 127.0.0.1") throws -> BoxConnection {
    let text = try String(contentsOf: folder.appending(path: "\(box).yaml"), encoding: .utf8)
    return try connection(box, text, keys)
  }

  static func connection(_ box: String, _ text: String, _ keys: String) throws -> BoxConnection {
    let hall = """
      regie: 1
      hall: h
      topics: h
      artworks: []
      devices:
        a: { kind: box, connection: { box: \(box), \(keys) } }
      """
    let loaded = ShowReader.read(files: [
      ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "boxes/\(box).yaml", text: text),
    ])
    guard case .box(let connection)? = loaded.show?.hall.devices["a"]?.connection, loaded.isSound else {
      throw Exchange.Fault(line: 0, what: loaded.faults.map(\.description).joined(separator: "\n"))
    }
    return connection
  }

  /// How a box is reached in a test: by its network, or by a port that is never opened.
  static func usualKeys(of box: String) -> String {
    ["numato-relay", "kmtronic-relay"].contains(box) ? "serial: /dev/null" : "host: 127.0.0.1"
  }
}
