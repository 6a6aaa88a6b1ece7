import ArgumentParser
import Endings
import Journal

/// The journal that a command reads instead of asking the hall.
struct JournalFileOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read this journal alone, without broker and daemon.", valueName: "file", visibility: .hidden))
  var journal: String?
}

/// Where a daemon keeps the journal unless its configuration says otherwise.
let usualJournal = "/var/lib/regie/journal.sqlite"

/// Opens a journal for reading.
///
/// - Parameter path: the file; without one, where a daemon of this machine keeps it.
/// - Throws: status 66 where there is none, 65 where it cannot be used, 74 where it cannot be read.
func openJournal(_ path: String?) throws(CommandFault) -> JournalReader {
  do { return try JournalReader(path: path ?? usualJournal) } catch {
    let fault = CommandFault(error)
    guard path == nil, fault.exitStatus == .noSuchInput else { throw fault }
    throw CommandFault(.noSuchInput, "there is no journal at \(usualJournal) on this machine: name one with --journal")
  }
}

/// Proves a journal entry by entry.
///
/// - Returns: what is wrong with it; nothing if it is whole.
/// - Throws: status 74 where it cannot be read.
func provenFinding(of reader: JournalReader) throws(CommandFault) -> JournalFinding? {
  let progress = ProgressLine("checking")
  defer { progress.clear() }
  return try reading { () throws(JournalFault) in
    try reader.verifyAll { step in
      progress.show(step.verifiedCount, of: Int(step.lastSeq))
      return true
    }
  }
}

/// Does something with a journal, its faults turned into the desk's.
func reading<Result>(_ body: () throws(JournalFault) -> Result) throws(CommandFault) -> Result {
  do { return try body() } catch { throw CommandFault(error) }
}

extension CommandFault {
  /// What a journal's fault means for the shell.
  init(_ fault: JournalFault) {
    let status: ExitStatus =
      switch fault {
      case .cannotOpen(_, let detail): detail.contains("no such file") ? .noSuchInput : .inputOutput
      case .notAJournal, .newer, .damaged: .unusableInput
      case .full, .readOnly, .inputOutput, .busy, .locked: .inputOutput
      case .outOfOrder, .invalidGroup, .queueFull, .closed, .unexpected: .internalFault
      }
    self.init(status, "\(fault)")
  }
}
