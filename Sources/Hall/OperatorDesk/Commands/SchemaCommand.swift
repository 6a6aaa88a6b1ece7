import ArgumentParser
import Endings
import ShowFiles

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of a show's files, by which editors complete and check them.",
    discussion: """
      The shipped scenes carry it in Scenes/.schema and name it in their first line, which editors with a YAML language \
      server follow: # yaml-language-server: $schema=../.schema/artwork.json
      """)
  @Argument(help: "hall, artwork or box.") var file: ShowSchema.File
  @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
  var output: String?
  @Flag(help: "Replace the file if it exists.") var force = false

  func run() throws {
    let text = ShowSchema.text(of: file)
    guard let output else {
      if Output.write(text) == false { throw CommandFault(.inputOutput) }
      return
    }
    let written = try OutputFile(output, replacing: force)
    try written.write(text)
    try written.finish()
  }
}

extension ShowSchema.File: ExpressibleByArgument {}
