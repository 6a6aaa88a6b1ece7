import ArgumentParser
import Endings
import Onirica
import OniricaGPU
import SleepLab

/// A size in pixels, as options write it: `1280x720`.
struct PictureSize: ExpressibleByArgument, Sendable, Equatable, CustomStringConvertible {
  /// Pixels a side at most.
  static let edgeAtMost = 4096

  let width: Int, height: Int

  init?(argument: String) {
    let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else { return nil }
    let allowed = 64...PictureSize.edgeAtMost
    guard allowed.contains(width), allowed.contains(height) else { return nil }
    (self.width, self.height) = (width, height)
  }

  var description: String { "\(width)x\(height)" }
}

extension KernelLevel: ExpressibleByArgument {}
extension RendererWish: ExpressibleByArgument {}

/// A stage, as options write it.
struct StageOption: ExpressibleByArgument, Sendable {
  let stage: Stage

  init?(argument: String) {
    guard let stage = Stage(wording: argument), stage != .unknown else { return nil }
    self.stage = stage
  }
}

/// What every command that makes frames has.
struct PictureOptions: ParsableArguments {
  @Option(help: "Size in pixels, 64 to 4096 a side.")
  var size = PictureSize(argument: "1280x720") ?? .standard

  @Option(help: "Threads that make a frame; as many as there are processors if not given.")
  var threads: Int?

  @Option(help: "Instruction set: portable, v2, v3 or v4; the best there is if not given. REVERIE_LEVEL says the same.")
  var level: KernelLevel?

  func validate() throws {
    if let threads, !(1...64).contains(threads) { throw ValidationError("--threads takes 1 to 64") }
  }

  /// The threads to use.
  var threadCount: Int { threads ?? Processor.count }

  /// The level to use.
  func kernelLevel() throws -> KernelLevel {
    let named =
      try level
      ?? Environment["REVERIE_LEVEL"].map { name in
        guard let level = KernelLevel(rawValue: name) else {
          throw CommandFault(.usage, "REVERIE_LEVEL takes portable, v2, v3 or v4")
        }
        return level
      }
    guard let named else { return .best }
    guard named.isAvailable else {
      throw CommandFault(.usage, "this processor has no level \(named.rawValue): leave --level out")
    }
    return named
  }
}

extension PictureSize {
  /// 1280 × 720.
  static let standard = PictureSize(width: 1280, height: 720)

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
  }
}
