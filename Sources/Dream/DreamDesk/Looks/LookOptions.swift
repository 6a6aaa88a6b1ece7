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

  /// The looks of the stages; ends with the contract's number where they cannot be used.
  func stageLooks() throws -> StageLooks {
    if look.hasSuffix(".yaml") || look.hasSuffix(".yml") {
      guard let text = try? String(contentsOfFile: look, encoding: .utf8) else {
        throw CommandFault(.noSuchInput, "there is no such file of looks")
      }
      do throws(LookFaults) { return try LookFile(text, file: look).looks } catch {
        throw CommandFault(.badConfiguration, error.description)
      }
    }
    let folder = LookFolder(path: looks ?? Environment["REVERIE_LOOKS"] ?? LookFolder.usual)
    do throws(LookFolder.Fault) { return try folder.looks(named: look) } catch {
      if case .faults = error { throw CommandFault(.badConfiguration, error.description) }
      throw CommandFault(.noSuchInput, "\(error): there are \(folder.names.joined(separator: ", "))")
    }
  }

  /// The pictures; nil where none are asked for.
  func stills() throws -> PictureFolder? { try pictures.map { path in try PictureFolder.opened(path) } }
}
