import ArgumentParser
import Endings
import Foundation
import Screens
import SleepLab

/// `reverie join`: the parts of a film become one.
public struct JoinCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "join", abstract: "Make one film of its parts.",
    discussion: """
      The parts are YUV4MPEG2 films of one head, in their order: `reverie join part-*.y4m -o film.y4m`, where their \
      numbers have as many digits each. What comes out is the film as `reverie render` makes it in one piece, byte for \
      byte. A part that breaks off is refused.
      """)

  @Argument(help: "The parts, in their order.")
  var parts: [String]

  @Option(name: [.short, .long], help: "FILE.y4m, or - for standard output.")
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what is no film.
  public func validate() throws {
    switch FilmTarget(path: output) {
    case .y4m, .standardOutput: break
    default: throw ValidationError("the output is FILE.y4m, or -")
    }
  }

  /// Joins; throws a fault with the contract's exit code, and leaves nothing half done.
  public func run() throws {
    try FilmTarget(path: output)?.check(force: force)
    // All are looked at before the first byte is written.
    let opened = try parts.enumerated().map { number, path in try FilmFile(path: path, number: number + 1) }
    guard let first = opened.first else { return }
    for part in opened {
      if let twin = opened.first(where: { $0.number < part.number && $0.file == part.file }) {
        throw CommandFault(
          .unusableInput, "part \(part.number) is part \(twin.number) again: each part of a film comes once")
      }
    }
    for part in opened where part.head != first.head || part.frameWord != first.frameWord {
      throw CommandFault(
        .unusableInput, "part \(part.number) is of another size, rate or night than part 1: they are not of one film")
    }
    do throws(ScreenError) { try join(opened, head: first.head) } catch {
      if case .readerGone = error { return }
      throw CommandFault(.inputOutput, error.description)
    }
  }

  private func join(_ opened: [FilmFile], head: [UInt8]) throws(ScreenError) {
    let partial = output == "-" ? nil : FilmTarget.partial(of: output)
    let writer =
      if let partial { try StreamWriter(goingOnWith: partial, keptBytes: 0) } else { try StreamWriter(path: output) }
    var isWhole = false
    defer { if let partial, !isWhole { unlink(partial) } }
    try writer.write(head)
    for part in opened { try part.write(to: writer) }
    if let partial {
      try writer.flush()
      guard rename(partial, output) == 0 else { throw .inputOutput(doing: "naming the film", errno: errno) }
    }
    isWhole = true
  }
}
