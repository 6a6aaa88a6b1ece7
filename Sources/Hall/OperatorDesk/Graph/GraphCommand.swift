import ArgumentParser
import Endings
import Journal
import Rehearsal
import Sequencer
import Show
import ShowFiles

/// In which language a graph is written.
enum GraphFormat: String, CaseIterable, ExpressibleByArgument {
  case mermaid, dot, svg

  /// The format that a file's name tells, if it tells one.
  init?(of file: String) {
    switch file.split(separator: "/").last?.split(separator: ".").dropFirst().last {
    case "mmd", "mermaid": self = .mermaid
    case "dot", "gv": self = .dot
    case "svg": self = .svg
    default: return nil
    }
  }

  func text(of graph: SceneGraph) -> String {
    switch self {
    case .mermaid: graph.mermaid
    case .dot: graph.dot
    case .svg: graph.svg
    }
  }
}

struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "The scenes of an artwork, and what leads from one to another.",
    discussion: """
      Boxes are scenes, other artworks, the hall and its programme; arrows are triggers, times and cues, each with its \
      reason. SVG is drawn by regie itself; Mermaid and DOT are for other programs.
      """)
  @OptionGroup var target: ArtworkArgument
  @Option(help: "mermaid, dot or svg; what the file's name says, else mermaid.") var format: GraphFormat?
  @Option(
    help: ArgumentHelp("The show's folder; where you are, ./Scenes or /etc/regie/Scenes.", valueName: "folder"))
  var show: String?
  @Option(help: ArgumentHelp("The show and the programme that this journal ends with.", valueName: "file"))
  var journal: String?
  @Flag(help: ArgumentHelp("The order of operators' next too.")) var next = false
  @Option(name: [.short, .customLong("output")], help: ArgumentHelp("Write there.", valueName: "file"))
  var output: String?
  @Flag(help: ArgumentHelp("Replace the file.")) var force = false

  func validate() throws {
    if show != nil, journal != nil { throw ValidationError("--show and --journal exclude each other: give one") }
    if force, output == nil { throw ValidationError("--force is for a file: name one with -o") }
  }

  func run() throws {
    let file = try output.map { path throws(CommandFault) in try OutputFile(path, replacing: force) }
    let text = (format ?? output.flatMap(GraphFormat.init(of:)) ?? .mermaid).text(of: try graph())
    guard let file else {
      Output.write(text)
      return
    }
    try file.write(text)
    try file.finish()
  }

  private func graph() throws -> SceneGraph {
    let id = try target.id()
    if let journal {
      let reader = try openJournal(journal)
      defer { reader.close() }
      let past = try PastHall(reader)
      return try graph(of: id, in: past.sequencer.show, entries: past.sequencer.entriesInForce)
    }
    let place = try ShowPlace.find(show)
    guard let loaded = ShowFolder.load(from: place).show else {
      throw CommandFault(.answerIsNo, "\(place): hall.yaml cannot be used: regie check \(place) says why")
    }
    return try graph(of: id, in: loaded, entries: nil)
  }

  private func graph(of id: ArtworkID, in show: Show, entries: [ScheduleEntry]?) throws(CommandFault) -> SceneGraph {
    if let artwork = show.artwork(id) { return SceneGraph(of: artwork, in: show, entries: entries, hasOperators: next) }
    if let broken = show.unavailable.first(where: { $0.id == id }) {
      throw CommandFault(.answerIsNo, "\(id) is unavailable: \(broken.reason)")
    }
    let known = show.artworks.map(\.id.text)
    let hint = nearest(to: id.text, among: known).map { "did you mean \($0)?" }
    throw CommandFault(
      .answerIsNo, "the hall has no artwork \(id): \(hint ?? "there are \(known.joined(separator: ", "))")")
  }
}
