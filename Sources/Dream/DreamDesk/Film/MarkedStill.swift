import Endings
import Onirica
import Screens
import SleepLab

/// Stills that are made beside a film: those of a night bear its mark, so that withdrawing the night finds them.
enum MarkedStill {
  /// Writes a still.
  ///
  /// - Throws: a fault with the contract's number.
  static func write(_ frame: Frame, to target: FilmTarget, nights: [NightID]) throws(CommandFault) {
    do throws(ScreenError) {
      let planes = VideoPlanes(width: 16, height: 16, crew: Crew(threadCount: 1), level: .portable)
      try FilmSink(target: target, nights: nights, planes: planes, framesPerSecond: 1).finish(lastFrame: frame)
    } catch { throw CommandFault(.inputOutput, error.description) }
  }
}
