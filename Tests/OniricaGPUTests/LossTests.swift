import CEGL
import DreamKernels
import SleepLab
import Testing

@testable import Onirica
@testable import OniricaGPU

@Suite("A graphics device that is lost", .enabled(if: hasDevice, "there is no EGL device here, not even Mesa's"))
struct LossTests {
  @Test("when the driver takes the context away the processor goes on from that frame, and it is told why")
  func contextLost() throws {
    var pair = Pair(denseNight(.rem), width: 320, height: 180, seed: 21)
    let renderer = try GraphicsRenderer(hardwareOnly: false, patienceSeconds: 60)
    pair.drawn.renderer = renderer
    var least = Double.infinity
    for _ in 0..<20 { least = min(least, pair.advance()) }
    #expect(pair.drawn.renderer != nil)
    // As a driver does whose device is gone.
    eglMakeCurrent(renderer.device.display, nil, nil, nil)
    eglDestroyContext(renderer.device.display, renderer.device.context)
    for _ in 0..<20 { least = min(least, pair.advance()) }
    #expect(pair.drawn.renderer == nil)
    #expect(pair.drawn.rendererLoss == .contextLost)
    #expect(least >= FrameLikeness.sufficientDecibels, "\(least) dB")
  }

  @Test("a device that does not finish a frame in time is given up, and that very frame is the processor's")
  func stalled() throws {
    var pair = Pair(denseNight(.n1), width: 1280, height: 720, seed: 22)
    pair.drawn.renderer = try GraphicsRenderer(hardwareOnly: false, patienceSeconds: 0.000_001)
    #expect(pair.advance() == .infinity)
    #expect(pair.drawn.renderer == nil)
    #expect(pair.drawn.rendererLoss == .stalled(seconds: 0.000_001))
    #expect(pair.advance() == .infinity)
  }

  @Test("another device takes over in the middle of a dream, and draws on")
  func takenOver() throws {
    var pair = Pair(denseNight(.n2), width: 320, height: 180, seed: 23)
    var least = Double.infinity
    for turn in 0..<3 {
      pair.drawn.renderer =
        turn == 1 ? nil : try GraphicsRenderer(hardwareOnly: false, patienceSeconds: 60)
      for _ in 0..<12 { least = min(least, pair.advance()) }
    }
    #expect(pair.drawn.rendererLoss == nil)
    #expect(least >= FrameLikeness.sufficientDecibels, "\(least) dB")
  }

  @Test("a change of the internal size keeps the picture, to a smaller one and back")
  func scales() throws {
    var pair = Pair(denseNight(.n3), width: 320, height: 180, seed: 24, scales: [1, 0.5])
    pair.drawn.renderer = try GraphicsRenderer(hardwareOnly: false, patienceSeconds: 60)
    var least = Double.infinity
    for scale in [0, 1, 0] {
      for dream in [pair.drawn, pair.painted] { dream.useScale(scale) }
      for _ in 0..<12 { least = min(least, pair.advance()) }
    }
    #expect(pair.drawn.renderer != nil)
    #expect(least >= FrameLikeness.sufficientDecibels, "\(least) dB")
  }

  @Test("one device draws two dreams in turn without mixing them up")
  func twoDreams() throws {
    var one = Pair(denseNight(.rem), width: 320, height: 180, seed: 25)
    var other = Pair(denseNight(.wake), width: 320, height: 180, seed: 26)
    let renderer = try GraphicsRenderer(hardwareOnly: false, patienceSeconds: 60)
    one.drawn.renderer = renderer
    other.drawn.renderer = renderer
    var least = Double.infinity
    for _ in 0..<15 { least = min(least, one.advance(), other.advance()) }
    #expect(least >= FrameLikeness.sufficientDecibels, "\(least) dB")
  }
}

@Suite("Who draws")
struct WishTests {
  @Test("the processor is asked for nothing")
  func processor() {
    let outcome = RendererWish.cpu.tried(patienceSeconds: 1)
    #expect(outcome.opening == nil)
    #expect(outcome.loss == nil)
  }

  @Test("auto never takes the processor in disguise", .enabled(if: hasDevice, "there is no EGL device here"))
  func disguise() throws {
    let any = try GraphicsDevice.open(.any)
    let outcome = RendererWish.auto.tried(patienceSeconds: 60)
    #expect((outcome.opening != nil) == any.isHardware)
  }

  @Test("gpu takes what there is, once it has drawn the processor's picture", .enabled(if: hasDevice, "no EGL device"))
  func wished() throws {
    let outcome = RendererWish.gpu.tried(patienceSeconds: 60)
    #expect(outcome.loss == nil)
    let opening = try #require(outcome.opening)
    #expect(try opening().deviceName == outcome.deviceName)
  }

  @Test("a device that draws another picture fails the trial")
  func control() throws {
    #expect(try RendererTrial.likeness(of: Forger()) < FrameLikeness.sufficientDecibels)
  }

  @Test("likeness is the ratio of the peak to the mean square, in decibels")
  func likeness() {
    let one = Frame(width: 16, height: 16), other = Frame(width: 16, height: 16)
    #expect(FrameLikeness.decibels(one, other) == .infinity)
    other.fill(0x010101)
    #expect(abs(FrameLikeness.decibels(one, other) - 48.13) < 0.01)
    other.fill(0xffffff)
    #expect(FrameLikeness.decibels(one, other) == 0)
  }
}

/// Draws everything grey.
private final class Forger: PixelRenderer {
  let deviceName = "forger"

  func render(_ work: LayerWork) throws(RendererLoss) {
    let layer = work.layer
    let count = Int(dreamLayerRow(layer.width, layer.height + 1)) - Int(DREAM_LAYER_MARGIN)
    layer.next.update(repeating: 0x4020_0500, count: count)
    layer.redBlue.update(repeating: 0x0780_0780, count: count)
    layer.green.update(repeating: 0x0780, count: count)
  }
}

@Suite("Points of light by tiles")
struct PointListTests {
  @Test("every pixel that a point reaches finds it in its tile's list, in order, at any place and size; seed 8")
  func lists() {
    var drawn = 0
    let chance = { () -> Double in
      drawn += 1
      return Exact.chance(8, drawn)
    }
    for (columns, rows) in [(12, 7), (40, 23), (1, 1), (120, 68)] {
      var lists = PointLists(cellColumns: columns, cellRows: rows)
      for _ in 0..<5 {
        let points = (0..<140).map { _ in
          DreamPoint(
            x: Float(chance() * Double(columns * 8 + 80) - 40),
            y: Float(chance() * Double(rows * 8 + 80) - 40), radius: Float(0.5 + 12 * chance()), red: 1,
            green: 1, blue: 1)
        }
        points.withUnsafeBufferPointer { lists.list($0) }
        check(lists, points, columns: columns, rows: rows, chance)
      }
    }
  }

  private func check(
    _ lists: PointLists, _ points: [DreamPoint], columns: Int, rows: Int, _ chance: () -> Double
  ) {
    for _ in 0..<200 {
      let x = Int(chance() * Double(columns * 8)), y = Int(chance() * Double(rows * 8))
      let tile = (y / 32) * ((columns + 3) / 4) + x / 32
      let listed = lists.numbers[Int(lists.numbers[tile])..<Int(lists.numbers[tile + 1])].map(Int.init)
      let reaching = points.indices.filter { index in
        let dx = Float(x) - points[index].x, dy = Float(y) - points[index].y
        return dx * dx + dy * dy < points[index].radius * points[index].radius
      }
      #expect(listed == listed.sorted())
      #expect(Set(listed).isSuperset(of: reaching))
    }
  }
}
