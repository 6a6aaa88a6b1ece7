import ArgumentParser
import Endings
import Glibc
import SleepLab

/// `reverie withdraw`: a night goes, with everything that was made of it.
public struct WithdrawCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Remove a night and everything that was made of it.",
    discussion: """
      Every night, still, film, plot and export carries the night's salted id; what lies in the folder of the night, of \
      nights, of stills, of the screens' states and in those of --in is found by it and removed, and said. A screen \
      that plays the night is dark within a second. On a terminal it asks first, elsewhere it does what it was told. \
      A film that another program encoded anew carries no id: look for it by hand.
      """)

  @Argument(help: "The .night file, its name in the folder of nights, or the night's id of 16 digits.")
  var night: String

  @Option(help: "Folder of prepared nights.")
  var nights: String?

  @Option(help: "Folder that stills are named in.")
  var stills: String?

  @Option(help: "Folder of the screens' last states.")
  var states: String?

  @Option(name: .customLong("in"), help: "A further folder to look in, with all below it; repeat it.")
  var folders: [String] = []

  @Flag(help: "Say what would go, and remove nothing.")
  var dryRun = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Removes the night; throws a fault with the contract's exit code: 66 where nothing is found, 74 where something
  /// stays, 1 where the answer at the terminal is no.
  public func run() throws {
    let folder = NightFolder(path: nights ?? Environment["REVERIE_NIGHTS"] ?? "/var/lib/regie/nights")
    let id = try nightID(folder)
    let places = searched(folder)
    let own = Derivatives(id: id, names: []).search([folder.path]).filter { $0.kind == .night }
    let names = Set(own.compactMap { WithdrawCommand.name(of: $0.path, in: folder.path) })
    let found = Derivatives(id: id, names: names).search(places)
    guard !found.isEmpty else {
      throw CommandFault(.noSuchInput, "nothing is there of the night \(id): name further folders by --in")
    }
    if !dryRun, !yes, isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 { try ask(found) }
    let report = WithdrawReport(
      id: id, isDryRun: dryRun, entries: found.map { ($0, dryRun ? nil : remove($0, names: names)) })
    print(json ? report.json.written() : report.table)
    if report.entries.contains(where: { $0.failure != nil }) {
      throw CommandFault(.inputOutput, "not everything could be removed: it is marked above; try again as its owner")
    }
  }

  private func nightID(_ folder: NightFolder) throws -> NightID {
    for path in [night, NightFolder.isName(night) ? folder.file(of: night) : night] where WholeFile.exists(path) {
      if let id = NightFile.id(path: path) { return id }
      throw CommandFault(.unusableInput, "this is no prepared night: only nights can be withdrawn")
    }
    if let id = NightID(rawValue: night) { return id }
    throw CommandFault(.noSuchInput, "there is no such night: give its file, its name, or its id of 16 digits")
  }

  private func searched(_ folder: NightFolder) -> [String] {
    var places = [folder.path, stills ?? Environment["REVERIE_STILLS"] ?? "/etc/regie/Scenes"]
    places += [states ?? Environment["STATE_DIRECTORY"] ?? "/var/lib/reverie"] + folders
    if WholeFile.exists(night) {
      let above = night.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      places.append(above.isEmpty ? (night.hasPrefix("/") ? "/" : ".") : above)
    }
    return places
  }

  private static func name(of path: String, in folder: String) -> String? {
    guard let file = path.split(separator: "/").last, file.hasSuffix(".night") else { return nil }
    return String(file.dropLast(6))
  }

  private func ask(_ found: [Derivatives.Found]) throws {
    let question =
      found.map { "\($0.kind.rawValue) \($0.path)\n" }.joined() + "Remove these \(found.count) files? [y/N] "
    let bytes = Array(question.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    guard let answer = readLine()?.lowercased(), answer == "y" || answer == "yes" else {
      throw CommandFault(.answerIsNo, "nothing was removed")
    }
  }

  /// Takes a file away; of a screen's state only the dream.
  ///
  /// - Returns: why it could not be done, if it could not.
  private func remove(_ found: Derivatives.Found, names: Set<String>) -> String? {
    guard found.kind == .state else {
      return unlink(found.path) == 0 || errno == ENOENT ? nil : String(cString: strerror(errno))
    }
    let file = ScreenStateFile(path: found.path)
    guard var state = file.load() else { return nil }
    state.wish.chorus.removeAll { names.contains($0.night) }
    if state.wish.night.map(names.contains) == true {
      state.wish.night = nil
      if state.picture == .dream { state.picture = .dark }
    }
    return file.save(state) ? nil : "it cannot be written"
  }
}

/// What a withdrawal did.
struct WithdrawReport {
  let id: NightID
  let isDryRun: Bool
  let entries: [(found: Derivatives.Found, failure: String?)]

  var json: JSONValue {
    .object([
      ("night", .text(id.rawValue)), ("dry_run", .bool(isDryRun)),
      (
        "files",
        .list(
          entries.map { entry in
            .object([
              ("path", .text(entry.found.path)), ("kind", .text(entry.found.kind.rawValue)),
              ("bytes", .count(entry.found.byteCount)), ("removed", .bool(!isDryRun && entry.failure == nil)),
              ("error", entry.failure.map(JSONValue.text) ?? .null),
            ])
          })
      ),
    ])
  }

  var table: String {
    let verb = isDryRun ? "would remove" : "removed"
    let lines = entries.map { entry in
      let done = entry.failure.map { "STAYS (\($0))" } ?? (entry.found.kind == .state && !isDryRun ? "cleared" : verb)
      return "\(done) \(InspectCommand.padded(entry.found.kind.rawValue, 7)) \(entry.found.path)"
    }
    return (lines + ["night \(id): \(verb) \(entries.count { $0.failure == nil }) of \(entries.count)"])
      .joined(separator: "\n")
  }
}
