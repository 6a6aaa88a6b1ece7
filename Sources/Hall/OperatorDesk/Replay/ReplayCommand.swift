import ArgumentParser
import Endings
import Journal
import Rehearsal
import Show
import ShowFiles

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Step a journal's inputs again: must give the same, or would give what?",
    discussion: """
      With the shows that the journal holds, every decision, effect and state must be the same: ends with 0, or with 1 at \
      the first difference, which is explained. With --show, tells what would have been with another show, and ends with 0.
      """,
    shouldDisplay: Help.isFull)
  @Argument(help: "The journal.") var journal: String
  @Option(help: ArgumentHelp("What would have been with this show?", valueName: "folder")) var show: String?
  @OptionGroup var span: ReplaySpanOptions
  @Option(help: ArgumentHelp("Draw what was and would have been, with --show.", valueName: "file.svg"))
  var draw: String?
  @Flag(help: "Replace the file.") var force = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if draw != nil, show == nil { throw ValidationError("--draw shows what --show would have changed: name a show") }
    if force, draw == nil { throw ValidationError("--force is for a file: name one with --draw") }
  }

  func run() throws {
    let other = try show.map(loaded)
    let reader = try openJournal(journal)
    defer { reader.close() }
    try prove(reader)
    let span = try span.span(in: reader)
    let progress = ProgressLine("replaying")
    func hear(_ seq: Int64) {
      progress.show(Int(seq - span.seqs.lowerBound + 1), of: Int(span.seqs.count))
    }
    if let other {
      let picture = try draw.map { path throws(CommandFault) in try OutputFile(path, replacing: force) }
      var retelling = try Retelling(reader, span, with: other)
      try retelling.run(progress: hear)
      progress.clear()
      if let picture {
        try picture.write(retelling.picture())
        try picture.finish()
      }
      if json { return Output.line(retelling.json.indented) }
      for line in retelling.lines(on: .current) { Output.line(line) }
      return
    }
    var run = try ReplayRun(reader, span)
    let outcome = try run.run(progress: hear)
    progress.clear()
    if json {
      Output.line(outcome.json(of: journal).indented)
    } else {
      for line in outcome.lines(of: journal, on: .current) { Output.line(line) }
    }
    if outcome.difference != nil { throw CommandFault.answerIsNo }
  }

  private func loaded(_ folder: String) throws(CommandFault) -> Show {
    let place = try ShowPlace.find(folder)
    guard let show = ShowFolder.load(from: place).show else {
      throw CommandFault(.answerIsNo, "\(place): hall.yaml cannot be used: regie check \(place) says why")
    }
    return show
  }

  /// What was changed since it was committed proves nothing.
  private func prove(_ reader: JournalReader) throws(CommandFault) {
    if let finding = try provenFinding(of: reader) {
      throw CommandFault(.unusableInput, "journal \(journal): \(finding); a copy that is whole can be replayed")
    }
  }
}

extension ReplayRun.Outcome {
  /// What came of it, as people read it.
  func lines(of journal: String, on terminal: Terminal) -> [String] {
    var lines = passedOver.map { printable($0) }
    let counts =
      "\(counted(inputs, "input")), \(compared) decisions and effects, \(counted(snapshots, "snapshot"))"
    let begin = firstSeq > 1 ? ", from the snapshot after entry \(firstSeq - 1) on" : ""
    guard let difference else {
      lines.append("\(journal): the same: \(counts)\(begin); state after entry \(lastSeq): \(stateHash.prefix(16))")
      return lines
    }
    let same = difference.seq > firstSeq ? "; the same before: entries \(firstSeq) to \(difference.seq - 1)" : ""
    lines.append("\(journal): the replay differs\(same)\(begin)")
    return lines + difference.lines(on: terminal, zone: timeZone)
  }

  /// What came of it, as scripts read it.
  func json(of journal: String) -> JSON {
    .object([
      "same": .flag(difference == nil), "journal": .text(journal), "first_seq": .optional(firstSeq),
      "last_seq": .optional(lastSeq), "inputs": .optional(inputs), "compared": .optional(compared),
      "snapshots": .optional(snapshots), "passed_over": .list(passedOver.map(JSON.text)),
      "state_hash": .text(stateHash), "difference": difference?.json ?? .null,
    ])
  }
}
