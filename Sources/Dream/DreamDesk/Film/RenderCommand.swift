import ArgumentParser
import Endings
import Glibc
import Onirica
import Screens
import SleepLab

/// `reverie render`: a night becomes a film or a still.
public struct RenderCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Make a film or a still of a night.",
    discussion: """
      The same night, seed, size, rate and start give the same frames, bit for bit. A still (.png, .jpg) shows the \
      film's last frame. A film on standard output (-o -) is YUV4MPEG2: `reverie render … -o - | ffmpeg -i - film.mp4`.
      """)

  @Argument(help: "A prepared night, or a recording.")
  var night: String

  @Option(help: "An expert's stages, where the night is a recording.")
  var hypnogram: String?

  @Option(help: "Only this stage: W, N1, N2, N3 or REM.")
  var stage: StageOption?

  @Option(
    help: "Where it starts: seconds, 01:30:00, 50%, n3:2, rem:1+60s, \"rem:last before awakening:3\".",
    transform: SeekOption.init)
  var from: SeekOption?

  @Option(help: "Length of the film in seconds.")
  var seconds = 10.0

  @Option(help: "Frames a second.")
  var fps = 60.0

  @Option(help: "Seconds of the night a second of film.")
  var speed = 1.0

  @Option(help: "What chance comes from.")
  var seed: UInt64 = 1

  @OptionGroup var picture: PictureOptions

  @OptionGroup var look: LookOptions

  @Option(name: [.short, .long], help: "FILE.y4m, FILE.png, FILE.jpg, or - for a film on standard output.")
  var output: String?

  @Option(help: "A picture of where and how much the limiter changed the film: FILE.png.")
  var limiterMap: String?

  @Flag(help: "Print one line: the digest of all frames.")
  var hash = false

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what cannot be rendered.
  public func validate() throws {
    guard seconds > 0, seconds <= 86_400 else { throw ValidationError("--seconds takes more than 0, to 86400") }
    guard fps >= 1, fps <= 240 else { throw ValidationError("--fps takes 1 to 240") }
    guard speed >= 0, speed <= 600 else { throw ValidationError("--speed takes 0 to 600") }
    guard stage == nil || from == nil else { throw ValidationError("give --stage or --from, not both") }
    guard output != nil || hash else { throw ValidationError("give -o FILE, or --hash, or both") }
    if let output, FilmTarget(path: output) == nil {
      throw ValidationError("the output is named FILE.y4m, FILE.png, FILE.jpg, or -")
    }
    if let limiterMap, !limiterMap.hasSuffix(".png") { throw ValidationError("the limiter's map is FILE.png") }
    if output == "-", hash { throw ValidationError("--hash and a film on standard output do not go together") }
  }

  /// Renders; throws a fault with the contract's exit code, and leaves nothing half done.
  public func run() throws {
    let level = try picture.kernelLevel()
    let target = output.flatMap { FilmTarget(path: $0) }
    try target?.check(force: force)
    if let limiterMap { try FilmTarget.png(limiterMap).check(force: force) }
    let stills = try look.stills()
    let source = try NightInput.open(night, for: .film, hypnogram: hypnogram)
    let opened = source.night
    let passage = try NightInput.passage(through: opened, stage: stage?.stage, from: try from?.seconds(in: opened))
    let plan = Dream.Plan(
      width: picture.size.width, height: picture.size.height, framesPerSecond: fps, seed: seed,
      looks: try look.stageLooks())
    let film = Film(
      night: opened, passage: passage, speed: speed, plan: plan, threadCount: picture.threadCount, level: level,
      stills: stills)
    do {
      try render(film, of: source, to: target)
    } catch ScreenError.readerGone {
      return
    } catch let fault as ScreenError {
      throw CommandFault(.inputOutput, fault.description)
    }
  }

  /// Renders as long as the night may be used: a long film is not finished of a night that is withdrawn meanwhile.
  private func render(_ film: Film, of source: OpenedNight, to target: FilmTarget?) throws {
    let sink = try FilmSink(target: target, night: source.night.id, planes: film.planes, framesPerSecond: fps)
    var digest = FilmDigest()
    for index in 0..<max(1, Int((seconds * fps).rounded())) {
      if let ending = source.ending(of: .film, nowUnixSeconds: WallClock.unixSeconds()) {
        throw CommandFault(.unusableInput, "the film ends after \(index) frames: \(ending)")
      }
      film.advance()
      if hash { digest.add(film.frame) }
      try sink.put(film.frame)
    }
    try sink.finish(lastFrame: film.frame)
    if let limiterMap {
      let map = LimiterMap.picture(of: film.limiter, over: film.frame)
      try MarkedStill.write(map, to: .png(limiterMap), night: source.night.id)
    }
    if hash { print(digest.text()) }
  }
}
