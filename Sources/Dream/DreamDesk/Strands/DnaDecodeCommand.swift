import ArgumentParser
import Endings
import SleepLab
import Strands

/// `reverie dna decode`: strands as the file that they were.
public struct DnaDecodeCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Read a file from strands of DNA, in any order, with errors and losses.",
    discussion: """
      Ends with 0 where all bytes came back and their digest is right. Otherwise it ends with 1 and writes nothing; \
      --partial writes what there is, zeros where it is missing.
      """)

  @Argument(help: "The strands, one a line; lines that begin with #, ; or > are comments.")
  var strands: String

  @Option(name: [.short, .long], help: "Where the file goes.")
  var output: String

  @Flag(help: "Write also a file that is not whole.")
  var partial = false

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Writes the file whole or not at all, unless a partial one is asked for; throws a fault with the contract's exit code.
  public func run() throws {
    try StrandFile.requireFree(output, mayReplace: force)
    let read = try StrandFile.strands(of: strands)
    let progress = ShareProgress(of: 100)
    defer { progress.finish() }
    let back = try StrandFile.guarded { () throws(StrandsError) in
      try StrandCode.file(of: read.strands, lines: read.lines) { progress.show(Int(100 * $0)) }
    }
    progress.finish()
    let isWhole = back.extent == .whole
    if isWhole || partial { try StrandFile.write(back.bytes, to: output, mayReplace: force) }
    print(json ? report(of: back).written() : table(of: back))
    if !isWhole { throw CommandFault.answerIsNo }
  }

  private func missing(from back: RecoveredFile) -> [Range<Int>] {
    if case .partial(let missing) = back.extent { missing } else { [] }
  }

  private func word(for extent: RecoveredFile.Extent) -> String {
    switch extent {
    case .whole: "whole"
    case .partial: "partial"
    case .doubtful: "doubtful"
    }
  }

  func report(of back: RecoveredFile) -> JSONValue {
    .object([
      ("extent", .text(word(for: back.extent))), ("code", .text(back.code.rawValue)),
      ("bytes", .count(back.bytes.count)), ("bytes_proven", .count(back.provenByteCount)),
      ("strands", .count(back.strandCount)), ("strands_lost", .count(back.lostStrandCount)),
      (back.code == .fountain ? "bytes_corrected" : "bases_outvoted", .count(back.correctedCount)),
      (
        "missing",
        .list(
          missing(from: back).map {
            .object([("from", .count($0.lowerBound)), ("to", .count($0.upperBound))])
          })
      ),
    ])
  }

  private func table(of back: RecoveredFile) -> String {
    let corrected = back.code == .fountain ? "bytes corrected" : "bases outvoted"
    let strands =
      "\(back.strandCount) strands, \(back.lostStrandCount) beyond reading, \(back.correctedCount) \(corrected)"
    let missing = missing(from: back).map { "\($0.lowerBound)–\($0.upperBound - 1)" }.joined(separator: ", ")
    return switch back.extent {
    case .whole: "\(back.bytes.count) bytes, whole\n\(strands)"
    case .partial: "\(back.bytes.count) bytes, not whole: give more strands\nmissing: \(missing)\n\(strands)"
    case .doubtful: "\(back.bytes.count) bytes, but not those that were written: give more strands\n\(strands)"
    }
  }
}
