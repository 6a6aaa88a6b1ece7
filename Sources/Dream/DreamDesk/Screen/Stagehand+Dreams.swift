import Onirica
import Screens
import SleepLab
import Synchronization

/// What a screen dreams: a night, those beside it, and what may be told of it.
extension Stagehand {
  /// The dream that is wanted; nil where its night cannot be used, and a warning says why.
  func dream(_ wish: DesiredState.Wish, anchor: Double, outcome: inout Outcome) -> Showing.Picture? {
    guard let opened = night(named: wish.night, outcome: &outcome) else { return nil }
    let night = opened.night
    if let refusal = refusal(of: night) {
      outcome.warnings.append("desired.dream.night: \(refusal)")
      return nil
    }
    let stage = wish.stage.flatMap { Stage(wording: $0) }
    var passage = Passage(through: night, stage: stage, from: wish.speed > 0 ? nil : wish.from)
    if passage == nil, let stage {
      outcome.warnings.append("the night has no \(stage.wording): all of it is dreamt")
      passage = Passage(through: night)
    }
    guard let passage else {
      outcome.warnings.append("the night has no length")
      return nil
    }
    outcome.opened = opened
    outcome.chorus = StageChorus(wish, nowUnixSeconds: WallClock.unixSeconds()) { beside($0) }
    outcome.warnings += outcome.chorus.warnings
    var course = Course(
      night: night, passage: passage, speed: wish.speed, anchorUnixSeconds: anchor, seed: wish.seed)
    course.chorus = outcome.chorus.parts
    if wish.tellsReports { course.reports = board(of: night) }
    return .dream(course)
  }

  /// What of a night may be told; the same board while it stays the same, so that a page on show goes on.
  private func board(of night: Night) -> ReportBoard? {
    let settings = loop.settings
    let told = night.reports.filter(\.isShown)
    return shownBoard.withLock { shown in
      if let shown, shown.night == night.id, shown.told == told { return shown.board }
      let type = ReportType(of: night, width: settings.width, height: settings.height)
      let board = type.map { ReportBoard($0.tellings, setter: $0) }
      shown = ShownBoard(night: night.id, told: told, board: board)
      return board
    }
  }

  /// A night that is dreamt beside another: what holds for one holds for each.
  private func beside(_ name: String) -> Result<OpenedNight, StageChorus.Refusal> {
    let found = night(named: name)
    if case .success(let opened) = found, let refusal = refusal(of: opened.night) {
      return .failure(.init(why: refusal))
    }
    return found
  }

  /// Why the night may not be used as it is here: what is recorded is a film.
  private func refusal(of night: Night) -> String? {
    let now = WallClock.unixSeconds()
    for use in uses {
      if let refusal = night.consent.refusal(of: use, nowUnixSeconds: now) { return refusal.description }
    }
    return nil
  }

  private func night(named name: String?, outcome: inout Outcome) -> OpenedNight? {
    guard let name = name ?? defaultNight?.name else { return nil }
    switch night(named: name) {
    case .success(let opened): return opened
    case .failure(let refusal):
      outcome.warnings.append("desired.dream.night: \(refusal.why)")
      return nil
    }
  }

  private func night(named name: String) -> Result<OpenedNight, StageChorus.Refusal> {
    let now = WallClock.unixSeconds()
    if let defaultNight, name == defaultNight.name {
      if let place = defaultNight.opened.place, place.fate == .replaced {
        do { return .success(try NightInput.open(place.path, for: .exhibition)) } catch {
          return .failure(.init(why: "\(error)"))
        }
      }
      guard let ending = defaultNight.opened.ending(of: .exhibition, nowUnixSeconds: now) else {
        return .success(defaultNight.opened)
      }
      return .failure(.init(why: ending))
    }
    do throws(NightFolder.Fault) {
      return .success(try nights.night(named: name, for: .exhibition, nowUnixSeconds: now))
    } catch { return .failure(.init(why: "\(error)")) }
  }
}
