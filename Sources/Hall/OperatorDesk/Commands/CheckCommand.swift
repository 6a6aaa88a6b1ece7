import ArgumentParser
import Glibc
import Show
import ShowFiles

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Every fault of a show, at file:line:column.",
    discussion: "Ends with 0 if there is none, with 1 if there is one; warnings do not count.")
  @Argument(help: "The show's folder; where you are, ./Scenes or /etc/regie/Scenes unless given.") var show: String?
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let folder = try ShowPlace.find(show)
    let loaded = ShowFolder.load(from: folder)
    if json {
      Output.line(loaded.json(folder: folder).indented)
    } else {
      let counts = loaded.summary
      for fault in loaded.faults { Output.remark(fault.text(folder: folder, on: .errors) + "\n") }
      Output.line("\(folder): \(counts)")
    }
    if loaded.isSound == false { throw DeskFault.answerIsNo }
  }
}

/// Where a show is looked for.
enum ShowPlace {
  /// Where the daemon finds the show unless its configuration says otherwise.
  static let usual = "/etc/regie/Scenes"

  /// The folder of a show.
  ///
  /// - Parameter given: what the command line names; without it the folder here, `Scenes` here, or the usual one.
  /// - Throws: status 66 where there is no such folder.
  static func find(_ given: String?) throws(DeskFault) -> String {
    if let given {
      var status = stat()
      guard stat(given, &status) == 0 else {
        throw DeskFault(.noSuchInput, "\(given): \(String(cString: strerror(errno))): name the folder of a show")
      }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw DeskFault(.noSuchInput, "\(given) is no folder: name the folder that hall.yaml is in")
      }
      return given
    }
    for place in [".", "Scenes", usual] where access(place + "/hall.yaml", F_OK) == 0 { return place }
    throw DeskFault(.noSuchInput, "no hall.yaml here, in Scenes or in \(usual): name the folder of a show")
  }
}

extension Fault {
  /// The fault as compilers write it, its file seen from where the command runs.
  fileprivate func text(folder: String, on terminal: Terminal) -> String {
    let place = folder == "." ? file : (folder.hasSuffix("/") ? folder : folder + "/") + file
    let head = Style.heading.applied(to: "\(printable(place)):\(line):\(column):", on: terminal)
    let word = severity == .warning ? " " + Style.warning.applied(to: "warning:", on: terminal) : ""
    return "\(head)\(word) \(printable(message)) — \(printable(hint))"
  }

  fileprivate var json: JSON {
    .object([
      "file": .text(file), "line": .number(Double(line)), "column": .number(Double(column)),
      "severity": .text(severity.rawValue), "message": .text(message), "hint": .text(hint),
    ])
  }
}

extension LoadedShow {
  private var faultCount: Int { faults.count { $0.severity == .fault } }
  private var warningCount: Int { faults.count - faultCount }

  /// What the show holds and how much is wrong with it, in one line.
  fileprivate var summary: String {
    let artworks = show?.artworks.count ?? 0
    let scenes = show?.artworks.reduce(0) { $0 + $1.scenes.count } ?? 0
    return [
      counted(artworks, "artwork"), counted(scenes, "scene"), counted(faultCount, "fault"),
      counted(warningCount, "warning"),
    ].joined(separator: ", ")
  }

  fileprivate func json(folder: String) -> JSON {
    .object([
      "ok": .flag(isSound), "show": .text(folder), "fingerprint": .optional(show?.fingerprint),
      "artworks": .list(show?.artworks.map { .text($0.id.text) } ?? []),
      "unavailable": .list(show?.unavailable.map { .text($0.id.text) } ?? []),
      "faults": .number(Double(faultCount)), "warnings": .number(Double(warningCount)),
      "findings": .list(faults.map(\.json)),
    ])
  }
}

/// A number and what is counted, for example `1 fault`, `3 scenes`.
func counted(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
