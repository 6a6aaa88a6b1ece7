import DreamKernels
import Testing

@testable import Onirica

/// All that the passes of the layer read and write, filled by chance.
private final class LayerFixture {
  let width: Int, height: Int
  /// Large, and the same for all: a part of each is filled with chance, and repeated.
  private static let pictures = (40..<42).map { number in
    LayerFixture.repeated(Int(DREAM_PICTURE_PITCH) * Int(DREAM_PICTURE_ROWS)) {
      UInt32(Exact.hash(1, $0, number) & 0xff_ffff)
    }
  }
  private static let sheets = (42..<44).map { number in
    LayerFixture.repeated(512 * Int(DREAM_SHEET_PITCH)) { Exact.hash(1, $0, number) }
  }
  let map: Slab<UInt32>
  let frameGrid: Slab<Float>, morphGrid: Slab<Float>
  let points: Slab<DreamPoint>
  let prior: Slab<UInt32>
  let planes: [Slab<UInt32>]
  let priorSize = (width: 40, height: 22)

  private static func repeated<Word: BitwiseCopyable>(_ count: Int, _ word: (Int) -> Word) -> Slab<Word> {
    let slab = Slab<Word>(count: count, of: word(0)), part = 4099
    for index in 0..<part { slab.base[index] = word(index) }
    for start in stride(from: part, to: count, by: part) {
      (slab.base + start).update(from: slab.base, count: min(part, count - start))
    }
    return slab
  }

  /// - Parameter mask: where the border between the pictures may lie.
  init(width: Int, height: Int, seed: UInt64, mask: ClosedRange<Float>) {
    self.width = width
    self.height = height
    var drawn = 0
    let chance = { (range: ClosedRange<Float>) -> Float in
      drawn += 1
      return range.lowerBound + Float(Exact.chance(seed, drawn)) * (range.upperBound - range.lowerBound)
    }
    map = Slab(count: width * height + 64, of: 0)
    for index in 0..<map.count { map.base[index] = UInt32(truncatingIfNeeded: Exact.hash(seed, index, 42)) }
    let vertices = (width / 8 + 1) * (height / 8 + 2)
    frameGrid = Slab(count: vertices * 8, of: 0)
    morphGrid = Slab(count: vertices * 8, of: 0)
    for vertex in 0..<vertices {
      let x = chance(-6...46)
      let frame = [
        x, chance(-3...25), chance(-900...900), chance(-900...900), chance(0.1...1.6), chance(0...0.4), chance(0...0.9),
        0,
      ]
      let place = 2_097_152...2_110_000 as ClosedRange<Float>
      let morph = [
        chance(place), chance(place), chance(place), chance(place), chance(mask), chance(262_144...270_000),
        chance(262_144...270_000), 0,
      ]
      for number in 0..<8 {
        frameGrid.base[vertex * 8 + number] = frame[number]
        morphGrid.base[vertex * 8 + number] = morph[number]
      }
    }
    points = Slab(count: 6, of: DreamPoint())
    for index in 0..<6 {
      points.base[index] = DreamPoint(
        x: chance(-2...Float(width + 2)), y: chance(-2...Float(height + 2)), radius: chance(1...7), red: chance(0...1),
        green: chance(0...1), blue: chance(0...1))
    }
    prior = Slab(count: (priorSize.width + 32) * (priorSize.height + 2) + 64, of: 0)
    for index in 0..<prior.count { prior.base[index] = UInt32(truncatingIfNeeded: Exact.hash(seed, index, 43)) }
    planes = (0..<3).map { _ in Slab(count: (width + 32) * (height + 2) + 64, of: 0) }
  }

  /// - Parameter reactionShade: with none there are no ripples either.
  func arguments(reactionShade: Float) -> DreamLayerArguments {
    DreamLayerArguments(
      width: Int32(width), height: Int32(height), map: map.base, mapPitch: Int32(width),
      quads: LayerFixture.sheets[0].base,
      driftRadius: 700, driftAngle: 1300, reaction: LayerFixture.sheets[1].base, reactionShade: reactionShade,
      maskByReaction: 1.2,
      frameGrid: frameGrid.base, morphGrid: morphGrid.base, maskByCortex: 0.9, pictureA: LayerFixture.pictures[0].base,
      pictureB: LayerFixture.pictures[1].base, pointCount: 6, points: points.base,
      pictureMatrix: (0.9, 0.2, -0.1, 0.1, 0.8, 0.1, -0.2, 0.1, 1.1), emboss: 0.8, reliefRadius: 9, reliefAngle: 7,
      ambient: 0.5, cortexLow: (0.01, 0.02, 0.05), cortexHigh: (0.9, 0.3, 0.4), cortexRim: (0.3, 0.2, 0.1),
      isRaised: reactionShade > 0 ? 1 : 0, glow: (1, 0.8, 0.6),
      prior: prior.base + Int(dreamLayerRow(Int32(priorSize.width), 0)),
      priorWidth: Int32(priorSize.width), priorHeight: Int32(priorSize.height), keep: 0.9, clarity: 0.6,
      tone: (2000, 1500, -400), noise: 77, next: planes[0].base, redBlue: planes[1].base, green: planes[2].base)
  }

  func frameArguments(times: Int = 2, grain: Float, display: Frame) -> DreamFrameArguments {
    DreamFrameArguments(
      width: Int32(times * width), height: Int32(times * height), pitch: Int32(display.pitch), times: Int32(times),
      redBlue: planes[1].base, green: planes[2].base, grain: grain, noise: 99, display: display.words)
  }
}

@Suite("The layer and the frame against plain Swift")
struct LayerTests {
  private let levels = KernelLevel.allCases.filter(\.isAvailable)

  @Test(
    "every pixel of the layer is the oracle's, at every level, with one picture, the other or both",
    arguments: [
      (-9...(-8), 0.8), (9...10, 0), (9...11, 0.8), (-1...2, 0), (-1...2, 0.8), (-1...0, 0), (1...2, 0.8),
    ] as [(ClosedRange<Float>, Float)])
  func layer(mask: ClosedRange<Float>, shade: Float) throws {
    for (width, height) in [(8, 8), (24, 19), (72, 34)] {
      let fixture = LayerFixture(width: width, height: height, seed: UInt64(width), mask: mask)
      let oracle = LayerOracle(layer: fixture.arguments(reactionShade: shade))
      let expected = (0..<height).map { y in (0..<width).map { oracle.pixel($0, y) } }
      for level in levels {
        let kernels = try #require(level.kernels)
        var arguments = fixture.arguments(reactionShade: shade)
        Crew(threadCount: 2).run(kernels.layer, &arguments, rows: height, band: 16)
        var wrong = 0
        for y in 0..<height {
          for x in 0..<width {
            let at = Int(dreamLayerRow(Int32(width), Int32(y))) + x
            let word = fixture.planes.map { $0.base[at] }
            if LayerOracle.Pixel(next: word[0], redBlue: word[1], green: word[2]) != expected[y][x] { wrong += 1 }
          }
        }
        #expect(wrong == 0, "\(level) at \(width)×\(height)")
      }
    }
  }

  @Test(
    "every pixel of the frame is the layer's enlarged with grain that stays in bounds, in any bands, at every level",
    arguments: [2, 4])
  func frame(times: Int) throws {
    for (width, height) in [(8, 8), (24, 19), (72, 34)] {
      let fixture = LayerFixture(width: width, height: height, seed: UInt64(width), mask: -1...2)
      for level in levels {
        let kernels = try #require(level.kernels)
        var layer = fixture.arguments(reactionShade: 0)
        Crew(threadCount: 1).run(kernels.layer, &layer, rows: height, band: 16)
        for (grain, band) in [(0, 16), (0.002, 7), (0.02, 1), (1, 1000)] as [(Float, Int)] {
          let display = Frame(width: times * width, height: times * height)
          var arguments = fixture.frameArguments(times: times, grain: grain, display: display)
          let oracle = FrameOracle(frame: arguments)
          Crew(threadCount: 2).run(kernels.frame, &arguments, rows: times * height, band: band)
          var wrong = 0
          for y in 0..<display.height {
            for x in 0..<display.width where display[x, y] != oracle.pixel(x, y) { wrong += 1 }
          }
          #expect(wrong == 0, "\(level) at \(width)×\(height), grain \(grain)")
        }
      }
    }
  }

  @Test("rings add their light to every pixel of the layer that they reach, and renew its border, at every level")
  func rings() throws {
    let (width, height) = (72, 34)
    for level in levels {
      let kernels = try #require(level.kernels)
      let fixture = LayerFixture(width: width, height: height, seed: 2, mask: -1...2)
      var layer = fixture.arguments(reactionShade: 0)
      Crew(threadCount: 1).run(kernels.layer, &layer, rows: height, band: 16)
      let before = fixture.planes.map(\.array)
      var rings = DreamRingsArguments()
      (rings.width, rings.height, rings.count) = (Int32(width), Int32(height), 3)
      rings.colour = (1, 0.8, 0.6)
      (rings.redBlue, rings.green) = (layer.redBlue, layer.green)
      let middles: [(Float, Float)] = [(30.5, 12), (-4, 40), (71, 0)]
      for (index, middle) in middles.enumerated() {
        let ring = DreamRing(
          x: middle.0, y: middle.1, radius: 9, width: 6 + Float(index) * 9, crests: 0.13, phase: 0.3, light: 0.4,
          red: 1, green: 0.7, blue: 1.2)
        dreamSetRing(&rings, Int32(index), ring)
      }
      Crew(threadCount: 2).run(kernels.rings, &rings, rows: height, band: 7)
      let oracle = RingOracle(rings: rings)
      var wrong = 0, changed = 0
      for y in -1...height {
        for x in -1...width {
          // The border is a copy of the outermost pixels.
          let (column, row) = (min(max(x, 0), width - 1), min(max(y, 0), height - 1))
          let source = Int(dreamLayerRow(Int32(width), Int32(row))) + column
          let expected = oracle.pixel(column, row, redBlue: before[1][source], green: before[2][source])
          let at = Int(dreamLayerRow(Int32(width), Int32(y))) + x
          if fixture.planes[1].base[at] != expected.redBlue { wrong += 1 }
          if fixture.planes[2].base[at] != expected.green { wrong += 1 }
          if expected.green != before[2][source] { changed += 1 }
        }
      }
      #expect(wrong == 0 && changed > 100 && changed < width * height, "level \(level)")
    }
  }

  @Test("without grain black stays black, white stays white, and every code of the layer comes back rounded")
  func codes() throws {
    for level in levels {
      let kernels = try #require(level.kernels)
      let fixture = LayerFixture(width: 16, height: 16, seed: 1, mask: -1...2)
      let display = Frame(width: 32, height: 32)
      for code: UInt32 in [0, 7, 8, 15, 1921, 3832, 3840] {
        for index in 0..<fixture.planes[1].count {
          fixture.planes[1].base[index] = code << 16 | code
          fixture.planes[2].base[index] = code
        }
        var arguments = fixture.frameArguments(grain: 0, display: display)
        Crew(threadCount: 1).run(kernels.frame, &arguments, rows: 32, band: 32)
        let expected = UInt32((Double(code) * 255 / 3840).rounded())
        for y in 0..<32 { for x in 0..<32 { #expect(display[x, y] == expected << 16 | expected << 8 | expected) } }
      }
    }
  }
}
