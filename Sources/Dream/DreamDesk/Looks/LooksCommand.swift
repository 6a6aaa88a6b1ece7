import ArgumentParser
import Endings
import Foundation
import Onirica

/// `reverie looks`: what looks there are, and what is wrong with them.
public struct LooksCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "looks", abstract: "List the looks of a folder, or check files of looks.",
    discussion: """
      Without files it lists the folder's looks. Files are checked: every fault is printed as FILE:LINE:COLUMN, and \
      the exit status is 1 if there is one. How a look is made stands in the documentation, "Looks".
      """)

  @Argument(help: "Files of looks to check.")
  var files: [String] = []

  @Option(help: "Folder of looks. REVERIE_LOOKS says the same.")
  var looks: String?

  /// Makes a command to be parsed.
  public init() {}

  /// Lists or checks; throws a fault with the contract's exit code.
  public func run() throws {
    guard files.isEmpty else { return try check() }
    let folder = LookFolder(path: looks ?? Environment["REVERIE_LOOKS"] ?? LookFolder.usual)
    for name in folder.names {
      do throws(LookFolder.Fault) {
        _ = try folder.looks(named: name)
        print(name)
      } catch { print("\(name)  \(error)") }
    }
  }

  private func check() throws {
    var faults: [String] = []
    for file in files {
      guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
        throw CommandFault(.noSuchInput, "\(file): there is no such file of looks")
      }
      do throws(LookFaults) { _ = try LookFile(text, file: file) } catch { faults.append(error.description) }
    }
    guard faults.isEmpty else { throw CommandFault(.answerIsNo, faults.joined(separator: "\n")) }
  }
}
