import ArgumentParser
import Endings
import Glibc
import Onirica
import OniricaGPU
import Screens
import SleepLab

/// `reverie play`: a window in which an artist walks through a night.
public struct PlayCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Play a night in a window: scrub, change stage, speed, seed and look by keys.",
    discussion: """
      KEYS
      \(PlayKey.table.map { "  \($0.keys): \($0.what)" }.joined(separator: "\n"))

      The look that is on is read again whenever its file is saved. The title tells where in the night it is.
      """)

  @Argument(help: "A prepared night, or a recording.")
  var night: String

  @Option(help: "An expert's stages, where the night is a recording.")
  var hypnogram: String?

  @Option(help: "Only this stage at first: W, N1, N2, N3 or REM.")
  var stage: StageOption?

  @Option(
    help: "Where it starts: seconds, 01:30:00, 50%, n3:2, rem:1+60s, \"rem:last before awakening:3\".",
    transform: SeekOption.init)
  var from: SeekOption?

  @Option(help: "Seconds of the night a second at first, 0.25 to 600.")
  var speed = 1.0

  @Option(help: "What chance comes from at first.")
  var seed: UInt64 = 1

  @Option(help: "Frames a second.")
  var fps = 60.0

  @OptionGroup var picture: PictureOptions

  @OptionGroup var look: LookOptions

  @Option(help: "A sound that the dream follows: alsa:DEVICE, osc:PORT, or a file, round and round.")
  var sound: SoundOption?

  @Option(help: "window, auto (the whole display), kmsdrm, wayland or x11.")
  var display = DisplayOption.window

  @Option(help: "Who draws: auto (a graphics card, where it draws the processor's picture), cpu, or gpu.")
  var renderer = RendererWish.auto

  @Option(help: ArgumentHelp("Folder that stills are saved in.", valueName: "folder"))
  var stills = "."

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what cannot be played.
  public func validate() throws {
    guard fps >= 5, fps <= 240 else { throw ValidationError("--fps takes 5 to 240") }
    guard speed >= 0.25, speed <= 600 else { throw ValidationError("--speed takes 0.25 to 600") }
    guard stage == nil || from == nil else { throw ValidationError("give --stage or --from, not both") }
    guard display.wish != nil else { throw ValidationError("--display takes window, auto, kmsdrm, wayland or x11") }
  }

  /// Plays; throws a fault with the contract's exit code.
  public func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let level = try picture.kernelLevel()
    let pictures = try look.stills()
    let looks = try look.stageLooks()
    let source = try NightInput.open(night, for: .exhibition, hypnogram: hypnogram)
    let start = try from?.seconds(in: source.night)
    let passage = try NightInput.passage(through: source.night, stage: stage?.stage, from: start)
    let folder = look.folder
    let playing = Playing(
      night: source.night, passage: passage, stage: stage?.stage, speed: speed, seed: seed, look: look.name,
      looks: folder.names, atUnixSeconds: WallClock.unixSeconds())
    let heard = try sound.map { option in try option.open() }
    var settings = ScreenLoop.Settings(
      width: picture.size.width, height: picture.size.height, framesPerSecond: fps, threadCount: picture.threadCount,
      level: level, stills: pictures)
    settings.sound = heard?.source
    let drawing = ScreenRenderer(renderer)
    settings.opensRenderer = drawing.opening
    if let loss = drawing.loss { FilmRenderer.tell(loss) }
    defer { heard?.input?.stop() }
    guard var wish = display.wish else { return }
    wish.title = "reverie"
    let desk = try PlayDesk(
      source: source, playing: playing, looks: looks, folder: folder, stillsPath: stills, wish: wish,
      settings: settings,
      sound: heard?.input)
    try desk.run()
  }
}
