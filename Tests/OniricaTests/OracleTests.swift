import DreamKernels
import Testing

@testable import Onirica

@Suite("Kernels against plain Swift")
struct OracleTests {
  private let levels = KernelLevel.allCases.filter(\.isAvailable)

  @Test("the field's step is the equations' step, bit for bit, at every level")
  func field() throws {
    var preset = FieldPreset.spirals
    preset[.sigmaI] = 2
    for level in levels {
      let kernels = try #require(level.kernels)
      let field = NeuralField(edge: 32, seed: 11)
      var oracle = FieldOracle(edge: 32, excitatory: field.activity, inhibitory: field.inhibition)
      for _ in 0..<5 {
        field.advance(milliseconds: 1, preset: preset, stepsAtMost: 1, crew: Crew(threadCount: 1), kernels: kernels)
        oracle.step(preset, reachE: Int(DREAM_EXCITATORY_REACH), reachI: Int(DREAM_INHIBITORY_REACH))
        #expect(field.activity == oracle.excitatory, "level \(level)")
      }
    }
  }

  @Test("a fade mixes code values, rounded, and dims the mixture")
  func fade() {
    for level in levels {
      let tools = FrameTools(crew: Crew(threadCount: 1), level: level)
      let from = Frame(width: 37, height: 16), to = Frame(width: 37, height: 16), target = Frame(width: 37, height: 16)
      fill(from, 1)
      fill(to, 2)
      tools.mix(from, to, share: 0.25, brightness: 0.5, into: target)
      for y in 0..<16 {
        for x in 0..<37 {
          #expect(target[x, y] == mixed(0, mixed(from[x, y], to[x, y], 64), 128))
        }
      }
    }
  }

  @Test("a copy is the same, word by word, at every level and odd sizes")
  func copies() {
    for level in levels {
      for (width, height) in [(37, 16), (16, 99), (64, 33)] {
        let source = Frame(width: width, height: height), target = Frame(width: width, height: height)
        fill(source, 4)
        FrameTools(crew: Crew(threadCount: 2), level: level).copy(source, into: target)
        #expect(target.difference(from: source) == 0, "level \(level)")
      }
    }
  }

  @Test("twice the size is (9 3 3 1)/16 of the four nearest pixels, rounded, at every level")
  func doubled() {
    for level in levels {
      for (width, height) in [(37, 16), (16, 19), (64, 33)] {
        let source = Frame(width: width, height: height), target = Frame(width: 2 * width, height: 2 * height)
        fill(source, 3)
        FrameTools(crew: Crew(threadCount: 1), level: level).resize(source, into: target)
        for y in 0..<(2 * height) {
          for x in 0..<(2 * width) {
            #expect(target[x, y] == between(source, x, y), "level \(level), \(x), \(y)")
          }
        }
      }
    }
  }

  /// One pixel of twice the size.
  private func between(_ source: Frame, _ x: Int, _ y: Int) -> UInt32 {
    let column = min(max(x / 2 + (x % 2 == 0 ? -1 : 1), 0), source.width - 1)
    let row = min(max(y / 2 + (y % 2 == 0 ? -1 : 1), 0), source.height - 1)
    let near = source[x / 2, y / 2], across = source[column, y / 2]
    let down = source[x / 2, row], far = source[column, row]
    return [UInt32(0), 8, 16].reduce(0) { word, shift in
      let sum =
        9 * (near >> shift & 255) + 3 * (across >> shift & 255) + 3 * (down >> shift & 255) + (far >> shift & 255)
      return word | ((sum + 8) >> 4) << shift
    }
  }

  @Test(
    "the limiter's hand mixes by shares between the corners of tiles, at every level and size",
    arguments: [(320, 200), (277, 161), (1920, 48), (3840, 40)])
  func blends(width: Int, height: Int) throws {
    let side = Limiter.tiles
    let shares = Slab<UInt16>(count: (side + 1) * (side + 1), of: 256)
    for corner in 0..<shares.count where corner % 3 > 0 {
      shares.base[corner] = UInt16(Exact.hash(5, corner, 0) % 257)
    }
    let share = { (x: Int, y: Int) -> UInt32 in
      let row = (0..<side).first { y < ($0 + 1) * height / side } ?? side - 1
      let column = (0..<side).first { x < ($0 + 1) * width / side } ?? side - 1
      let (top, start) = (row * height / side, column * width / side)
      let down = (y - top) * 256 / ((row + 1) * height / side - top)
      let across = (x - start) * 256 / ((column + 1) * width / side - start)
      let corner = { (r: Int, c: Int) in Int(shares.base[(row + r) * (side + 1) + column + c]) }
      let left = corner(0, 0) * (256 - down) + corner(1, 0) * down
      let right = corner(0, 1) * (256 - down) + corner(1, 1) * down
      return UInt32((left * (256 - across) + right * across) >> 16)
    }
    for level in levels {
      let kernels = try #require(level.kernels)
      let frame = Frame(width: width, height: height), before = Frame(width: width, height: height)
      let came = Frame(width: width, height: height)
      fill(frame, 6)
      fill(came, 6)
      fill(before, 7)
      var arguments = DreamBlendArguments(
        width: Int32(width), height: Int32(height), pitch: Int32(frame.pitch), display: frame.words,
        prior: before.words, tileColumns: Int32(side), tileRows: Int32(side), share: shares.base)
      Crew(threadCount: 2).run(kernels.blend, &arguments, rows: side, band: 1)
      var wrong = 0
      for y in 0..<height {
        for x in 0..<width where frame[x, y] != mixed(before[x, y], came[x, y], share(x, y)) { wrong += 1 }
      }
      #expect(wrong == 0, "\(level) at \(width)×\(height)")
    }
  }

  @Test("planes are BT.601's, in limited range")
  func planes() {
    let corners: [(UInt32, (Int, Int, Int))] = [
      (0x0000_0000, (16, 128, 128)), (0x00ff_ffff, (235, 128, 128)), (0x00ff_0000, (81, 90, 240)),
      (0x0000_ff00, (145, 54, 34)), (0x0000_00ff, (41, 240, 110)),
    ]
    for level in levels {
      for (word, expected) in corners {
        let frame = Frame(width: 17, height: 17)
        frame.fill(word)
        let planes = VideoPlanes(width: 17, height: 17, crew: Crew(threadCount: 1), level: level)
        planes.convert(frame)
        let bytes = Array(planes.bytes)
        #expect(bytes.count == 17 * 17 + 2 * 81)
        #expect(bytes[0..<289].allSatisfy { Int($0) == expected.0 })
        #expect(bytes[289..<370].allSatisfy { Int($0) == expected.1 })
        #expect(bytes[370..<451].allSatisfy { Int($0) == expected.2 })
      }
    }
  }

  private func fill(_ frame: Frame, _ seed: UInt64) {
    for y in 0..<frame.height {
      for x in 0..<frame.width { frame[x, y] = UInt32(Exact.hash(seed, x, y) & 0xff_ffff) }
    }
  }

  private func mixed(_ a: UInt32, _ b: UInt32, _ share: UInt32) -> UInt32 {
    [0, 8, 16].reduce(0) { word, shift in
      let x = a >> UInt32(shift) & 255, y = b >> UInt32(shift) & 255
      return word | ((x * (256 - share) + y * share + 128) >> 8) << UInt32(shift)
    }
  }
}

@Suite("The retino-cortical map")
struct RetinoCorticalMapTests {
  private func place(_ x: Int, _ y: Int) throws -> (radius: Double, angle: Double) {
    let kernels = try #require(KernelLevel.best.kernels)
    let map = RetinoCorticalMap(width: 320, height: 200, crew: Crew(threadCount: 1), kernels: kernels)
    let view = map.view(shiftX: 0, shiftY: 0)
    let word = view.words.base[view.origin + y * map.pitch + x]
    return (Double(word & 0xffff), Double(word >> 16))
  }

  @Test("angles run once around, and radius as ln(1 + r/r₀)")
  func formula() throws {
    let right = try place(260, 99), below = try place(159, 200 - 1), left = try place(59, 99)
    #expect(abs(right.angle - 65_536) < 90 || right.angle < 90)
    #expect(abs(below.angle - 16_384) < 90)
    #expect(abs(left.angle - 32_768) < 110)
    // (260.5 − 160)/100 half heights to the right of the middle; 10430.378 units are one e-fold.
    let fold = right.radius / 10430.378
    let expected = (1 + 1.005 / Double(RetinoCorticalMap.foveaRadius))
    #expect(abs(Exact.exponential(fold) / expected - 1) < 0.001)
  }

  @Test("rings of the retina are straight lines of the cortex")
  func rings() throws {
    let a = try place(160 + 70, 100), b = try place(160, 100 + 70), c = try place(159 - 70, 99)
    #expect(abs(a.radius - b.radius) < 80)
    #expect(abs(a.radius - c.radius) < 80)
  }
}

@Suite("Functions that are the same everywhere")
struct ExactTests {
  @Test("sine, cosine and exponential are what they should be")
  func values() {
    #expect(abs(Exact.sine(turns: 1.0 / 12) - 0.5) < 1e-7)
    #expect(abs(Exact.sine(turns: -0.25) + 1) < 1e-7)
    #expect(abs(Exact.cosine(turns: 1000.5) + 1) < 1e-6)
    #expect(abs(Exact.exponential(1) - 2.718281828459045) < 1e-12)
    #expect(abs(Exact.exponential(-20) / 2.061153622438558e-9 - 1) < 1e-11)
    #expect(Exact.exponential(-1e9) == 0)
  }
}
