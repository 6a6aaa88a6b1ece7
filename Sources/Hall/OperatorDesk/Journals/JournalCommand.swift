import ArgumentParser
import Endings
import Foundation
import Glibc
import Journal

struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Check, copy, export or explain a journal.", shouldDisplay: Help.isFull,
    subcommands: [JournalCheck.self, JournalBackup.self, JournalExport.self, JournalSchema.self])
}

/// The journal that a command of `regie journal` is about.
struct JournalArgument: ParsableArguments {
  @Argument(help: "The journal; /var/lib/regie/journal.sqlite unless given.") var file: String?
  @Option(name: .customLong("journal"), help: ArgumentHelp("The same, as an option.", visibility: .hidden))
  var option: String?

  func validate() throws {
    if file != nil, option != nil { throw ValidationError("the journal is given twice: as argument and as --journal") }
  }

  var path: String { file ?? option ?? usualJournal }
  /// The file that was named, if one was.
  var named: String? { file ?? option }
}

struct JournalCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prove the journal entry by entry; ends with 1 if it is damaged.")
  @OptionGroup var journal: JournalArgument
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let reader: JournalReader
    do { reader = try JournalReader(path: journal.path) } catch {
      guard case .damaged(_, let finding) = error else { throw CommandFault(error) }
      return try tell(finding, figures: nil)
    }
    let finding = try provenFinding(of: reader)
    try tell(finding, figures: try? reader.figures())
  }

  private func tell(_ finding: JournalFinding?, figures: JournalReader.Figures?) throws {
    if json {
      Output.line(
        JSON.object([
          "ok": .flag(finding == nil), "journal": .text(journal.path), "finding": .optional(finding?.code),
          "text": .optional(finding?.description), "first_seq": .optional(figures?.firstSeq),
          "last_seq": .optional(figures?.lastSeq), "erased": .optional(figures?.erasedCount),
          "answers": .optional(figures?.answerCount), "snapshots": .optional(figures?.snapshotCount),
          "shows": .optional(figures?.showCount), "bytes": .optional(figures?.databaseBytes),
          "log_bytes": .optional(figures?.logBytes),
        ]).indented)
    } else if finding == nil, let figures {
      let erased = figures.erasedCount > 0 ? ", \(figures.erasedCount) erased" : ""
      Output.line(
        "\(journal.path): whole: entries \(figures.firstSeq) to \(figures.lastSeq)\(erased), \(figures.answerCount) answers, "
          + "\(figures.snapshotCount) snapshots, \(figures.showCount) shows, \(byteCount(figures.databaseBytes + figures.logBytes))"
      )
    }
    guard let finding else { return }
    throw json
      ? CommandFault.answerIsNo
      : CommandFault(
        .answerIsNo,
        "journal \(journal.path): \(finding); keep a copy of all its files: the daemon quarantines it when it starts")
  }
}

/// A number of bytes for people.
func byteCount(_ bytes: Int64) -> String {
  let units = [(Int64(1) << 30, "GiB"), (Int64(1) << 20, "MiB"), (Int64(1) << 10, "KiB")]
  guard let (size, unit) = units.first(where: { bytes >= $0.0 }) else { return "\(bytes) bytes" }
  return "\(bytes * 10 / size / 10).\(bytes * 10 / size % 10) \(unit)"
}

struct JournalBackup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the journal, also while the daemon runs, to a file that stands alone.")
  @Argument(help: "The new file.") var target: String
  @Option(help: ArgumentHelp("The journal; /var/lib/regie/journal.sqlite unless given.", valueName: "file"))
  var journal = usualJournal
  @Flag(help: "Replace the file if it exists.") var force = false

  func run() throws {
    let reader = try openJournal(journal)
    // The old copy goes only once the new one is whole.
    let draft = force && access(target, F_OK) == 0 ? target + ".new" : target
    if draft == target, access(target, F_OK) == 0 {
      throw CommandFault(.outputExists, "\(target) exists already: name another file, or replace it with --force")
    }
    if draft != target { unlink(draft) }
    do { try reader.backup(to: draft) } catch {
      if case .cannotOpen(let path, let detail) = error { throw CommandFault(.inputOutput, "\(path): \(detail)") }
      throw CommandFault(error)
    }
    if draft != target, rename(draft, target) != 0 {
      throw CommandFault(.inputOutput, "\(target): \(String(cString: strerror(errno)))")
    }
    let copy = try reading { () throws(JournalFault) in try JournalReader(path: target).figures() }
    Output.line("\(target): entries \(copy.firstSeq) to \(copy.lastSeq), \(byteCount(copy.databaseBytes))")
  }
}

struct JournalSchema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Explain the journal's tables, for other programs that read it.")

  func run() { Output.line(Journal.schemaDocument()) }
}
