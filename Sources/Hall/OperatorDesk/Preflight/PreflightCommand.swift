import ArgumentParser
import Endings
import Foundation
import Show
import ShowFiles

struct PreflightCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preflight", abstract: "Whether the doors can open, and what is missing if not.",
    discussion: """
      Looks at the links, the hall, each artwork and each device as the hall tells of them now, and at the show's files \
      where they are on this machine. Ends with 0 when nothing is missing, with 1 when something is; --wait goes on looking \
      until all is ready.
      """)
  @Option(help: ArgumentHelp("The show's folder; /etc/regie/Scenes where it is here.", valueName: "folder"))
  var show: String?
  @Option(help: ArgumentHelp("Look again each second until all is ready, for so long at most.", valueName: "time"))
  var wait: String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var connection: ConnectionOptions

  func validate() throws { if let wait { _ = try span(wait, option: "--wait") } }

  func run() async throws {
    let files = try await fileItems()
    let link = try HallLink(settings: try connection.settings())
    try await link.connect()
    try await link.subscribe(link.topics.statusFilters)
    let patience = try wait.map { try span($0, option: "--wait") } ?? .zero
    let progress = ProgressLine("waiting until all is ready")
    var left = patience.milliseconds / 1000
    var preflight = await look(link, files)
    while preflight.isGreen == false, left > 0 {
      progress.show(Int(patience.milliseconds / 1000 - left), of: Int(patience.milliseconds / 1000))
      try await Task.sleep(for: .seconds(1))
      left -= 1
      preflight = await look(link, files)
    }
    progress.clear()
    await link.disconnect()
    if json {
      Output.line(preflight.json.indented)
    } else {
      for line in preflight.lines(on: .current) { Output.line(line) }
    }
    if preflight.isGreen == false { throw CommandFault.answerIsNo }
  }

  private func look(_ link: HallLink, _ files: [Preflight.Item]) async -> Preflight {
    var preflight = Preflight(await link.status(now: .now))
    preflight.add(files)
    return preflight
  }

  /// What the show's files say, where they are here.
  private func fileItems() async throws -> [Preflight.Item] {
    guard show != nil || FileManager.default.fileExists(atPath: ShowPlace.usual + "/hall.yaml") else { return [] }
    let folder = try ShowPlace.find(show ?? ShowPlace.usual)
    let checked = await CheckedShow.check(folder, proves: false)
    let faults = checked.findings.filter { $0.fault.severity == .fault }
    let media = checked.loaded.show.map { MissingMedia.find(in: $0, folder: folder) } ?? []
    var items: [Preflight.Item] = []
    if faults.isEmpty == false {
      items.append(.missing("show", "\(counted(faults.count, "fault")) in \(folder)", "regie check \(folder)"))
    }
    for missing in media {
      items.append(.missing("\(missing.artwork)", missing.sentence, "\(missing.hint), in \(folder)"))
    }
    return items.isEmpty ? [.ready("show", "its files in \(folder) are without faults")] : items
  }
}
