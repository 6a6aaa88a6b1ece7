import Endings
import Foundation
import Rehearsal
import Show

/// Reads a rehearsal's script from its file.
enum ScriptFile {
  /// The script of a file.
  ///
  /// - Throws: status 66 where there is none, 65 where it is no text or cannot be read as a script.
  static func read(_ path: String) throws(CommandFault) -> RehearsalScript {
    do {
      return try RehearsalScript(parsing: try text(of: path))
    } catch let faults as ScriptFaults {
      throw fault(faults, in: path)
    } catch {
      throw (error as? CommandFault) ?? CommandFault(.inputOutput, "\(error)")
    }
  }

  /// The text of a script.
  ///
  /// - Throws: status 66 where there is no such file, 65 where it is no text.
  static func text(of path: String) throws(CommandFault) -> String {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandFault(.noSuchInput, "--script \(path): there is no such file that can be read")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFault(.unusableInput, "--script \(path): this is not UTF-8: save it as UTF-8")
    }
    return text
  }

  /// All faults of a script, each as compilers write it.
  static func fault(_ faults: ScriptFaults, in path: String) -> CommandFault {
    for fault in faults.faults.dropLast() { Output.complain(printable("\(path):\(fault)")) }
    return CommandFault(.unusableInput, faults.faults.last.map { printable("\(path):\($0)") } ?? "")
  }
}

extension RehearsalSession {
  /// The expectations that failed, each with its place and what was instead.
  func failures(in path: String) -> [String] {
    let clock = HallClock(timeZone: rehearsal.show.hall.timeZone)
    return rehearsal.remarks.compactMap { remark in
      remark.instead.map {
        "\(path):\(remark.line):1: \(clock.time(rehearsal.wall(remark.at))) \(remark.text), but \($0)"
      }
    }
  }
}
