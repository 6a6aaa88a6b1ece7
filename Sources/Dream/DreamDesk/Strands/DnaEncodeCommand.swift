import ArgumentParser
import SleepLab
import Strands

/// `reverie dna encode`: a file as strands.
public struct DnaEncodeCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Write a file as strands of DNA, one a line.",
    discussion: """
      A fountain code: any strands suffice, if there are a few more than the file has segments of 32 bytes. No strand \
      repeats a base more than three times, and 45 to 55 % of each are G or C. Files of up to 4 MiB. With --code goldman \
      the simpler overlapping code, in which every base stands in four strands and none repeats. Files of up to 2 MiB.
      """)

  @Argument(help: "The file.")
  var file: String

  @Option(name: [.short, .long], help: "Where the strands go.")
  var output: String

  @Option(help: "The code: fountain or goldman.")
  var code = StrandCode.fountain

  @Option(help: "Of the fountain: where the seeds of the strands begin, 1 to 4294967295 (1 unless given).")
  var seed: UInt32?

  @Option(help: "Of the fountain: how many more strands than segments, in percent, 0 to 1000 (25 unless given).")
  var overhead: Double?

  @Option(
    help:
      "Of the fountain: Reed–Solomon bytes a strand, 1 to 32 (2 unless given); half as many wrong bytes are put right.")
  var parity: Int?

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses numbers outside their ranges.
  public func validate() throws {
    guard seed != 0 else { throw ValidationError("--seed takes 1 to 4294967295") }
    guard (0...1000).contains(overhead ?? 0) else { throw ValidationError("--overhead takes 0 to 1000") }
    guard (1...32).contains(parity ?? 1) else { throw ValidationError("--parity takes 1 to 32") }
    guard code == .fountain || seed == nil && overhead == nil && parity == nil else {
      throw ValidationError("--seed, --overhead and --parity are of the fountain: leave them out, or --code goldman")
    }
  }

  /// Writes the strands whole or not at all; throws a fault with the contract's exit code.
  public func run() throws {
    try StrandFile.requireFree(output, mayReplace: force)
    let bytes = try StrandFile.bytes(of: file, atMost: code.longestFileBytes)
    let progress = ShareProgress(of: 100)
    defer { progress.finish() }
    let strands = try StrandFile.guarded { () throws(StrandsError) in
      try self.strands(of: bytes) { progress.show(Int(100 * $0)) }
    }
    try StrandFile.write(strands, to: output, mayReplace: force, night: try NightOfStills.common(of: [file]))
    progress.finish()
    print(json ? report(of: strands, byteCount: bytes.count).written() : line(of: strands, byteCount: bytes.count))
  }

  private func strands(of bytes: [UInt8], _ progress: (Double) -> Void) throws(StrandsError) -> [[UInt8]] {
    switch code {
    case .goldman:
      return try Goldman().strands(of: bytes, progress: progress)
    case .fountain:
      let fountain = Fountain(
        seed: seed ?? 1, overheadPercent: overhead ?? Fountain.usualOverheadPercent, parityByteCount: parity ?? 2)
      return try fountain.strands(of: bytes, progress: progress)
    }
  }

  func report(of strands: [[UInt8]], byteCount: Int) -> JSONValue {
    .object([
      ("code", .text(code.rawValue)), ("bytes", .count(byteCount)), ("strands", .count(strands.count)),
      ("bases", .count(strands.reduce(0) { $0 + $1.count })),
      ("bits_per_base", .measured(bitsPerBase(of: strands, byteCount))),
    ])
  }

  private func line(of strands: [[UInt8]], byteCount: Int) -> String {
    let bits = PlainNumber.text(PlainNumber.rounded(bitsPerBase(of: strands, byteCount)))
    let baseCount = strands.reduce(0) { $0 + $1.count }
    return "\(byteCount) bytes, \(strands.count) strands, \(baseCount) bases, \(bits) bits a base"
  }

  private func bitsPerBase(of strands: [[UInt8]], _ byteCount: Int) -> Double {
    Double(8 * byteCount) / Double(max(1, strands.reduce(0) { $0 + $1.count }))
  }
}

extension StrandCode: ExpressibleByArgument {}
