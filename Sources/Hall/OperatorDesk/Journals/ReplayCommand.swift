import ArgumentParser
import Endings
import Journal
import Show
import ShowFiles

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Step a journal's inputs again; they must give the same.",
    discussion: "Ends with 0 if every decision, effect and state is the same, with 1 at the first difference.",
    shouldDisplay: Help.isFull)
  @Argument(help: "The journal.") var journal: String
  @Option(help: ArgumentHelp("With this show instead of those in the journal.", valueName: "folder")) var show: String?
  @Option(help: ArgumentHelp("The last entry that counts.", valueName: "seq")) var until: Int64?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if let until, until < 1 { throw ValidationError("--until \(until): entries are numbered from 1") }
  }

  func run() throws {
    let reader = try openJournal(journal)
    defer { reader.close() }
    let last = try reading { () throws(JournalFault) in try reader.last().seq }
    if let until, until > last {
      throw CommandFault(.usage, "--until \(until): the last entry of \(journal) is \(last)")
    }
    let progress = ProgressLine("replaying")
    var run = try ReplayRun(reader, show: try show.map(loaded))
    let outcome = try run.run(until: until) { progress.show(Int($0), of: Int(until ?? last)) }
    progress.clear()
    try tell(outcome)
  }

  private func loaded(_ folder: String) throws(CommandFault) -> Show {
    let place = try ShowPlace.find(folder)
    guard let show = ShowFolder.load(from: place).show else {
      throw CommandFault(.answerIsNo, "\(place): hall.yaml cannot be used: regie check \(place) says why")
    }
    return show
  }

  private func tell(_ outcome: ReplayRun.Outcome) throws {
    if json {
      Output.line(
        JSON.object([
          "same": .flag(outcome.difference == nil), "journal": .text(journal), "last_seq": .optional(outcome.lastSeq),
          "inputs": .optional(outcome.inputs), "compared": .optional(outcome.compared),
          "snapshots": .optional(outcome.snapshots), "passed_over": .list(outcome.passedOver.map(JSON.text)),
          "state_hash": .text(outcome.stateHash), "difference": .optional(outcome.difference),
        ]).indented)
      if outcome.difference != nil { throw CommandFault.answerIsNo }
      return
    }
    for remark in outcome.passedOver { Output.complain(remark) }
    if let difference = outcome.difference {
      throw CommandFault(.answerIsNo, "\(journal): the replay differs at \(difference)")
    }
    Output.line(
      "\(journal): the same: \(counted(outcome.inputs, "input")), \(outcome.compared) decisions and effects, "
        + "\(counted(outcome.snapshots, "snapshot")); state after entry \(outcome.lastSeq): \(outcome.stateHash.prefix(16))"
    )
  }
}
