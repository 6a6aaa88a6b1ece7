import ArgumentParser
import Endings
import Onirica
import Screens
import SleepLab
import Strands

/// `reverie splice`: two stills spliced by their genomes, and the way of the child through DNA and back.
public struct SpliceCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "splice",
    abstract: "Splice two stills by a genome, write the child as strands of DNA, and read it again.",
    discussion: """
      The picture is taken apart into bands of detail, one a chromosome, and each band into eight by eight regions, one a \
      gene. Which parent a gene comes from falls by the seed, with crossings as in a cell. --dna writes the child as strands, \
      compressed so that a loss costs detail before it costs the picture; reverie dna decode reads them as a JPEG file. With \
      shares of faults the strands are spoiled, and --returned is the child as it came back: coarser, or not at all, but \
      never made up.
      """)

  @Argument(help: "A still: PNG, JPEG or WebP.")
  var first: String

  @Argument(help: "Another; brought to the first one's size.")
  var second: String

  @Option(name: [.short, .long], help: "The child: FILE.png or FILE.jpg.")
  var output: String

  @Option(help: "What the genome and the faults fall by: any whole number from 0.")
  var seed: UInt64 = 1

  @Option(
    help: "The size of the child, 64 to 2048 a side; the first still's, brought to at most 1024 a side, if not given.")
  var size: PictureSize?

  @Option(help: "How well the child is kept in its strands, JPEG's quality 1 to 100.")
  var quality = 82

  @Option(help: "Where the child's strands go, one a line.")
  var dna: String?

  @Option(help: "How many more strands than are needed, in percent, 0 to 1000.")
  var overhead = Fountain.usualOverheadPercent

  @Option(help: "Reed–Solomon bytes a strand, 1 to 32.")
  var parity = 2

  @OptionGroup var faults: FaultOptions

  @Option(help: "The child as it came back from its spoiled strands: FILE.png or FILE.jpg.")
  var returned: String?

  @Option(help: "One page of parents, genome, child, strands and what came back: FILE.png or FILE.jpg.")
  var sheet: String?

  @Flag(help: "Replace outputs that exist.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what cannot be spliced or written.
  public func validate() throws {
    guard (1...100).contains(quality) else { throw ValidationError("--quality takes 1 to 100") }
    guard (0...1000).contains(overhead) else { throw ValidationError("--overhead takes 0 to 1000") }
    guard (1...32).contains(parity) else { throw ValidationError("--parity takes 1 to 32") }
    if let size, max(size.width, size.height) > 2048 { throw ValidationError("--size takes 64 to 2048 a side") }
    for picture in [output, returned, sheet].compactMap({ $0 }) {
      switch FilmTarget(path: picture) {
      case .png, .jpeg: break
      default: throw ValidationError("pictures are FILE.png or FILE.jpg")
      }
    }
  }

  /// Splices; throws a fault with the contract's exit code.
  public func run() throws {
    for path in [output, dna, returned, sheet].compactMap({ $0 }) {
      try StrandFile.requireFree(path, mayReplace: force)
    }
    let night = try NightOfStills.common(of: [first, second])
    var act = try begun()
    let progress = ShareProgress(of: 100)
    defer { progress.finish() }
    let isSent = dna != nil || returned != nil || sheet != nil || faults.isAny
    while act.phase != .shown, isSent || act.phase == .splicing {
      progress.show(Int(100 * act.share))
      try StrandFile.faulted { try act.step() }
    }
    progress.finish()
    guard let child = act.child else { return }
    try write(child, to: output, night)
    if let dna { try StrandFile.write(act.strands, to: dna, mayReplace: force, night: night) }
    if let returned, let picture = act.returned { try write(picture, to: returned, night) }
    if let sheet { try write(SpliceSheet(of: act).drawn(), to: sheet, night) }
    print(json ? SpliceReport(act).json.written() : SpliceReport(act).text)
    if returned != nil, act.returned == nil { throw CommandFault.answerIsNo }
  }

  private func begun() throws -> SpliceAct {
    var plan = SpliceAct.Plan()
    plan.seed = seed
    plan.quality = quality
    plan.fountain = Fountain(overheadPercent: overhead, parityByteCount: parity)
    plan.spoiling = faults.spoiling
    let parents = try [first, second].map { path in
      guard FilmTarget.exists(path) else { throw CommandFault(.noSuchInput, "there is no such still") }
      do throws(ScreenError) {
        if let still = try PictureFolder.decode(path).still { return still }
      } catch { throw CommandFault(.unusableInput, error.description) }
      throw CommandFault(.unusableInput, "the still is larger than 4096 pixels a side: make it smaller")
    }
    let edge = max(parents[0].width, parents[0].height)
    let scale = min(1, 1024 / Double(edge))
    let width = size?.width ?? Int((Double(parents[0].width) * scale).rounded())
    let height = size?.height ?? Int((Double(parents[0].height) * scale).rounded())
    return SpliceAct(first: parents[0].fitted(width: width, height: height), second: parents[1], plan: plan)
  }

  private func write(_ frame: Frame, to path: String, _ night: NightID?) throws {
    guard let target = FilmTarget(path: path) else { return }
    try MarkedStill.write(frame, to: target, nights: night.map { [$0] } ?? [])
  }
}

/// Whose night stills are of: what is made of them bears its mark, so that withdrawing the night finds it.
enum NightOfStills {
  /// The night that files bear the mark of; nil where none does.
  ///
  /// - Throws: a fault where they bear two, since a picture bears one.
  static func common(of paths: [String]) throws(CommandFault) -> NightID? {
    let nights = paths.flatMap { NightMark.ids(inFile: $0) }
    guard Set(nights.map(\.rawValue)).count <= 1 else {
      throw CommandFault(
        .unusableInput, "the stills are of two nights, and a picture bears the mark of one: take one night's")
    }
    return nights.first
  }
}
