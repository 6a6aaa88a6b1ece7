import ArgumentParser
import Endings
import Foundation
import Onirica

/// Which look a command shows, and which pictures.
struct LookOptions: ParsableArguments {
  @Option(help: "A look: its name in the looks' folder, or a file LOOK.yaml.")
  var look = LookFolder.standard

  @Option(help: ArgumentHelp("Folder of looks. REVERIE_LOOKS says the same.", valueName: "folder"))
  var looks: String?

  @Option(help: "A folder of stills (PNG, JPEG, WebP) to dream of; without it pictures are painted.")
  var pictures: String?

  /// Where looks are that have a name; beside the file where the look is one.
  var folder: LookFolder {
    guard isFile, looks == nil else {
      return LookFolder(path: looks ?? Environment["REVERIE_LOOKS"] ?? LookFolder.usual)
    }
    let parent = look.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return LookFolder(path: parent.isEmpty ? (look.hasPrefix("/") ? "/" : ".") : parent)
  }

  /// The look's name, without the ending of its file.
  var name: String {
    guard isFile else { return look }
    let file = look.split(separator: "/").last.map(String.init) ?? look
    return file.split(separator: ".").dropLast().joined(separator: ".")
  }

  private var isFile: Bool { look.hasSuffix(".yaml") || look.hasSuffix(".yml") }

  /// The looks of the stages; ends with the contract's number where they cannot be used.
  func stageLooks() throws -> StageLooks {
    if isFile {
      guard let text = try? String(contentsOfFile: look, encoding: .utf8) else {
        throw CommandFault(.noSuchInput, "there is no such file of looks")
      }
      do throws(LookFaults) { return try LookFile(text, file: look).looks } catch {
        throw CommandFault(.badConfiguration, error.description)
      }
    }
    do throws(LookFolder.Fault) { return try folder.looks(named: look) } catch {
      if case .faults = error { throw CommandFault(.badConfiguration, error.description) }
      throw CommandFault(.noSuchInput, "\(error): there are \(folder.names.joined(separator: ", "))")
    }
  }

  /// The pictures; nil where none are asked for.
  func stills() throws -> PictureFolder? { try pictures.map { path in try PictureFolder.opened(path) } }
}
