import ArgumentParser
import Endings
import Glibc
import Onirica
import OniricaGPU
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
      A film that was stopped or killed goes on where it was, when the same command is given again. Long films are \
      made in parts, on one machine or many: `reverie render … --checkpoints FOLDER` alone makes the states that the \
      parts begin with, `--parts K/N --checkpoints FOLDER` a part, `reverie join` one film of them.
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

  @Option(
    help:
      "A prepared night that is dreamt beside it, in its own --stage or at its own place --from; repeat it, up to seven."
  )
  var chorus: [String] = []

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

  @Option(
    help: "Only the steps of its making up to this one: particles, reinterpretation, simulation or feedback (all).")
  var step = MakingStep.feedback

  @Option(help: "A sound that the dream follows from its first frame on: FILE.wav, .flac, .ogg, .mp3 …")
  var sound: String?

  @Option(name: [.short, .long], help: "FILE.y4m, FILE.png, FILE.jpg, or - for a film on standard output.")
  var output: String?

  @Option(
    help:
      "Who draws: cpu, gpu (a graphics device), or auto. Only the cpu's frames are the same, bit for bit, everywhere.")
  var renderer = RendererWish.cpu

  @OptionGroup var parts: PartOptions

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
    guard chorus.count <= ChorusMoment.most else { throw ValidationError("--chorus: seven nights at most") }
    guard stage == nil || from == nil else { throw ValidationError("give --stage or --from, not both") }
    guard output != nil || hash || parts.checkpoints != nil else {
      throw ValidationError("give -o FILE, or --hash, or --checkpoints FOLDER")
    }
    if let output, FilmTarget(path: output) == nil {
      throw ValidationError("the output is named FILE.y4m, FILE.png, FILE.jpg, or -")
    }
    if let part = parts.part {
      if output == nil, !hash { throw ValidationError("a part needs an output: give -o FILE.y4m, or --hash") }
      if part.count > frameCount { throw ValidationError("the film has \(frameCount) frames: give fewer parts") }
    }
    if let limiterMap, !limiterMap.hasSuffix(".png") { throw ValidationError("the limiter's map is FILE.png") }
    if output == "-", hash { throw ValidationError("--hash and a film on standard output do not go together") }
  }

  /// Frames of the whole film.
  private var frameCount: Int { max(1, Int((seconds * fps).rounded())) }

  /// Renders; throws a fault with the contract's exit code. What is half done never has the film's name.
  public func run() throws {
    let level = try picture.kernelLevel()
    let target = output.flatMap { FilmTarget(path: $0) }
    try target?.check(force: force)
    if let limiterMap { try FilmTarget.png(limiterMap).check(force: force) }
    let stills = try look.stills()
    let source = try NightInput.open(night, for: .film, hypnogram: hypnogram)
    let start = try from?.seconds(in: source.night)
    let passage = try NightInput.passage(through: source.night, stage: stage?.stage, from: start)
    let chorus = try FilmChorus.open(self.chorus, beside: source.night.id, stage: stage?.stage, from: from)
    let plan = Dream.Plan(
      width: picture.size.width, height: picture.size.height, framesPerSecond: fps, seed: seed,
      looks: try look.stageLooks().made(upTo: step))
    let track = try sound.map { path in try SoundOption.measure(path) }
    let film = Film(
      night: source.night, passage: passage, speed: speed, plan: plan, threadCount: picture.threadCount, level: level,
      stills: stills, sound: track, chorus: chorus)
    let device = FilmRenderer.open(renderer)
    film.renderer = device
    // What another device drew is another film: it is not gone on with.
    let drawn = device.map { " drawn by \($0.deviceName)" } ?? ""
    let way = (stage.map { "stage \($0.stage.wording)" } ?? "from \(start ?? 0)") + drawn
    let keeping = try keeping(of: source, to: target) {
      FilmIdentity(
        night: source.night.id, chorus: chorus.nights.map(\.id), way: way, speed: speed, plan: plan, pictures: stills,
        sound: track)
    }
    do {
      try render(
        FilmRun(
          film: film, source: source, chorus: chorus, keeping: keeping, framesPerSecond: fps, hashes: hash,
          interruption: keeping.isKeeping ? Interruption() : nil),
        to: target)
    } catch ScreenError.readerGone {
      return
    } catch let fault as ScreenError {
      throw CommandFault(.inputOutput, fault.description)
    }
  }

  /// Where states are kept. A recording is another night each time it is prepared: its films have none.
  private func keeping(
    of source: OpenedNight, to target: FilmTarget?, _ identity: () -> FilmIdentity
  ) throws -> FilmKeeping {
    if source.place == nil, parts.part != nil || parts.checkpoints != nil {
      throw CommandFault(.usage, "parts and checkpoints are of a prepared night: `reverie prepare` makes one")
    }
    var film: String?
    if case .y4m(let path) = target, source.place != nil, FilmTarget.partial(of: path) != nil { film = path }
    let isKeeping = film != nil || parts.checkpoints != nil
    return FilmKeeping(
      identity: isKeeping ? identity() : nil,
      folder: try parts.checkpoints.map { path in try CheckpointFolder(path: path) }, film: film,
      everyFrames: max(1, Int((parts.every * 60 * fps).rounded())),
      frames: parts.part?.frames(of: frameCount) ?? frames)
  }

  /// A pass that has no output is only there for its states: it goes on with the last of them.
  private var frames: Range<Int> {
    output == nil && !hash ? frameCount..<frameCount : 0..<frameCount
  }

  private func render(_ run: FilmRun, to target: FilmTarget?) throws {
    let digest = try run.run(to: target)
    if let loss = run.film.rendererLoss { FilmRenderer.tell(loss) }
    if let limiterMap {
      let map = LimiterMap.picture(of: run.film.limiter, over: run.film.frame)
      try MarkedStill.write(map, to: .png(limiterMap), nights: run.nights)
    }
    if hash { print(digest.text()) }
  }
}
