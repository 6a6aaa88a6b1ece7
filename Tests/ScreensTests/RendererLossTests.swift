import DreamKernels
import Onirica
import SleepLab
import Testing

@testable import Screens

/// A device that draws nothing of its own and is lost after some frames, on the thread that opened it.
private final class FailingDevice: PixelRenderer {
  let deviceName = "failing"
  private var framesLeft: Int
  private let drawn: (Int) -> Void

  init(framesLeft: Int, drawn: @escaping (Int) -> Void) {
    self.framesLeft = framesLeft
    self.drawn = drawn
  }

  func render(_ work: LayerWork) throws(RendererLoss) {
    framesLeft -= 1
    guard framesLeft >= 0 else { throw .stalled(seconds: 0.4) }
    let layer = work.layer
    let count = Int(dreamLayerRow(layer.width, layer.height + 1)) - Int(DREAM_LAYER_MARGIN)
    layer.next.update(repeating: 0x4020_0500, count: count)
    layer.redBlue.update(repeating: 0x0780_0780, count: count)
    layer.green.update(repeating: 0x0780, count: count)
    drawn(work.step)
  }
}

@Suite("A screen whose graphics device is lost")
struct RendererLossTests {
  @Test("frames go on without a gap: the frame of the loss is the processor's, and the loss is told once")
  func loss() throws {
    let settings = ScreenLoop.Settings(width: 128, height: 72, framesPerSecond: 60, threadCount: 1, level: .best)
    let night = Night(
      id: NightID(7), durationSeconds: 60,
      epochs: [Epoch](repeating: Epoch(stage: .rem, scoredBy: .expert, sure: 1, powers: nil), count: 2),
      track: FeatureTrack(count: 600) { _ in [] }, events: [], provenance: [])
    let passage = try #require(Passage(through: night))
    let crew = Crew(threadCount: 1)
    let plan = Dream.Plan(width: 128, height: 72, framesPerSecond: 60, seed: 3)
    let dream = Dream(night: night, plan: plan, crew: crew, scales: Governor.scales)
    dream.begin(at: 0, elapsed: 1000, preRollSeconds: 0.1)
    let gauges = ScreenGauges()
    let exchange = FrameExchange(width: 128, height: 72)
    let round = FrameRound(
      settings: settings, crew: crew, exchanges: [exchange], gauges: gauges, startNanoseconds: 0)
    var steps: [Int] = []
    round.take(FailingDevice(framesLeft: 10) { steps.append($0) })
    round.take(dream)
    let course = Course(night: night, passage: passage, speed: 1, anchorUnixSeconds: 1000, seed: 3)
    round.take(Showing(picture: .dream(course)), at: 1000)
    var drawnByDevice: [Double] = []
    for index in 0..<30 {
      let began = Int64(index) * 16_666_667
      round.makeFrame(at: began, unixSeconds: 1000 + Double(index) / 60)
      round.finish(began: began, ended: began + 5_000_000)
      drawnByDevice.append(gauges[.isDrawnByDevice])
      #expect(exchange.take() != nil, "frame \(index) is missing")
    }
    #expect(steps.count == 10)
    #expect(drawnByDevice == [Double](repeating: 1, count: 10) + [Double](repeating: 0, count: 20))
    #expect(round.rendererLoss == .stalled(seconds: 0.4))
    #expect(gauges[.missed] == 0)
  }
}
