import ArgumentParser
import Glibc
import Onirica
import SleepLab

/// `reverie bench`: how long frames take here, stage by stage.
public struct BenchCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how long frames take on this machine.",
    discussion: """
      Prints one JSON object. Whole frames are measured, limiter and everything on, through all stages of a made-up \
      night; `stages` has the median of each. A frame that takes longer than a 60th of a second is missed.
      """)

  @OptionGroup var picture: PictureOptions

  @Option(help: "Frames to measure.")
  var frames = 600

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses lengths that say nothing.
  public func validate() throws {
    guard (10...1_000_000).contains(frames) else { throw ValidationError("--frames takes 10 to 1000000") }
  }

  /// Measures and prints.
  public func run() throws {
    let level = try picture.kernelLevel()
    var all: [Double] = []
    var lines: [String] = []
    for stage in StageWeights.stages {
      let times = try measure(stage, frames: max(2, frames / StageWeights.stages.count), level: level)
      all += times
      lines.append("\"\(stage.wording)\":\(BenchCommand.text(BenchCommand.quantile(times, 0.5)))")
    }
    let missed = all.count { $0 > 1000.0 / 60 }
    print(
      """
      {"size":"\(picture.size)", "frames":\(all.count), "level":"\(level.rawValue)", "threads":\(picture.threadCount), \
      "p50_ms":\(BenchCommand.text(BenchCommand.quantile(all, 0.5))), \
      "p99_ms":\(BenchCommand.text(BenchCommand.quantile(all, 0.99))), \
      "max_ms":\(BenchCommand.text(all.max() ?? 0)), "missed_60hz":\(missed), "stages":{\(lines.joined(separator: ", "))}}
      """)
  }

  private func measure(_ stage: Stage, frames: Int, level: KernelLevel) throws -> [Double] {
    let night = SampleNight.night(of: stage)
    let passage = try NightInput.passage(through: night, stage: nil, from: nil)
    let plan = Dream.Plan(width: picture.size.width, height: picture.size.height, framesPerSecond: 60, seed: 1)
    let film = Film(
      night: night, passage: passage, speed: 1, plan: plan, threadCount: picture.threadCount, level: level)
    var times: [Double] = []
    for _ in 0..<frames {
      var before = timespec()
      var after = timespec()
      clock_gettime(CLOCK_MONOTONIC, &before)
      film.advance()
      clock_gettime(CLOCK_MONOTONIC, &after)
      times.append(
        Double(after.tv_sec - before.tv_sec) * 1000 + Double(after.tv_nsec - before.tv_nsec) / 1_000_000)
    }
    return times
  }

  /// The value below which a share of the values lies.
  static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  /// A number with three decimals.
  static func text(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
