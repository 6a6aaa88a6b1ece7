import ArgumentParser
import Endings
import Onirica
import SleepLab
import Strands

/// `reverie dna draw`: strands as rows of colours.
public struct DnaDrawCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draw strands as rows of colours.",
    discussion: """
      A yellow, G orange, C light blue, T dark blue. A strand that cannot be read is dark. With --against, the rows are the \
      strands as they were written, in their order: a base that changed is framed in white, one that fell out leaves a hole, \
      one that came in is a white needle, and a strand that is lost leaves a line.
      """)

  @Argument(help: "The strands, one a line.")
  var strands: String

  @Option(name: [.short, .long], help: "FILE.png or FILE.jpg.")
  var output: String

  @Option(help: "The strands as they were written.")
  var against: String?

  @Option(help: "Size in pixels, 320 to 4096 wide, 240 to 4096 high.")
  var size = PictureSize(argument: "1920x1080") ?? .standard

  @Flag(help: "Replace the output if it exists.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what cannot be drawn.
  public func validate() throws {
    guard size.width >= 320, size.height >= 240 else { throw ValidationError("--size takes 320x240 or larger") }
    switch FilmTarget(path: output) {
    case .png, .jpeg: break
    default: throw ValidationError("the picture is FILE.png or FILE.jpg")
    }
  }

  /// Draws; throws a fault with the contract's exit code.
  public func run() throws {
    guard let target = FilmTarget(path: output) else { return }
    try target.check(force: force)
    let read = try StrandFile.strands(of: strands).strands
    let picture =
      try against.map { StrandPicture(of: try StrandFile.strands(of: $0).strands, with: read) }
      ?? StrandPicture(of: read)
    try MarkedStill.write(
      picture.drawn(width: size.width, height: size.height), to: target,
      nights: [try NightOfStills.common(of: [strands])].compactMap { $0 })
    print(picture.caption)
  }
}

extension StrandPicture {
  /// Strands as they read, each by itself.
  init(of read: [[UInt8]]) {
    code = .recognised(in: read)
    let readings = code.readings(of: read)
    rows = zip(read, readings).map { .strand($0, $1) }
    let corrected = readings.count { if case .corrected = $0 { true } else { false } }
    let unreadable = readings.count { $0 == .unreadable }
    let put = code == .fountain ? " · \(corrected) put right" : ""
    caption = "\(read.count) strands\(put) · \(unreadable) beyond reading"
  }

  /// Strands as they were written, and what became of each.
  init(of written: [[UInt8]], with read: [[UInt8]]) {
    code = .recognised(in: written)
    let comparison = StrandComparison(of: written, with: read)
    rows = zip(written, comparison.best).map { .compared($0, $1) }
    let steps = comparison.best.flatMap { $0?.steps ?? [] }
    let changed = steps.count { if case .changed = $0 { true } else { false } }
    let came = steps.count { if case .came = $0 { true } else { false } }
    let lost = comparison.best.count { $0 == nil }
    let strays = comparison.strayCount > 0 ? " · \(comparison.strayCount) of another origin" : ""
    caption =
      "\(written.count) strands · \(lost) lost · bases: \(changed) changed, \(steps.count { $0 == .fallen }) fallen out, "
      + "\(came) come in\(strays)"
  }

  /// The picture, with the contract's number for what goes wrong.
  func drawn(width: Int, height: Int) throws(CommandFault) -> Frame {
    do throws(PlotCanvas.Fault) { return try frame(width: width, height: height) } catch {
      throw CommandFault(.internalFault, error.description)
    }
  }
}
