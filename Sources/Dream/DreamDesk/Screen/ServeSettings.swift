import ArgumentParser
import Endings
import MQTTLink
import Onirica
import OniricaGPU
import Screens
import SleepLab

/// What a screen runs with: options over variables over defaults, all checked.
struct ServeSettings: Sendable {
  var id: String
  var defaultNight: String?
  var nights: NightFolder
  var stills: StillFolder
  /// What kind of screen it begins as, and the folder that mode `stills` begins with.
  var mode: DesiredState.Mode
  var folder: String?
  var looks: LookFolder
  var broker: BrokerAddress?
  var topics: String
  var seed: UInt64
  var preview: HostPort?
  var output: ScreenOutput
  var display: DisplayWish?
  var record: String?
  var stateFile: ScreenStateFile?
  var credentials: MQTTCredentials
  var loop: ScreenLoop.Settings
  /// What comes in while the screen runs.
  var soundInput: (any SoundInput)?
  var renderer: RendererWish

  init(_ options: ServeOptions) throws {
    let text = { (option: String?, name: String) in option ?? Environment["REVERIE_\(name)"] }
    guard let id = text(options.id, "ID") else {
      throw CommandFault(.usage, "give the screen's id: --id onirica-screen, or REVERIE_ID")
    }
    guard NightFolder.isName(id) else {
      throw CommandFault(.usage, "a screen's id is 1 to 64 letters, digits, dots, dashes and underscores")
    }
    self.id = id
    defaultNight = text(options.night, "NIGHT")
    nights = NightFolder(path: text(options.nights, "NIGHTS") ?? "/var/lib/regie/nights")
    stills = StillFolder(path: text(options.stills, "STILLS") ?? "/etc/regie/Scenes")
    mode = try options.mode ?? ServeSettings.parsed("MODE") { DesiredState.Mode(rawValue: $0) } ?? .dream
    folder = text(options.folder, "FOLDER")
    guard folder.map(StillFolder.isName) ?? true else {
      throw CommandFault(.usage, "--folder takes a path inside the stills' folder")
    }
    looks = LookFolder(path: text(options.looks, "LOOKS") ?? LookFolder.usual)
    topics = try options.link.topicsBase()
    broker = try options.link.address()
    seed = try options.seed ?? ServeSettings.parsed("SEED") { UInt64($0) } ?? 1
    preview = try ServeSettings.preview(text(options.preview, "PREVIEW"))
    output = try options.output ?? ServeSettings.parsed("OUTPUT") { ScreenOutput(argument: $0) } ?? .nothing
    display = try (options.display ?? ServeSettings.parsed("DISPLAY") { DisplayOption(argument: $0) })?.wish
    record = try ServeSettings.recording(text(options.record, "RECORD"))
    stateFile = ServeSettings.stateFile(named: text(options.state, "STATE"), id: id)
    credentials = try options.link.credentials(of: id)
    renderer = try options.renderer ?? ServeSettings.parsed("RENDERER") { RendererWish(rawValue: $0) } ?? .auto
    loop = try ServeSettings.loop(options)
    let heard = try ServeSettings.sound(text(options.sound, "SOUND"))
    (loop.sound, soundInput) = (heard?.source, heard?.input)
    loop.stills = try text(options.pictures, "PICTURES").map { path in try PictureFolder.opened(path) }
  }

  private static func parsed<Value>(_ name: String, _ parse: (String) -> Value?) throws -> Value? {
    guard let text = Environment["REVERIE_\(name)"] else { return nil }
    guard let value = parse(text) else {
      throw CommandFault(.badConfiguration, "REVERIE_\(name) cannot be used: see reverie help serve")
    }
    return value
  }

  private static func preview(_ text: String?) throws -> HostPort? {
    guard let text, text != "none" else { return nil }
    guard let address = HostPort(argument: text) else {
      throw CommandFault(.badConfiguration, "--preview takes HOST:PORT, for example 127.0.0.1:8090, or none")
    }
    return address
  }

  private static func sound(_ text: String?) throws -> LiveSound? {
    guard let text, text != "none" else { return nil }
    guard let option = SoundOption(argument: text) else {
      throw CommandFault(.badConfiguration, "--sound takes alsa:DEVICE, osc:PORT, a file, or none")
    }
    return try option.open()
  }

  private static func recording(_ path: String?) throws -> String? {
    guard let path, path != "none" else { return nil }
    guard path.lowercased().hasSuffix(".mp4"), path.count > 4 else {
      throw CommandFault(.badConfiguration, "--record takes FILE.mp4, or none")
    }
    return path
  }

  /// What nights are used for here: shown, and kept as pictures where there is a recording.
  var uses: [PermittedUse] { record == nil ? [.exhibition] : [.exhibition, .film] }

  private static func stateFile(named path: String?, id: String) -> ScreenStateFile? {
    if let path { return ScreenStateFile(path: path) }
    guard let folder = Environment["STATE_DIRECTORY"]?.split(separator: ":").first else { return nil }
    return ScreenStateFile(path: "\(folder)/\(id).json")
  }

  private static func loop(_ options: ServeOptions) throws -> ScreenLoop.Settings {
    let size = try options.size ?? parsed("SIZE") { PictureSize(argument: $0) } ?? .standard
    let fps = try options.fps ?? parsed("FPS") { Double($0) } ?? 60
    guard fps >= 5, fps <= 240 else { throw CommandFault(.usage, "--fps takes 5 to 240") }
    let threads = try options.threads ?? parsed("THREADS") { Int($0) } ?? Processor.count
    guard (1...64).contains(threads) else { throw CommandFault(.usage, "--threads takes 1 to 64") }
    var level = KernelLevel.best
    if let name = options.level ?? Environment["REVERIE_LEVEL"] {
      guard let named = KernelLevel(rawValue: name), named.isAvailable else {
        throw CommandFault(.usage, "this processor has no such level: leave --level and REVERIE_LEVEL out")
      }
      level = named
    }
    return ScreenLoop.Settings(
      width: size.width, height: size.height, framesPerSecond: fps, threadCount: threads, level: level)
  }
}
