import ArgumentParser
import Endings
import Foundation
import Show
import ShowFiles

struct LightsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lights", abstract: "What goes out to the lights: a monitor of the lighting network's universes.",
    discussion: """
      Hears sACN and Art-Net beside the receivers, from any controller, and names the lights that a show has in the slots. \
      Redraws until Ctrl-C; with --once it listens for a while, tells, and ends with 1 if nothing came.
      """)
  @Option(help: ArgumentHelp("Hear these universes; those of the show, or 1.", valueName: "number"))
  var universe: [Int] = []
  @Option(help: ArgumentHelp("Name the lights by this show.", valueName: "folder")) var show: String?
  @Option(help: ArgumentHelp("This machine's address on the lighting network.", valueName: "address"))
  var interface: String?
  @Flag(help: "Listen for a second and a half, tell, and end.") var once = false
  @Flag(help: "Print JSON, with --once.") var json = false

  func validate() throws {
    if json, once == false { throw ValidationError("--json tells once: add --once") }
    for number in universe where (1...63999).contains(number) == false {
      throw ValidationError("--universe \(number): universes go from 1 to 63999")
    }
    _ = try networkAddress(interface)
  }

  func run() async throws {
    let hall = try hall()
    let declared = hall?.universes.keys.sorted() ?? []
    let wanted = universe.isEmpty ? (declared.isEmpty ? [1] : declared) : universe
    let ear = try UniverseEar(universes: wanted, interface: try networkAddress(interface))
    defer { ear.end() }
    let names = LightNames(hall)
    if once {
      try await Task.sleep(for: .milliseconds(1500))
      let text = UniverseText(board: ear.heard, names: names, now: UniverseEar.now)
      if json {
        Output.line(text.json.indented)
      } else {
        for line in text.lines(on: .current) { Output.line(line) }
      }
      if text.board.lines.isEmpty { throw CommandFault.answerIsNo }
      return
    }
    try await follow(ear, names)
  }

  private func follow(_ ear: UniverseEar, _ names: LightNames) async throws {
    let screen = Terminal.current.isInteractive ? AlternateScreen() : nil
    while Task.isCancelled == false {
      let terminal = Terminal.current
      let text = UniverseText(board: ear.heard, names: names, now: UniverseEar.now)
      if screen == nil {
        for line in text.lines(on: .none) + [""] { Output.line(line) }
      } else {
        screen?.show(
          text.lines(on: terminal) + ["", Style.faint.applied(to: "Ctrl-C ends", on: terminal)], on: terminal)
      }
      try await Task.sleep(for: screen == nil ? .seconds(1) : .milliseconds(100))
    }
  }

  private func hall() throws -> Hall? {
    guard let show else { return nil }
    let place = try ShowPlace.find(show)
    guard let loaded = ShowFolder.load(from: place).show else {
      throw CommandFault(.answerIsNo, "\(place): hall.yaml cannot be used: regie check \(place) says why")
    }
    return loaded.hall
  }
}
