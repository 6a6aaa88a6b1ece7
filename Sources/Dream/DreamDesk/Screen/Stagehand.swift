import Dispatch
import Onirica
import Screens
import SleepLab
import Synchronization

/// Turns desired states into what the frame thread shows: opens nights and stills, and prepares dreams, on a queue of
/// its own, since that may take a second.
final class Stagehand: Sendable {
  /// What was put on.
  struct Outcome: Sendable {
    var opened: OpenedNight?
    /// The nights beside it.
    var chorus = StageChorus()
    /// Whether a picture was put on; else what was shown before goes on.
    var hasPicture = false
    /// The still that was desired alone and could not be used.
    var skipped: StillsReport.Skipped?
    var state: DesiredState
    var warnings: [String]
  }

  /// The look that is on, and the state of its file.
  private struct ShownLook: Equatable {
    let name: String
    let stamp: Int?
  }

  /// What is told of the night that is on.
  struct ShownBoard {
    let night: NightID
    let told: [DreamReport]
    let board: ReportBoard?
  }

  let loop: ScreenLoop
  let nights: NightFolder
  private let stills: StillFolder
  let uses: [PermittedUse]
  let defaultNight: (name: String, opened: OpenedNight)?
  private let looks: LookFolder
  private let stillsAct: StillsAct
  private let splicingAct: SplicingAct
  private let shownLook = Mutex<ShownLook?>(nil)
  private let mending = Mutex(StillsMending())
  let shownBoard = Mutex<ShownBoard?>(nil)
  private let queue = DispatchQueue(label: "stagehand")

  init(loop: ScreenLoop, settings: ServeSettings, defaultNight: (name: String, opened: OpenedNight)?) {
    self.loop = loop
    nights = settings.nights
    stills = settings.stills
    looks = settings.looks
    stillsAct = StillsAct(stills: settings.stills, width: settings.loop.width, height: settings.loop.height)
    splicingAct = SplicingAct(stills: settings.stills, width: settings.loop.width, height: settings.loop.height)
    uses = settings.uses
    self.defaultNight = defaultNight
  }

  /// Puts a state on.
  ///
  /// - Returns: what was put on; where something is missing, what was shown before stays, and a warning says why.
  func put(_ state: DesiredState) async -> Outcome {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.perform(state)) }
    }
  }

  /// Takes a dream off at once, because its night may not be used any longer.
  ///
  /// - Parameters:
  ///   - state: what is desired.
  ///   - why: the reason in words.
  /// - Returns: darkness, with the reason as a warning.
  func takeOff(_ state: DesiredState, because why: String) -> Outcome {
    loop.show(
      Showing(picture: .black, brightness: state.brightness, fadeSeconds: 0, sinceUnixSeconds: state.atUnixSeconds))
    var dark = state
    dark.picture = .dark
    return Outcome(hasPicture: true, state: dark, warnings: [why])
  }

  private func perform(_ state: DesiredState) -> Outcome {
    var outcome = Outcome(state: state, warnings: [])
    if let warning = useLook(named: state.wish.look ?? LookFolder.standard) { outcome.warnings.append(warning) }
    switch picture(of: state, outcome: &outcome) {
    case .some(let picture):
      outcome.hasPicture = true
      var showing = Showing(
        picture: picture, brightness: state.brightness, fadeSeconds: state.overSeconds,
        sinceUnixSeconds: state.atUnixSeconds)
      showing.curve = state.curve ?? .easeInOut
      loop.show(showing)
    case nil:
      loop.dim(
        to: state.brightness, over: state.overSeconds, since: state.atUnixSeconds, by: state.curve ?? .easeInOut)
    }
    return outcome
  }

  /// Reads the look that is on again if its file has changed since; call it now and then.
  ///
  /// - Returns: what is wrong with it now, once; the look before stays then.
  func refreshLook() async -> String? {
    await withCheckedContinuation { continuation in
      queue.async {
        let shown = self.shownLook.withLock { $0 }
        let isOld = shown.map { $0.stamp != self.looks.stamp(of: $0.name) } ?? false
        continuation.resume(returning: isOld ? shown.flatMap { self.useLook(named: $0.name) } : nil)
      }
    }
  }

  private func useLook(named name: String) -> String? {
    let stamp = looks.stamp(of: name)
    guard shownLook.withLock({ $0 }) != ShownLook(name: name, stamp: stamp) else { return nil }
    shownLook.withLock { $0 = ShownLook(name: name, stamp: stamp) }
    do throws(LookFolder.Fault) {
      loop.use(try looks.looks(named: name))
      return nil
    } catch {
      return "desired.dream.look: \(error): the look before stays"
    }
  }

  private func picture(of state: DesiredState, outcome: inout Outcome) -> Showing.Picture? {
    switch (state.mode, state.picture) {
    case (.stills, .still), (.stills, .dream): return hungStills(state, outcome: &outcome)
    case (.splice, .dream): return splices(state, outcome: &outcome)
    default: break
    }
    let settings = loop.settings
    let tools = FrameTools(crew: Crew(threadCount: 1), level: settings.level)
    switch state.picture {
    case .dark: return .black
    case .dream: return dream(state.wish, anchor: state.anchorUnixSeconds(), outcome: &outcome)
    case .still(let name):
      do throws(StillFolder.Fault) {
        let still = try stills.still(named: name)
        return .still(
          StillFolder.fitted(still, width: settings.width, height: settings.height, tools: tools), name: name)
      } catch {
        outcome.warnings.append("desired.still: \(error)")
        if error != .badName { outcome.skipped = StillsReport.Skipped(name: name, why: error.description) }
        return nil
      }
    case .slate(let name):
      let still = try? stills.still(named: name)
      let slate = still.map { StillFolder.fitted($0, width: settings.width, height: settings.height, tools: tools) }
      return .still(
        slate ?? StillFolder.plainSlate(width: settings.width, height: settings.height), name: "slate \(name)")
    }
  }

  /// Looks whether stills that are passed over were mended; call it now and then.
  ///
  /// - Parameter names: of the stills that the hall passes over here.
  /// - Returns: those that can be shown now.
  func mended(among names: [String]) async -> Set<String> {
    await withCheckedContinuation { continuation in
      queue.async {
        let (news, mended) = self.mending.withLock { ($0.look(at: names, among: self.stills), $0.mended) }
        if !news.isEmpty {
          self.stillsAct.takeUp(news)
          self.splicingAct.takeUp(news)
        }
        continuation.resume(returning: mended)
      }
    }
  }

  /// What hangs, what comes, and what was passed over.
  var stillsReport: StillsReport { stillsAct.report }

  /// What is spliced, and what was passed over.
  var spliceReport: SplicingAct.Report { splicingAct.report }

  private func splices(_ state: DesiredState, outcome: inout Outcome) -> Showing.Picture? {
    do throws(StillFolder.Fault) {
      splicingAct.want(try SpliceWish(state, among: stills))
      // The first splice is made before it comes on, which takes some seconds; meanwhile the picture before stays.
      splicingAct.prepare(at: WallClock.unixSeconds())
      return .act(splicingAct)
    } catch {
      outcome.warnings.append("desired.splice: \(error)")
      return nil
    }
  }

  private func hungStills(_ state: DesiredState, outcome: inout Outcome) -> Showing.Picture? {
    do throws(StillFolder.Fault) {
      stillsAct.want(try StillsWish(state, among: stills))
      // Before it comes on: else there would be darkness as long as the first still is looked at.
      stillsAct.prepare(at: WallClock.unixSeconds())
      return .act(stillsAct)
    } catch {
      outcome.warnings.append("desired.stills: \(error)")
      return nil
    }
  }
}
