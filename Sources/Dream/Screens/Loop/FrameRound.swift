import Onirica

/// One turn of the frame thread after another: take what is wanted, make the frame that is due, offer it, tell how it
/// went. Once it has made some frames it neither allocates nor locks nor waits; the clock is its caller's.
final class FrameRound {
  private let maker: FrameMaker
  private let exchanges: [FrameExchange]
  private let gauges: ScreenGauges
  private let startNanoseconds: Int64
  private var pace: FramePace
  private var times = FrameTimes()
  private var governor: Governor

  /// A thread's first turn is still to come.
  ///
  /// - Parameters:
  ///   - settings: size, rate and work.
  ///   - crew: who works.
  ///   - exchanges: where frames go.
  ///   - gauges: where it is told how it went.
  ///   - startNanoseconds: when the first frame is due, on the clock that does not jump.
  init(
    settings: ScreenLoop.Settings, crew: Crew, exchanges: [FrameExchange], gauges: ScreenGauges,
    startNanoseconds: Int64
  ) {
    maker = FrameMaker(
      width: settings.width, height: settings.height, crew: crew, level: settings.level, sound: settings.sound)
    self.exchanges = exchanges
    self.gauges = gauges
    self.startNanoseconds = startNanoseconds
    pace = FramePace(framesPerSecond: settings.framesPerSecond, startNanoseconds: startNanoseconds)
    governor = Governor(framesPerSecond: settings.framesPerSecond)
  }

  /// When the next frame is due.
  var dueNanoseconds: Int64 { pace.dueNanoseconds }

  /// Lets dreams be drawn elsewhere from the next frame on; on the frame thread.
  func take(_ renderer: any PixelRenderer) { maker.take(renderer) }

  /// Why the renderer was lost, if it was.
  var rendererLoss: RendererLoss? { maker.rendererLoss }

  /// Takes over a dream that has lived through its pre-roll elsewhere.
  func take(_ dream: Dream) { maker.take(dream) }

  /// Other looks: what is on show flows over into them within some seconds.
  func use(_ looks: StageLooks) { maker.useLooks(looks) }

  /// Another picture, brightness or fade from now on.
  func take(_ showing: Showing, at unixSeconds: Double) { maker.take(showing, at: unixSeconds) }

  /// The instant that the frame that is due shows: the same on all screens of this rate.
  ///
  /// - Parameters:
  ///   - unixNanoseconds: now on the wall clock, since 1970.
  ///   - nanoseconds: now on the clock that does not jump.
  /// - Returns: seconds since 1970.
  func instant(unixNanoseconds: Int64, atNanoseconds nanoseconds: Int64) -> Double {
    let isFirst = times.count == 0
    let instant = pace.approach(unixNanoseconds: unixNanoseconds, atNanoseconds: nanoseconds, atOnce: isFirst)
    return Double(instant) / 1e9
  }

  /// Makes the frame that is due, and offers it.
  ///
  /// - Parameters:
  ///   - began: now, on the clock that does not jump.
  ///   - unixSeconds: the instant that it shows, on the clock that all screens share.
  func makeFrame(at began: Int64, unixSeconds: Double) {
    maker.advance(at: unixSeconds, limiterSeconds: Double(began - startNanoseconds) / 1e9)
    for exchange in exchanges where times.count % exchange.everyFrames == 0 {
      maker.copyFrame(into: exchange.writable)
      exchange.publish()
    }
  }

  /// Takes note that the frame is finished.
  func finish(began: Int64, ended: Int64) {
    let milliseconds = Double(ended - began) / 1e6
    times.note(milliseconds: milliseconds)
    maker.use(Governor.rungs[governor.note(milliseconds: milliseconds)])
    pace.finish(at: ended)
    report()
  }

  private func report() {
    gauges[.frames] = Double(times.count)
    gauges[.missed] = Double(pace.missed)
    gauges[.interventions] = Double(maker.limiterAccount.interventions)
    gauges[.position] = maker.position
    gauges[.luminance] = maker.meanLuminance
    gauges[.internalWidth] = Double(maker.internalSize.width)
    gauges[.internalHeight] = Double(maker.internalSize.height)
    gauges[.fieldShare] = maker.fieldShare
    gauges[.isDrawnByDevice] = maker.renderer == nil ? 0 : 1
    gauges[.longest] = times.longestMilliseconds
    if times.count % 30 == 1 {
      gauges[.p50] = times.quantile(0.5)
      gauges[.p99] = times.quantile(0.99)
      times.fill { gauges.put($1, inBucket: $0) }
    }
  }
}
