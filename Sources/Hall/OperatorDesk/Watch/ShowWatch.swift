import Foundation
import Rehearsal
import Show
import ShowFiles

/// Shows faults and timeline of a show in a browser, anew whenever one of its files is saved.
struct ShowWatch {
  /// The show's folder.
  let folder: String
  /// What is rehearsed for the timeline; its first day unless they name another.
  let options: RehearsalOptions
  /// The script of the rehearsal, if there is one.
  let script: String?
  /// The port; a free one if it is 0.
  let port: Int

  /// How often the files are looked at.
  private static let interval = Duration.milliseconds(200)

  /// Serves the page until the process ends.
  ///
  /// - Throws: status 74 where the port cannot be had.
  func run() async throws {
    let board = WatchBoard()
    let server = WatchServer(board: board, port: port)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await server.run { port in Output.line("http://127.0.0.1:\(port)/") } }
      tasks.addTask { try await follow(board) }
      try await tasks.next()
      tasks.cancelAll()
    }
  }

  /// Looks at the files, and loads the show again once they have changed and then rest.
  private func follow(_ board: WatchBoard) async throws {
    var shown: FolderGlance?
    var before: FolderGlance?
    while !Task.isCancelled {
      let glance = FolderGlance(of: folder, and: script)
      if glance != shown, shown == nil || glance == before {
        shown = glance
        await board.show(await draw())
      }
      before = glance
      try await Task.sleep(for: Self.interval)
    }
  }

  /// Loads the show and proves it, and rehearses it if its text is sound.
  private func draw() async -> WatchBoard.Sight {
    let checked = await CheckedShow.check(folder)
    let loaded = checked.loaded
    var sight = WatchBoard.Sight(
      title: loaded.show?.hall.title ?? folder, folder: folder,
      findings: checked.findings.map { WatchBoard.Finding($0.fault, way: $0.script?.text, in: loaded.files) })
    guard let show = loaded.show, loaded.isSound else { return sight }
    do {
      let written = try script.map { try RehearsalScript(parsing: try ScriptFile.text(of: $0)) }
      let plan = try options.plan(for: show, in: folder, firstDayOnly: true)
      var session = try RehearsalSession(show, plan: plan, script: written ?? RehearsalScript())
      try session.run()
      sight.timeline = session.timeline()
      sight.complaints = session.failures(in: script ?? "")
    } catch let faults as ScriptFaults {
      sight.complaints = faults.faults.map { "\(script ?? ""):\($0)" }
    } catch {
      sight.complaints = ["\(error)"]
    }
    return sight
  }
}
