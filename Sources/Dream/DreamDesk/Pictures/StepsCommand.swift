import ArgumentParser
import Endings
import Onirica
import Screens
import SleepLab

extension MakingStep: ExpressibleByArgument {}

/// `reverie steps`: one instant of a night after each of the four steps that make its image.
public struct StepsCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "Draw one instant of a night after each of the four steps of its making.",
    discussion: """
      Upper left particles, upper right what the dream's report makes of them (reinterpretation), lower left with the \
      simulation that follows the sleep, lower right with the feedback of frames: the image as it is shown. One step \
      alone, as a film: `reverie render --step`.
      """)

  @Argument(help: "A prepared night, or a recording.")
  var night: String

  @Option(
    help:
      "The place: seconds, 01:30:00, 50%, n3:2, rem:1+60s, \"rem:last before awakening:3\"; the first dream if not given.",
    transform: SeekOption.init)
  var from: SeekOption?

  @Option(help: "Seconds of dream before the instant.")
  var seconds = 8.0

  @Option(help: "What chance comes from.")
  var seed: UInt64 = 1

  @Option(help: "Size of one image in pixels.")
  var size = PictureSize(width: 960, height: 540)

  @OptionGroup var look: LookOptions

  @Option(name: [.short, .long], help: "FILE.png or FILE.jpg.")
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Pixels between the images.
  private static let gap = 8

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what cannot be drawn.
  public func validate() throws {
    guard seconds > 0, seconds <= 120 else { throw ValidationError("--seconds takes more than 0, to 120") }
    switch FilmTarget(path: output) {
    case .png, .jpeg: break
    default: throw ValidationError("the sheet is FILE.png or FILE.jpg")
    }
  }

  /// Draws; throws a fault with the contract's exit code.
  public func run() throws {
    guard let target = FilmTarget(path: output) else { return }
    try target.check(force: force)
    let night = try NightInput.open(night, for: .film).night
    let dreams = night.periods(of: .rem).first?.seconds.lowerBound
    let start = try from?.seconds(in: night) ?? dreams ?? 0
    let passage = try NightInput.passage(through: night, stage: nil, from: start)
    let looks = try look.stageLooks(), stills = try look.stills()
    let sheet = Frame(width: 2 * size.width + StepsCommand.gap, height: 2 * size.height + StepsCommand.gap)
    for (number, step) in MakingStep.allCases.enumerated() {
      let plan = Dream.Plan(
        width: size.width, height: size.height, framesPerSecond: 30, seed: seed, looks: looks.made(upTo: step))
      let film = Film(
        night: night, passage: passage, speed: 1, plan: plan, threadCount: Processor.count, level: .best,
        stills: stills)
      film.begin()
      for _ in 0..<max(1, Int(seconds * plan.framesPerSecond)) { film.advance() }
      sheet.lay(
        film.frame, left: number % 2 * (size.width + StepsCommand.gap),
        top: number / 2 * (size.height + StepsCommand.gap))
    }
    try MarkedStill.write(sheet, to: target, nights: [night.id])
  }
}
