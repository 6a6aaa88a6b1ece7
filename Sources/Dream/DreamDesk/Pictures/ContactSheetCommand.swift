import ArgumentParser
import Endings
import Onirica
import Screens
import SleepLab

/// `reverie contact-sheet`: one picture of all stages by all seeds.
public struct ContactSheetCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "contact-sheet", abstract: "Draw one picture of all stages, a row a seed.",
    discussion: """
      Columns are W, N1, N2, N3 and REM, rows are seeds. Without a night it shows a made-up one, dense with each \
      stage's events. The same night, look, seeds and size give the same picture.
      """)

  @Argument(help: "A prepared night, or a recording; a made-up one if not given.")
  var night: String?

  @OptionGroup var look: LookOptions

  @Option(help: "How many seeds, 1 to 12.")
  var seeds = 4

  @Option(help: "The first seed.")
  var firstSeed: UInt64 = 1

  @Option(help: "Size of one frame in pixels.")
  var size = PictureSize(width: 480, height: 270)

  @Option(help: "Seconds of dream before each frame is taken.")
  var seconds = 12.0

  @Option(name: [.short, .long], help: "FILE.png or FILE.jpg.")
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Pixels between the frames.
  private static let gap = 4

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what cannot be drawn.
  public func validate() throws {
    guard (1...12).contains(seeds) else { throw ValidationError("--seeds takes 1 to 12") }
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
    let opened = try night.map { try NightInput.open($0, for: .film).night }
    let looks = try look.stageLooks()
    let stills = try look.stills()
    let columns = StageWeights.stages.count
    let sheet = Frame(
      width: columns * (size.width + ContactSheetCommand.gap) - ContactSheetCommand.gap,
      height: seeds * (size.height + ContactSheetCommand.gap) - ContactSheetCommand.gap)
    for row in 0..<seeds {
      for (column, stage) in StageWeights.stages.enumerated() {
        let plan = Dream.Plan(
          width: size.width, height: size.height, framesPerSecond: 30, seed: firstSeed &+ UInt64(row), looks: looks)
        guard let frame = try still(of: stage, in: opened, plan: plan, stills: stills) else { continue }
        sheet.lay(
          frame, left: column * (size.width + ContactSheetCommand.gap),
          top: row * (size.height + ContactSheetCommand.gap))
      }
    }
    try MarkedStill.write(sheet, to: target, nights: [opened?.id ?? SampleNight.night(of: .wake).id])
  }

  /// The stage's frame; nil where the night has no such stage.
  private func still(of stage: Stage, in night: Night?, plan: Dream.Plan, stills: PictureFolder?) throws -> Frame? {
    let shown = night ?? SampleNight.night(of: stage, minutes: 3)
    guard let passage = Passage(through: shown, stage: night == nil ? nil : stage) else { return nil }
    let film = Film(
      night: shown, passage: passage, speed: 1, plan: plan, threadCount: Processor.count, level: .best, stills: stills,
      startSeconds: Double(plan.seed % 97) * 11)
    film.begin()
    for _ in 0..<max(1, Int(seconds * plan.framesPerSecond)) { film.advance() }
    return film.frame
  }
}
