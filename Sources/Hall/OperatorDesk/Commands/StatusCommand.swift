import ArgumentParser
import Endings
import Foundation
import Show

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "The hall, each artwork, each device, each link.",
    discussion: "Ends with 0 if all is as it should be, with 1 if not.")
  @Flag(help: "Show it until Ctrl-C, as it changes.") var watch = false
  @Flag(help: "Print JSON; with --watch one line at each change.") var json = false
  @OptionGroup var file: JournalFileOption
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if watch, file.journal != nil { throw ValidationError("--watch follows the hall itself: leave --journal out") }
  }

  func run() async throws {
    if let journal = file.journal {
      let status = try Status.ofJournal(journal, now: .now)
      show(status)
      if status.isHealthy == false { throw CommandFault.answerIsNo }
      return
    }
    let link = try HallLink(settings: try connection.settings())
    try await link.connect()
    try await link.subscribe(link.topics.statusFilters)
    if watch {
      try await follow(link)
    } else {
      let status = await link.status(now: .now)
      await link.disconnect()
      show(status)
      try end(status, link)
    }
  }

  private func show(_ status: Status) {
    if json {
      Output.line(status.json.indented)
    } else {
      for line in status.lines(on: .current) { Output.line(line) }
    }
  }

  private func end(_ status: Status, _ link: HallLink) throws {
    if let daemon = status.links.first(where: { $0.name == "regied" }), ["offline", "unknown"].contains(daemon.state) {
      let what = daemon.state == "offline" ? "is offline" : "has never spoken"
      throw CommandFault(
        .unreachable,
        "regied \(what) at \(link.topics.base): what stands above is the last that was known; start it, or check --hall"
      )
    }
    if status.isHealthy == false { throw CommandFault.answerIsNo }
  }

  private func follow(_ link: HallLink) async throws {
    let (changes, told) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    await link.observe(change: { told.yield() })
    let clock = Task {
      while Task.isCancelled == false {
        told.yield()
        try? await Task.sleep(for: .seconds(1))
      }
    }
    defer { clock.cancel() }
    if Terminal.current.isInteractive && json == false {
      await redraw(link, at: changes)
    } else {
      await repeatLines(link, at: changes)
    }
  }

  private func redraw(_ link: HallLink, at changes: AsyncStream<Void>) async {
    let screen = AlternateScreen()
    for await _ in changes {
      let terminal = Terminal.current
      let status = await link.status(now: .now)
      let time = WallInstant.now.text(now: .now, zone: status.zone)
      let footer = Style.faint.applied(to: "\(time) as \(link.topics.user) · Ctrl-C ends", on: terminal)
      screen.show(status.lines(on: terminal) + ["", footer], on: terminal)
      // A burst of changes is one redraw.
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  private func repeatLines(_ link: HallLink, at changes: AsyncStream<Void>) async {
    var before: Status?
    for await _ in changes {
      var status = await link.status(now: .now)
      let now = status.at
      if let before { status.at = before.at }
      if status == before { continue }
      status.at = now
      before = status
      if json {
        Output.line(status.json.description)
      } else {
        for line in status.lines(on: .none) + [""] { Output.line(line) }
      }
    }
  }
}

extension HallLink {
  /// The status that the retained topics tell now.
  func status(now: WallInstant) -> Status {
    Status(retained: retained, topics: topics, broker: ("\(settings.broker)", state), now: now)
  }
}
