import ArgumentParser
import Dispatch
import Endings
import Glibc
import Logging
import Onirica
import Screens
import SleepLab

/// `reverie serve`: a screen of the hall.
public struct ServeCommand: AsyncParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Be a screen: follow the desired state on MQTT, and report the actual one.",
    discussion: """
      Follows TOPICS/device/ID/desired, reports TOPICS/device/ID/actual and …/availability. Without a broker it goes \
      on with the last state it had, or with the default dream of --night. Each option has a variable: --password-file \
      is REVERIE_PASSWORD_FILE. Under systemd the last state is kept in the unit's StateDirectory.
      """)

  @OptionGroup var options: ServeOptions

  /// Makes a command to be parsed.
  public init() {}

  /// Runs until SIGTERM or SIGINT; throws a fault with the contract's exit code.
  public func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let settings = try ServeSettings(options)
    let screen = try RunningScreen(settings)
    await screen.run()
  }
}

/// A screen from its start to its end.
struct RunningScreen {
  private let settings: ServeSettings
  private let loop: ScreenLoop
  private let outlets: ScreenOutlets
  private let keeper: ScreenKeeper
  private let stagehand: Stagehand
  private let link: ScreenLink?
  private let logger: Logger
  private let notice = SystemdNotice()
  /// Why there was no graphics device from the beginning, though one was wished for.
  private let firstLoss: RendererLoss?

  init(_ settings: ServeSettings) throws {
    self.settings = settings
    var logger = Logger(label: "reverie", factory: { StreamLogHandler.standardError(label: $0) })
    logger[metadataKey: "screen"] = "\(settings.id)"
    self.logger = logger
    // A recording carries its night's mark, so that the night is opened before it.
    let recorded = settings.record == nil ? nil : try RunningScreen.defaultNight(settings)
    let renderer = ScreenRenderer(settings.renderer)
    var loopSettings = settings.loop
    loopSettings.opensRenderer = renderer.opening
    if let name = renderer.deviceName { logger.info("\(name) draws") }
    outlets = try ScreenOutlets(settings, night: recorded?.opened.night.id, logger: logger)
    loop = ScreenLoop(settings: loopSettings, outputs: outlets.exchanges)
    // Frames come first; everything that takes time follows.
    loop.start()
    let defaultNight = try recorded ?? RunningScreen.defaultNight(settings)
    let stagehand = Stagehand(loop: loop, settings: settings, defaultNight: defaultNight)
    let desired = RunningScreen.firstState(settings, defaultNight: defaultNight?.name)
    let keeper = ScreenKeeper(settings: settings, loop: loop, stagehand: stagehand, desired: desired, outlets: outlets)
    self.keeper = keeper
    self.stagehand = stagehand
    firstLoss = renderer.loss
    link = try settings.broker.map { [logger] in
      try ScreenLink(settings: settings, address: $0, keeper: keeper, logger: logger)
    }
  }

  /// The night of the default dream, by its name in the folder or as a file.
  private static func defaultNight(_ settings: ServeSettings) throws -> (name: String, opened: OpenedNight)? {
    guard let name = settings.defaultNight else { return nil }
    if NightFolder.isName(name) {
      do throws(NightFolder.Fault) {
        let now = WallClock.unixSeconds()
        return (name, try settings.nights.night(named: name, for: .exhibition, nowUnixSeconds: now))
      } catch {
        if case .refused(_, let refusal) = error { throw CommandFault(.unusableInput, refusal.description) }
      }
      if !FilmTarget.exists(name) {
        throw CommandFault(.noSuchInput, "\(NightFolder.Fault.absent(name))")
      }
    }
    return ("default", try NightInput.open(name, for: .exhibition))
  }

  /// The last state that there was; else what the screen is started with from now on; else darkness.
  static func firstState(_ settings: ServeSettings, defaultNight: String?) -> DesiredState {
    var state = settings.stateFile?.load() ?? started(settings, defaultNight: defaultNight)
    // What nobody has named since is as the screen is started.
    if !state.hasNamedMode { state.mode = settings.mode }
    for way in [\DesiredState.garden.way, \DesiredState.graft.way]
    where state[keyPath: way].folder == nil && state[keyPath: way].items.isEmpty {
      state[keyPath: way].folder = settings.folder
      state[keyPath: way].seed = settings.seed
      // All screens that are started alike are at the same place.
      state[keyPath: way].atUnixSeconds = 0
    }
    return state
  }

  private static func started(_ settings: ServeSettings, defaultNight: String?) -> DesiredState {
    var state = DesiredState()
    state.wish.seed = settings.seed
    state.atUnixSeconds = WallClock.unixSeconds()
    state.wish.atUnixSeconds = state.atUnixSeconds
    state.wish.night = defaultNight
    if defaultNight != nil || settings.mode != .dream { state.picture = .dream }
    return state
  }

  /// Runs until a signal ends it.
  func run() async {
    let signals = EndSignals()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await keeper.putOn() }
      group.addTask { await tellSystemd() }
      group.addTask { await lookAfterNight() }
      group.addTask { await lookAfterLook() }
      group.addTask { await lookAfterStills() }
      group.addTask { await lookAfterRenderer() }
      if let link { group.addTask { await link.run() } }
      await signals.wait()
      notice.send("STOPPING=1")
      if let link { await link.end() }
      group.cancelAll()
    }
    loop.stop()
    outlets.stop()
  }

  /// Twice a second, so that who tunes a look sees at once what changes.
  private func lookAfterLook() async {
    while !Task.isCancelled {
      if let warning = await stagehand.refreshLook() { logger.warning("\(warning)") }
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  /// Every second: a still that was mended is given again by the hall's pools.
  private func lookAfterStills() async {
    while !Task.isCancelled {
      await keeper.lookAfterStills()
      try? await Task.sleep(for: .seconds(1))
    }
  }

  /// Tells once that the processor draws in a device's stead.
  private func lookAfterRenderer() async {
    if let firstLoss { await tell(firstLoss) }
    while !Task.isCancelled {
      if let loss = loop.takeRendererLoss() { await tell(loss) }
      try? await Task.sleep(for: .milliseconds(250))
    }
  }

  private func tell(_ loss: RendererLoss) async {
    logger.warning("\(loss); the processor draws instead")
    await keeper.note(loss)
  }

  /// Four times a second, so that a night that is withdrawn is off within a second.
  private func lookAfterNight() async {
    while !Task.isCancelled {
      await keeper.lookAfterNight(nowUnixSeconds: WallClock.unixSeconds())
      try? await Task.sleep(for: .milliseconds(250))
    }
  }

  /// Ready with the first frame; alive as long as frames come.
  private func tellSystemd() async {
    var frames = 0.0
    while !Task.isCancelled, loop.gauges[.frames] < 1 { try? await Task.sleep(for: .milliseconds(20)) }
    notice.send("READY=1\nSTATUS=dreaming at \(settings.loop.width)x\(settings.loop.height)")
    let interval = SystemdNotice.watchdogInterval ?? .seconds(5)
    while !Task.isCancelled {
      let now = loop.gauges[.frames]
      if now > frames { notice.send("WATCHDOG=1") }
      frames = now
      try? await Task.sleep(for: interval / 2)
    }
  }
}

/// SIGTERM and SIGINT as something to wait for.
struct EndSignals {
  /// Brings something when one of them comes, as long as this is kept.
  let stream: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    self.stream = stream
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
  }

  func wait() async {
    for await _ in stream { return }
  }
}
