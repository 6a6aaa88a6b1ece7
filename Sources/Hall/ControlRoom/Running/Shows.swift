import Journal
import MQTTLink
import Logging
import Sequencer
import Show
import ShowFiles

/// The text of a show that ran, or runs.
package struct ShowTexts: Hashable, Sendable {
  /// The show's fingerprint.
  package var fingerprint: String
  /// Its files, joined.
  package var text: String

  /// Texts by their fingerprint.
  package init(fingerprint: String, text: String) { (self.fingerprint, self.text) = (fingerprint, text) }

  /// The text as the journal keeps it.
  func text(at wall: WallInstant) -> Journal.ShowText {
    Journal.ShowText(hash: fingerprint, loadedMilliseconds: wall.milliseconds, text: text)
  }
}

/// The show that runs, and the one before, for `rollback`.
struct ShowHistory: Hashable, Sendable {
  /// The one that runs.
  var current: ShowTexts
  /// The one before.
  var before: ShowTexts?
}

/// A show that was loaded, and for whom.
struct ComingShow: Sendable {
  /// The show and its text, or why it cannot be taken up.
  var result: Result<(show: Show, texts: ShowTexts), Refusal>
  /// The command that asked for it; none for a signal.
  var order: (Command, ControlRoom.Incoming)?
  /// The mark that is written with it: a rollback says what it rolled back from.
  var rolledBackFrom: String?
}

/// Loads shows from folders and from the journal's texts.
package enum ShowSource {
  /// Loads a folder.
  ///
  /// - Parameters:
  ///   - folder: where the show stands.
  ///   - allowingBrokenArtworks: whether artworks with faults are left out, as at a start; else any fault refuses it.
  static func load(
    folder: String, allowingBrokenArtworks: Bool = false
  ) -> Result<(show: Show, texts: ShowTexts), Refusal> {
    let loaded = ShowFolder.load(from: folder)
    guard loaded.isSound || allowingBrokenArtworks, let show = loaded.show else {
      let faults = loaded.faults.filter { $0.severity == .fault }
      let more = faults.count > 1 ? " (and \(faults.count - 1) more)" : ""
      return .failure(
        Refusal(
          .faultyShow, "\(faults.first?.description ?? "the show cannot be read")\(more)",
          hint: "`regie check` names every fault; the old show goes on"))
    }
    return .success((show, ShowTexts(fingerprint: show.fingerprint, text: ShowText.join(loaded.files))))
  }

  /// Reads a show from the text that the journal kept.
  package static func read(_ text: String) -> Show? {
    ShowText.split(text).flatMap { ShowReader.read(files: $0).show }
  }
}

extension ControlRoom {
  /// The kind of the mark that a rollback leaves.
  static let rollbackKind = "rolled-back"

  /// Reads the show from its folder, beside the loop; it is taken up in a later turn.
  ///
  /// - Parameter order: the command that asks for it; none for a signal.
  func loadShow(for order: (Command, Incoming)? = nil) {
    loop.doBeside(surroundings.loadShow) { result in
      self.assumeIsolated { $0.showCame(ComingShow(result: result, order: order)) }
    }
  }

  private func showCame(_ show: ComingShow) {
    comingShows.append(show)
    askForTurn()
  }

  /// Goes back to the show before.
  func rollBack(for order: (Command, Incoming), at now: ShowInstant) {
    var coming = ComingShow(
      result: .failure(Refusal(.noShowBefore, "there was no other show before this one")), order: order)
    if let before = shows.before {
      coming.result =
        ShowSource.read(before.text).map { .success(($0, before)) }
        ?? .failure(Refusal(.noShowBefore, "the show before cannot be read by this version"))
      coming.rolledBackFrom = shows.current.fingerprint
    }
    takeUp(coming, at: now)
  }

  /// Takes a loaded show up, then the command that asked for it.
  func takeUp(_ coming: ComingShow, at now: ShowInstant) {
    switch coming.result {
    case .failure(let refusal):
      log.warning("the show was not taken up: \(refusal)")
      if let (command, incoming) = coming.order { return refuse(refusal, id: command.id, incoming, at: now) }
      note(
        .fault, refusal.code.rawValue, body: "{\"message\":\(jsonQuoted(refusal.description))}", at: now)
      warn("faulty-show", "the show in its folder was not taken up: \(refusal)", at: now)
    case .success(let (show, texts)):
      adopt(show, texts, rolledBackFrom: coming.rolledBackFrom, at: now)
      if let (command, incoming) = coming.order { perform(command, incoming, at: now) }
    }
  }

  /// Makes a show the one that runs.
  func adopt(_ show: Show, _ texts: ShowTexts, rolledBackFrom: String? = nil, at now: ShowInstant) {
    open.group.shows.append(texts.text(at: wallClock.read()))
    take(.show(fingerprint: texts.fingerprint), at: now, adopting: show)
    if let rolledBackFrom {
      note(.mark, Self.rollbackKind, body: "{\"from\":\(jsonQuoted(rolledBackFrom))}", at: now)
    }
    if texts.fingerprint != shows.current.fingerprint && !shows.current.fingerprint.isEmpty {
      shows.before = shows.current
    }
    shows.current = texts
    buckets.reset()
    lastReports = [:]
    clear("faulty-show", at: now)
    follow(show.hall)
    // In its turn: effects of inputs before this one may still wait for the disk, for devices that are gone now.
    open.performances.append(.driving(show.hall))
    open.performances.append(.forgetting(except: interpreter.keptTopics(of: show)))
    log.notice("a show is loaded", metadata: ["show": "\(texts.fingerprint.prefix(12))"])
  }
}
