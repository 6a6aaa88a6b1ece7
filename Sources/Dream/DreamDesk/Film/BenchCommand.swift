import ArgumentParser
import Endings
import Glibc
import Onirica
import OniricaGPU
import Screens
import SleepLab

/// `reverie bench`: how long frames take here, stage by stage.
public struct BenchCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how long frames take on this machine.",
    discussion: """
      Prints one JSON object. Whole frames are measured, limiter and everything on, through all stages of a made-up \
      night. A frame that takes longer than a 60th of a second is missed. `stages` has the median of each stage of \
      sleep, `parts` that of the parts of a frame: the dream, and showing it (its enlargement into the frame, its grain, the \
      limiter). `histogram` has pairs: milliseconds at most (null is \
      more), and how many frames took longer than the pair before. With --internal-scale 0.5, --size 3840x2160 is dreamt at 1920x1080.
      """)

  @OptionGroup var picture: PictureOptions

  @Option(help: "Frames to measure.")
  var frames = 600

  @Option(help: "The dream's size as a share of the frame's, 0.1 to 1.")
  var internalScale = 1.0

  @Option(
    help:
      "Whose frames are measured: cpu, gpu, or auto (the cpu's, and beside them those of the graphics device there is)."
  )
  var renderer = RendererWish.auto

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses lengths that say nothing.
  public func validate() throws {
    guard (10...1_000_000).contains(frames) else { throw ValidationError("--frames takes 10 to 1000000") }
    guard (0.1...1).contains(internalScale) else { throw ValidationError("--internal-scale takes 0.1 to 1") }
  }

  /// Milliseconds of one frame, whole and by parts.
  private struct Times {
    var whole = 0.0
    var parts = [Double](repeating: 0, count: Film.Part.allCases.count)
  }

  /// Measures and prints.
  public func run() throws {
    let level = try picture.kernelLevel()
    var device: (any PixelRenderer)?
    if renderer == .gpu {
      device = FilmRenderer.open(.gpu)
      if device == nil { throw CommandFault(.unreachable, "there is no graphics device to measure: --renderer cpu") }
    }
    var all: [Times] = []
    var stages: [String] = []
    for stage in StageWeights.stages {
      let times = try measure(stage, frames: max(2, frames / StageWeights.stages.count), level: level, device: device)
      all += times
      stages.append("\"\(stage.wording)\":\(BenchCommand.text(BenchCommand.quantile(times.map(\.whole), 0.5)))")
    }
    let whole = all.map(\.whole)
    let parts = Film.Part.allCases.enumerated().map { index, part in
      "\"\(part.rawValue)\":\(BenchCommand.text(BenchCommand.quantile(all.map { $0.parts[index] }, 0.5)))"
    }
    let row = renderer == .auto ? try graphicsRow(level: level, cpuMedian: BenchCommand.quantile(whole, 0.5)) : nil
    print(
      """
      {"size":"\(picture.size)", "internal_scale":\(internalScale), "frames":\(all.count), \
      "level":"\(level.rawValue)", "threads":\(picture.threadCount), \
      "renderer":"\(device == nil ? "cpu" : "gpu")", \
      "p50_ms":\(BenchCommand.text(BenchCommand.quantile(whole, 0.5))), \
      "p99_ms":\(BenchCommand.text(BenchCommand.quantile(whole, 0.99))), \
      "max_ms":\(BenchCommand.text(whole.max() ?? 0)), "missed_60hz":\(whole.count { $0 > 1000.0 / 60 }), \
      "histogram":\(BenchCommand.histogram(whole)), \
      "stages":{\(stages.joined(separator: ", "))}, "parts":{\(parts.joined(separator: ", "))}\(row.map { ", \($0)" } ?? "")}
      """)
  }

  /// The row of the graphics device there is, if there is one: a sixth of the frames, and how long they take beside the
  /// processor's.
  private func graphicsRow(level: KernelLevel, cpuMedian: Double) throws -> String? {
    guard let device = FilmRenderer.open(.gpu, tells: false) else { return nil }
    var whole: [Double] = []
    for stage in StageWeights.stages {
      let count = max(2, frames / 6 / StageWeights.stages.count)
      whole += try measure(stage, frames: count, level: level, device: device).map(\.whole)
    }
    let median = BenchCommand.quantile(whole, 0.5)
    return """
      "gpu":{"device":\(ActualReport.quoted(device.deviceName)), "frames":\(whole.count), \
      "p50_ms":\(BenchCommand.text(median)), "p99_ms":\(BenchCommand.text(BenchCommand.quantile(whole, 0.99))), \
      "times_cpu":\(BenchCommand.text(median / max(cpuMedian, 0.001)))}
      """
  }

  private func measure(
    _ stage: Stage, frames: Int, level: KernelLevel, device: (any PixelRenderer)?
  ) throws -> [Times] {
    let night = SampleNight.night(of: stage)
    let passage = try NightInput.passage(through: night, stage: nil, from: nil)
    let plan = Dream.Plan(width: picture.size.width, height: picture.size.height, framesPerSecond: 60, seed: 1)
    let film = Film(
      night: night, passage: passage, speed: 1, plan: plan, threadCount: picture.threadCount, level: level,
      internalScale: internalScale)
    film.begin()
    film.renderer = device
    return (0..<frames).map { _ in
      var times = Times()
      let start = BenchCommand.milliseconds()
      var before = start
      var index = 0
      film.advance { _ in
        let now = BenchCommand.milliseconds()
        times.parts[index] = now - before
        before = now
        index += 1
      }
      times.whole = before - start
      return times
    }
  }

  private static func milliseconds() -> Double { SteadyClock.seconds() * 1000 }

  /// The steps that hold frames, as a screen reports them.
  static func histogram(_ milliseconds: [Double]) -> String {
    var buckets = [UInt32](repeating: 0, count: FrameTimes.bounds.count + 1)
    for time in milliseconds { buckets[FrameTimes.bounds.firstIndex { time < $0 } ?? FrameTimes.bounds.count] += 1 }
    return ActualReport.histogram(buckets)
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
