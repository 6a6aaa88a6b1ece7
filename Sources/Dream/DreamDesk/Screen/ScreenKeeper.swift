import MQTTLink
import Onirica
import Screens
import SleepLab

/// A screen as others know it: it follows its desired topic, keeps the last state, and reports its actual one.
actor ScreenKeeper {
  private let settings: ServeSettings
  private let loop: ScreenLoop
  private let stagehand: Stagehand
  private var desired: DesiredState
  private var readingWarnings: [String] = []
  private var shown: Stagehand.Outcome?
  /// The night that is on the screen, also when something else was desired since and could not be put on.
  private var playing: OpenedNight?
  private var isPutting = false
  private var wantsPutting = false
  private var reported: (report: ActualReport, at: ContinuousClock.Instant)?

  init(settings: ServeSettings, loop: ScreenLoop, stagehand: Stagehand, desired: DesiredState) {
    self.settings = settings
    self.loop = loop
    self.stagehand = stagehand
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
      let outcome = await stagehand.put(desired)
      shown = outcome
      if outcome.hasPicture { playing = outcome.opened }
    }
    isPutting = false
  }

  /// Looks whether the night that plays may still be used: one that was withdrawn, or whose consent has ended, goes off
  /// at once; one that was prepared anew is opened anew.
  func lookAfterNight(nowUnixSeconds: Double) async {
    guard let playing, !isPutting else { return }
    if let ending = playing.ending(of: .exhibition, nowUnixSeconds: nowUnixSeconds) {
      self.playing = nil
      shown = stagehand.takeOff(shown?.state ?? desired, because: ending)
    } else if playing.place?.fate == .replaced {
      self.playing = nil
      await putOn()
    }
  }

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
      p50: gauges[.p50], p99: gauges[.p99], missed: Int(gauges[.missed]), interventions: Int(gauges[.interventions]),
      warnings: readingWarnings + (shown?.warnings ?? []))
    switch shown?.state.picture {
    case .dream:
      report.state = isDreaming ? "dreaming" : "starting"
      report.night = shown?.state.wish.night ?? (isDreaming ? settings.defaultNight.map { _ in "default" } : nil)
      report.stage = night?.stage(at: position).wording
    case .still: report.state = "still"
    case .slate: report.state = "slate"
    case .dark: report.state = "dark"
    case nil: report.state = "starting"
    }
    if report.internalHeight > 0, report.internalHeight < report.height {
      report.warnings.append("frames take too long here: they are made smaller and enlarged")
    }
    return report
  }
}
