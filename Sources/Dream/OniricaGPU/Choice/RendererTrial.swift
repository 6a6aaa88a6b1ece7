import Onirica
import SleepLab

/// The short trial that a device passes before it draws for visitors: a small dream by both, side by side.
enum RendererTrial {
  static let size = (width: 192, height: 112)
  private static let frames = 24

  /// Draws a dream by a renderer and by the processor.
  ///
  /// - Returns: how alike the last frames are, in decibels.
  /// - Throws: the renderer's loss.
  static func likeness(of renderer: any PixelRenderer) throws(RendererLoss) -> Double {
    let night = madeUpNight()
    let drawn = begun(night), painted = begun(night)
    drawn.renderer = renderer
    for index in 0..<frames {
      let seconds = Double(index) / 30
      for dream in [drawn, painted] { dream.advance(to: 1 + seconds, elapsed: 40 + seconds) }
      if let loss = drawn.rendererLoss { throw loss }
    }
    let one = Frame(width: size.width, height: size.height), other = Frame(width: size.width, height: size.height)
    drawn.show(in: one)
    painted.show(in: other)
    return FrameLikeness.decibels(one, other)
  }

  private static func begun(_ night: Night) -> Dream {
    let plan = Dream.Plan(width: size.width, height: size.height, framesPerSecond: 30, seed: 11)
    let dream = Dream(night: night, plan: plan, crew: Crew(threadCount: 1))
    dream.begin(at: 1, elapsed: 40, preRollSeconds: 0.1)
    return dream
  }

  /// A minute of light sleep with a spindle: everything that is drawn shows.
  private static func madeUpNight() -> Night {
    let epoch = Epoch(stage: .n2, scoredBy: .rules, sure: 1, powers: nil)
    let spindle = SleepEvent(
      kind: .spindle, onsetSeconds: 1.1, durationSeconds: 1, amplitudeMicrovolts: 60, frequencyHz: 13)
    let count = Int(60 * FeatureTrack.rateHz)
    let track = FeatureTrack(count: count) { _ in [Float](repeating: 0, count: count) }
    return Night(
      id: NightID(1), durationSeconds: 60, epochs: [epoch, epoch], track: track, events: [spindle], provenance: [])
  }
}
