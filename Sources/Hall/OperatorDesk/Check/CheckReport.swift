import Endings
import Foundation
import Rehearsal
import Show
import ShowFiles

extension CheckedShow.Finding {
  /// The finding as compilers write it, its file seen from where the command runs, and the way to it below.
  func text(folder: String, on terminal: Terminal) -> String {
    let place = folder == "." ? fault.file : (folder.hasSuffix("/") ? folder : folder + "/") + fault.file
    let head = Style.heading.applied(to: "\(printable(place)):\(fault.line):\(fault.column):", on: terminal)
    let word = fault.severity == .warning ? " " + Style.warning.applied(to: "warning:", on: terminal) : ""
    let first = "\(head)\(word) \(printable(fault.message)) — \(printable(fault.hint))\n"
    guard let script, fault.severity == .fault else { return first }
    let lines = script.text.split(separator: "\n")
    let shown = lines.prefix(Self.mostLines).map {
      "    " + Style.faint.applied(to: printable(String($0)), on: terminal)
    }
    let rest = lines.count > shown.count ? ["    … \(lines.count - shown.count) more lines: see --scripts"] : []
    return first + (shown + rest).map { $0 + "\n" }.joined()
  }

  /// How many lines of a way are shown with the finding.
  static let mostLines = 24

  fileprivate var json: JSON {
    .object([
      "file": .text(fault.file), "line": .number(Double(fault.line)), "column": .number(Double(fault.column)),
      "severity": .text(fault.severity.rawValue), "kind": .text(kind?.rawValue ?? name),
      "message": .text(fault.message),
      "hint": .text(fault.hint), "script": script.map { .text($0.text) } ?? .null,
    ])
  }
}

extension CheckedShow {
  private var faultCount: Int { findings.count { $0.fault.severity == .fault } }
  private var states: Int { proofs.reduce(0) { $0 + $1.states } }
  private var steps: Int { proofs.reduce(0) { $0 + $1.steps } }

  /// What the show holds, how much is wrong with it, and how far that was proven.
  var summary: [String] {
    let show = loaded.show
    let scenes = show?.artworks.reduce(0) { $0 + $1.scenes.count } ?? 0
    let counts = [
      counted(show?.artworks.count ?? 0, "artwork"), counted(scenes, "scene"), counted(faultCount, "fault"),
      counted(findings.count - faultCount, "warning"),
    ]
    var lines = ["\(folder): \(counts.joined(separator: ", "))"]
    guard !proofs.isEmpty else { return lines }
    let hall = show?.hall
    lines.append(
      "searched: \(counted(states, "state")) by \(counted(steps, "step")); at most \(bound.states) states an artwork, "
        + "sensors set at \(bound.instants + 1) instants of a scene")
    if isSound, let hall, proofs.allSatisfy(\.isComplete) {
      lines.append(
        "from each of them the hall is closed within \(hall.closeWithin), dark within \(hall.blackoutWithin), safe within "
          + "\(hall.alarmWithin)" + (hall.darkWithin.map { ", and all of it sleeps within \($0) of closing" } ?? ""))
    }
    return lines
  }

  var json: JSON {
    .object([
      "ok": .flag(isSound), "show": .text(folder), "fingerprint": .optional(loaded.show?.fingerprint),
      "artworks": .list(loaded.show?.artworks.map { .text($0.id.text) } ?? []),
      "unavailable": .list(loaded.show?.unavailable.map { .text($0.id.text) } ?? []),
      "faults": .number(Double(faultCount)), "warnings": .number(Double(findings.count - faultCount)),
      "proven": .list(proofs.filter(\.isComplete).map { .text($0.artwork.text) }),
      "states": .number(Double(states)), "steps": .number(Double(steps)),
      "bound": .object(["states": .number(Double(bound.states)), "instants": .number(Double(bound.instants + 1))]),
      "findings": .list(findings.map(\.json)),
    ])
  }

  /// Writes the way to each finding as a script, into a folder that is made where there is none.
  ///
  /// - Throws: status 74 where it cannot be written.
  func writeScripts(into folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      var names: [String: Int] = [:]
      for finding in findings {
        guard let script = finding.script else { continue }
        names[finding.name, default: 0] += 1
        let number = names[finding.name] ?? 1
        let path = folder + "/" + finding.name + (number > 1 ? "-\(number)" : "") + ".script"
        let head = "# \(finding.fault.message)\n# \(finding.fault.file):\(finding.fault.line): \(finding.fault.hint)\n"
        try Data((head + script.text).utf8).write(to: URL(filePath: path), options: .atomic)
      }
    } catch {
      throw CommandFault(.inputOutput, "--scripts \(folder): \(error.localizedDescription)")
    }
  }
}

/// A number and what is counted, for example `1 fault`, `3 scenes`.
func counted(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
