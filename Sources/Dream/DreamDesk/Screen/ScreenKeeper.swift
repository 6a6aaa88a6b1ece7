import MQTTLink
import Onirica
import Screens
import SleepLab

/// A screen as others know it: it follows its desired topic, keeps the last state, and reports its actual one.
actor ScreenKeeper {
  private let settings: ServeSettings
  private let loop: ScreenLoop
  private let stagehand: Stagehand
  private let outlets: ScreenOutlets
  private var desired: DesiredState
  private var readingWarnings: [String] = []
  private var shown: Stagehand.Outcome?
  /// The night that is on the screen, also when something else was desired since and could not be put on.
  private var playing: OpenedNight?
  /// Its name.
  private var playingName: String?
  /// Those beside it.
  private var chorus = StageChorus()
  /// What stands on the screen where nothing is dreamt.
  private var standing = "starting"
  /// Why the processor draws although a graphics device was wished for.
  private var rendererLoss: RendererLoss?
  private var isPutting = false
  private var wantsPutting = false
  /// Of the stills that the hall passes over here, those that can be shown now.
  private var mended: Set<String> = []
  private var reported: (report: ActualReport, at: ContinuousClock.Instant)?

  init(settings: ServeSettings, loop: ScreenLoop, stagehand: Stagehand, desired: DesiredState, outlets: ScreenOutlets) {
    self.settings = settings
    self.loop = loop
    self.stagehand = stagehand
    self.outlets = outlets
    self.desired = desired
  }

  /// Seconds between reports while nothing changes.
  private static let reportEvery = Duration.seconds(2)

  var topicBase: String { "\(settings.topics)/device/\(settings.id)" }

  /// A message on the desired topic.
  func receive(_ message: MQTTMessage, nowUnixSeconds: Double) async {
    guard message.topic == "\(topicBase)/desired" else { return }
    let reading = DesiredReader.read(message.payload, over: desired, nowUnixSeconds: nowUnixSeconds)
    readingWarnings = reading.warnings
    guard reading.state != desired || shown == nil else { return }
    desired = reading.state
    settings.stateFile?.save(desired)
    await putOn()
  }

  /// Puts on what is desired; what comes while something is being put on follows after it, the newest alone.
  func putOn() async {
    wantsPutting = true
    guard !isPutting else { return }
    isPutting = true
    while wantsPutting {
      wantsPutting = false
      take(await stagehand.put(desired))
    }
    isPutting = false
  }

  private func take(_ outcome: Stagehand.Outcome) {
    shown = outcome
    guard outcome.hasPicture else { return }
    playing = outcome.opened
    chorus = outcome.chorus
    playingName = outcome.opened.flatMap { _ in outcome.state.wish.night ?? settings.defaultNight.map { _ in "default" }
    }
    switch outcome.state.picture {
    case .dream: standing = outcome.state.mode.standing ?? "starting"
    case .still: standing = outcome.state.mode == .stills ? "stills" : "still"
    case .slate: standing = "slate"
    case .dark: standing = "dark"
    }
  }

  /// Looks whether the night that plays may still be used: one that was withdrawn, or whose consent has ended, goes off
  /// at once; one that was prepared anew is opened anew.
  func lookAfterNight(nowUnixSeconds: Double) async {
    guard let playing, !isPutting else { return }
    if let ending = playing.ending(of: .exhibition, nowUnixSeconds: nowUnixSeconds) {
      take(stagehand.takeOff(shown?.state ?? desired, because: ending))
    } else if playing.place?.fate == .replaced {
      await putOn()
      // What has its name now may be refused: then the one that was goes off all the same.
      guard let shown, !shown.hasPicture, self.playing?.place == playing.place else { return }
      take(stagehand.takeOff(shown.state, because: shown.warnings.last ?? "the night was replaced"))
    } else if let name = endedBeside(nowUnixSeconds: nowUnixSeconds) {
      // Put on anew, it is left out.
      await putOn()
      guard let shown, endedBeside(nowUnixSeconds: nowUnixSeconds) != nil else { return }
      take(stagehand.takeOff(shown.state, because: "the night \"\(name)\" may not be used any longer"))
    }
  }

  /// Looks whether stills that the hall passes over here were mended.
  func lookAfterStills() async {
    guard !desired.passedOver.isEmpty || !mended.isEmpty else { return }
    mended = await stagehand.mended(among: desired.passedOver)
  }

  /// The name of a night beside the one that plays that may not be used as it is any longer.
  private func endedBeside(nowUnixSeconds: Double) -> String? {
    chorus.joined.first {
      $0.opened.ending(of: .exhibition, nowUnixSeconds: nowUnixSeconds) != nil || $0.opened.place?.fate == .replaced
    }?.name
  }

  /// Takes note that there is no graphics device, or none any more.
  func note(_ loss: RendererLoss) { rendererLoss = loss }

  /// The report that is due: at a change, and every two seconds.
  func reportDue(now: ContinuousClock.Instant, force: Bool = false) -> MQTTPublication? {
    let report = self.report()
    if !force, let reported, reported.report.isAlike(report), now - reported.at < ScreenKeeper.reportEvery {
      return nil
    }
    reported = (report, now)
    return MQTTPublication("\(topicBase)/actual", report.text, retain: true)
  }

  /// A publication that was not delivered is due again.
  func forgetReport() { reported = nil }

  /// What the screen is now.
  func report() -> ActualReport {
    let gauges = loop.gauges
    let position = gauges[.position]
    let isDreaming = !position.isNaN
    let night = isDreaming ? playing?.night : nil
    var report = ActualReport(
      rev: shown?.state.rev, state: "dark", night: nil, stage: nil, position: isDreaming ? position : nil,
      width: loop.settings.width, height: loop.settings.height, internalWidth: Int(gauges[.internalWidth]),
      internalHeight: Int(gauges[.internalHeight]), framesPerSecond: loop.settings.framesPerSecond,
      p50: gauges[.p50], p99: gauges[.p99], longest: gauges[.longest], buckets: gauges.frameBuckets,
      missed: Int(gauges[.missed]), interventions: Int(gauges[.interventions]),
      warnings: readingWarnings + (shown?.warnings ?? []) + outlets.warnings)
    report.renderer = gauges[.isDrawnByDevice] == 1 ? "gpu" : "cpu"
    if let rendererLoss { report.warnings.append("\(rendererLoss); the processor draws instead") }
    report.state = shown == nil ? "starting" : standing
    if playing != nil {
      report.state = isDreaming ? "dreaming" : "starting"
      report.night = playingName
      report.stage = night?.stage(at: position).wording
      (report.chorus, report.leftOut) = (chorus.joined.filter(\.stays).map(\.name), chorus.leftOut)
      report.warnings += chorus.leftOut.map { "the night \"\($0.night)\" is left out of the chorus: \($0.why)" }
    }
    if report.state == DesiredState.Mode.stills.rawValue {
      let stills = stagehand.stillsReport
      report.stills = stills
      if stills.shown == nil { report.state = "starting" }
      report.skipped = stills.skipped
    }
    if report.state == DesiredState.Mode.splice.rawValue {
      let splice = stagehand.spliceReport
      (report.splice, report.skipped) = (splice.standing, splice.skipped)
      if splice.standing == nil { report.state = "starting" }
      if let refusal = splice.refusal { report.warnings.append(refusal) }
    }
    if let skipped = shown?.skipped, !mended.contains(skipped.name) { report.skipped = [skipped] }
    report.mended = mended.intersection(desired.passedOver).sorted()
    if report.internalHeight > 0, report.internalHeight < report.height {
      let half = gauges[.fieldShare] < 1 ? ", and the field takes half its steps" : ""
      report.warnings.append("frames take too long here: they are made smaller and enlarged\(half)")
    }
    return report
  }

}

extension DesiredState.Mode {
  /// What a screen of this mode reports of itself; nil for dreams, which have a night.
  fileprivate var standing: String? { self == .dream ? nil : rawValue }
}
