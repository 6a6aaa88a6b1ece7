import ArgumentParser
import Endings
import Glibc
import Rehearsal
import Show
import ShowFiles

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Every fault of a show, at file:line:column, and proofs of it.",
    discussion: """
      Searches all states that visitors, the programme and devices can lead each artwork to: scenes that nothing reaches or \
      leaves, circles, fights over a property, flashes, and whether closing, blackout and alarm reach their looks in time.
      Ends with 0 if there is no fault, with 1 if there is one; warnings do not count.
      """)
  @Argument(help: "The show's folder; where you are, ./Scenes or /etc/regie/Scenes unless given.") var show: String?
  @Flag(help: "Read the files alone, and prove nothing.") var loading = false
  @Option(
    help: ArgumentHelp(
      "Write the way to each finding into this folder, as a script for regie rehearse --script.", valueName: "folder"))
  var scripts: String?
  @Option(help: ArgumentHelp("The most states of an artwork that are searched.", visibility: .hidden))
  var states: Int = ProofBound().states
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if states < 1 { throw ValidationError("--states \(states): at least 1 is searched") }
    if loading, scripts != nil { throw ValidationError("--loading finds no ways: leave --scripts out") }
  }

  func run() async throws {
    let folder = try ShowPlace.find(show)
    let progress = ProgressLine("proving", isShown: !loading)
    let checked = await CheckedShow.check(folder, proves: !loading, bound: ProofBound(states: states)) { done, all in
      progress.show(done, of: all)
    }
    progress.clear()
    if let scripts { try checked.writeScripts(into: scripts) }
    if json {
      Output.line(checked.json.indented)
    } else {
      for finding in checked.findings { Output.remark(finding.text(folder: folder, on: .errors)) }
      for line in checked.summary { Output.line(line) }
    }
    if checked.isSound == false { throw CommandFault.answerIsNo }
  }
}

/// Where a show is looked for.
enum ShowPlace {
  /// Where the daemon finds the show unless its configuration says otherwise.
  static let usual = "/etc/regie/Scenes"

  /// The folder of a show.
  ///
  /// - Parameter given: what the command line names; without it the folder here, `Scenes` here, or the usual one.
  /// - Throws: status 66 where there is no such folder.
  static func find(_ given: String?) throws(CommandFault) -> String {
    if let given {
      var status = stat()
      guard stat(given, &status) == 0 else {
        throw CommandFault(.noSuchInput, "\(given): \(String(cString: strerror(errno))): name the folder of a show")
      }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw CommandFault(.noSuchInput, "\(given) is no folder: name the folder that hall.yaml is in")
      }
      return given
    }
    for place in [".", "Scenes", usual] where access(place + "/hall.yaml", F_OK) == 0 { return place }
    throw CommandFault(.noSuchInput, "no hall.yaml here, in Scenes or in \(usual): name the folder of a show")
  }
}
