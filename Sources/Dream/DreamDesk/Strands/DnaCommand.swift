import ArgumentParser
import Endings
import Screens
import SleepLab
import Strands

/// `reverie dna`: files as strands of DNA, and back.
public struct DnaCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "dna", abstract: "Write files as strands of DNA, spoil strands, draw them, and read them again.",
    subcommands: [DnaEncodeCommand.self, DnaDecodeCommand.self, DnaSpoilCommand.self, DnaDrawCommand.self])

  /// Makes a command to be parsed.
  public init() {}
}

/// What the commands read and write, with the contract's numbers.
enum StrandFile {
  /// Strand files beyond this are refused before they are read: the longest of the fountain at any overhead is shorter.
  static let longestBytes = 1 << 28

  /// A file's bytes, refused where there are more than a limit.
  static func bytes(of path: String, atMost limit: Int) throws -> [UInt8] {
    let mapped = try LabFault.guarded { () throws(FileError) in try MappedBytes(path: path) }
    guard mapped.count <= limit else { throw fault(.tooLong(byteCount: mapped.count, atMost: limit)) }
    return mapped.bytes(in: 0..<mapped.count)
  }

  /// The strands of a file and their lines.
  static func strands(of path: String) throws -> (strands: [[UInt8]], lines: [Int]) {
    let text = try bytes(of: path, atMost: longestBytes)
    return try guarded { () throws(StrandsError) in try StrandText.strands(in: text) }
  }

  /// Runs a body and gives its error the number for the shell.
  static func guarded<Result>(_ body: () throws(StrandsError) -> Result) throws -> Result {
    do throws(StrandsError) { return try body() } catch { throw fault(error) }
  }

  /// Refuses an output that is there and may not be replaced.
  static func requireFree(_ output: String, mayReplace: Bool) throws {
    if !mayReplace, WholeFile.exists(output) { throw LabFault.fault(of: WholeFile.Failure.exists) }
  }

  /// Writes an output whole or not at all.
  static func write(_ bytes: [UInt8], to output: String, mayReplace: Bool) throws {
    try LabFault.guarded { () throws(WholeFile.Failure) in
      try WholeFile.write(bytes, to: output, mayReplace: mayReplace)
    }
  }

  /// Writes strands, one a line; the first says of which night they are, if of one, so that withdrawing it finds them.
  static func write(_ strands: [[UInt8]], to output: String, mayReplace: Bool, night: NightID?) throws {
    let mark = night.map { Array("# \(NightMark.text($0))\n".utf8) } ?? []
    try write(mark + StrandText.text(of: strands), to: output, mayReplace: mayReplace)
  }

  /// Runs a body and gives errors of strands and screens the number for the shell.
  static func faulted(_ body: () throws -> Void) throws {
    do { try body() } catch let error as StrandsError {
      throw fault(error)
    } catch let error as ScreenError { throw CommandFault(.internalFault, error.description) }
  }

  private static func fault(_ error: StrandsError) -> CommandFault { CommandFault(.unusableInput, error.description) }
}
