import ArgumentParser
import Endings
import Rehearsal
import Show
import ShowFiles

struct RehearseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse", abstract: "The whole exhibition on a virtual clock, no hardware.",
    discussion: """
      Simulated visitors walk through the hall, simulated devices answer, and the sequencer that runs the hall decides.
      The same seed gives the same, byte for byte. Ends with 1 if the show has faults, if an expectation of the script
      fails, or if the trace is not as --expect has it.
      """)
  @Argument(help: "The show's folder; where you are, ./Scenes or /etc/regie/Scenes unless given.") var show: String?
  @OptionGroup var options: RehearsalOptions
  @Option(help: ArgumentHelp("What happens in it: commands, faults, expectations.", valueName: "file"))
  var script: String?
  @Option(help: ArgumentHelp("Play it at so many times real time; without it as fast as it goes.", valueName: "number"))
  var speed: Double?
  @Option(help: ArgumentHelp("Draw the timeline.", valueName: "file.svg")) var timeline: String?
  @Option(help: ArgumentHelp("Write the trace: a line an input and what came of it.", valueName: "file"))
  var trace: String?
  @Option(help: ArgumentHelp("Compare the trace with one that was kept.", valueName: "file")) var expect: String?
  @Flag(help: "Replace files that exist.") var force = false
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Show faults and timeline in a browser, anew whenever a file of the show is saved.") var watch = false
  @Option(help: ArgumentHelp("The port of --watch; a free one unless given.", valueName: "number")) var port: Int?

  func validate() throws {
    if let speed, !(speed.isFinite && speed > 0 && speed <= 1_000_000) {
      throw ValidationError("--speed \(speed): it is a number above 0, at most 1000000")
    }
    if let port {
      guard watch else { throw ValidationError("--port goes with --watch") }
      guard (0...65_535).contains(port) else { throw ValidationError("--port \(port): it is a number from 0 to 65535") }
    }
    if watch, speed != nil || timeline != nil || trace != nil || expect != nil || json {
      throw ValidationError("--watch shows a page: leave --speed, --timeline, --trace, --expect and --json out")
    }
  }

  func run() async throws {
    let folder = try ShowPlace.find(show)
    if watch { return try await ShowWatch(folder: folder, options: options, script: script, port: port ?? 0).run() }
    let loaded = try sound(folder)
    var session = try prepare(loaded, in: folder)
    let picture = try timeline.map { path throws(CommandFault) in try OutputFile(path, replacing: force) }
    let kept = try trace.map { path throws(CommandFault) in try OutputFile(path, replacing: force) }
    let comparison = try expect.map { path throws(CommandFault) in try TraceComparison(with: path) }
    if let kept { session.listeners.append { try kept.write($0.line + "\n") } }
    if let comparison { session.listeners.append { comparison.take($0.line) } }
    try await rehearse(&session)
    comparison?.finish()
    if let picture {
      try picture.write(session.timeline())
      try picture.finish()
    }
    try kept?.finish()
    tell(session)
    try end(comparison, session)
  }

  private func sound(_ folder: String) throws(CommandFault) -> Show {
    let loaded = ShowFolder.load(from: folder)
    guard let show = loaded.show, loaded.isSound else {
      for fault in loaded.faults where fault.severity == .fault { Output.complain(printable(fault.description)) }
      throw CommandFault(
        .answerIsNo, "\(folder): a show with faults is not rehearsed; --watch shows them as you mend them")
    }
    return show
  }

  private func prepare(_ show: Show, in folder: String) throws -> RehearsalSession {
    let plan = try options.plan(for: show, in: folder)
    guard let path = script else { return try RehearsalSession(show, plan: plan) }
    let written = try ScriptFile.read(path)
    do {
      return try RehearsalSession(show, plan: plan, script: written)
    } catch {
      throw ScriptFile.fault(error, in: path)
    }
  }

  private func rehearse(_ session: inout RehearsalSession) async throws {
    if let speed { return try await LivePlay(speed: speed).play(&session) }
    let progress = ProgressLine("rehearsing")
    try session.run { progress.show($0, of: $1) }
    progress.clear()
  }

  private func tell(_ session: RehearsalSession) {
    if json { return Output.line(session.json.indented) }
    for line in session.lines(on: .current) { Output.line(line) }
  }

  private func end(_ comparison: TraceComparison?, _ session: RehearsalSession) throws(CommandFault) {
    let failed = session.failures(in: script ?? "")
    for words in failed where !json { Output.complain(printable(words)) }
    if let difference = comparison?.difference { throw CommandFault(.answerIsNo, difference) }
    if !failed.isEmpty { throw CommandFault.answerIsNo }
    if let comparison, !json {
      Output.line("\nThe trace is as \(comparison.path) has it: \(counted(comparison.lines, "line")).")
    }
  }
}
