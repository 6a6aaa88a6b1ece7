import DreamKernels
import Testing

@testable import Onirica

@Suite("The sweep of the limiter")
struct TileSweepTests {
  /// A frame of chance, with red patches that have to be bounded.
  private func picture(width: Int, height: Int) -> Frame {
    let frame = Frame(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let word = UInt32(Exact.hash(9, x, y) & 0xff_ffff)
        frame[x, y] = (x / 7 + y / 5) % 3 == 0 ? word | 0x00ff_0000 & ~0x0000_f0f0 : word
      }
    }
    return frame
  }

  /// The curve of sRGB as the sweep has it, in its order of operations.
  private func linear(_ code: UInt32) -> Float {
    let one: Float = 1 / Float(255)
    let a: Float = 0.012522878 * one
    let b: Float = 0.682171111 * one * one
    let c: Float = 0.305306011 * one * one * one
    let x = Float(code)
    return x * (a + x * (b + x * c))
  }

  /// A pixel with its red bounded, one number after the other.
  private func bounded(_ word: UInt32) -> UInt32 {
    let allowance = Limiter.redRatio / (1 - Limiter.redRatio)
    let red = linear(word >> 16 & 255)
    let bound = (linear(word >> 8 & 255) + linear(word & 255)) * allowance
    guard red > bound + 1e-4 else { return word }
    return UInt32(Float(word >> 16 & 255) * (bound / max(red, 1e-6))) << 16 | word & 0x0000_ffff
  }

  @Test(
    "bounds red, keeps what it leaves and collects the lines as they came, at every level and size",
    arguments: [(320, 200), (277, 161), (1920, 96)])
  func sweeps(width: Int, height: Int) throws {
    for level in KernelLevel.allCases {
      guard let kernels = level.kernels else { continue }
      let came = picture(width: width, height: height), frame = picture(width: width, height: height)
      let kept = Frame(width: width, height: height)
      let sweep = TileSweep(width: width, height: height, crew: Crew(threadCount: 2), kernels: kernels)
      let reds = sweep.look(at: frame, keepingIn: kept)
      var wrong = 0, wrongKept = 0, changed = 0, wrongLines = 0
      for y in 0..<height {
        for x in 0..<width {
          if frame[x, y] != bounded(came[x, y]) { wrong += 1 }
          if kept[x, y] != frame[x, y] { wrongKept += 1 }
          if bounded(came[x, y]) != came[x, y] { changed += 1 }
          if y % 24 == 0, sweep.rowLines.base[y / 24 * width + x] != came[x, y] { wrongLines += 1 }
          if x % 24 == 0, sweep.columnLines.base[x / 24 * height + y] != came[x, y] { wrongLines += 1 }
        }
      }
      #expect(wrong == 0 && wrongKept == 0 && wrongLines == 0, "\(level) at \(width)×\(height)")
      #expect(changed > 100 && reds >= changed, "\(level): there is red to bound")
    }
  }

  @Test(
    "looks again at what was blended alone, and knows as much as if it had looked at all",
    arguments: [(320, 200), (277, 161), (1920, 96)])
  func looksAgain(width: Int, height: Int) throws {
    for level in KernelLevel.allCases {
      guard let kernels = level.kernels else { continue }
      let crew = Crew(threadCount: 2)
      let frame = picture(width: width, height: height), before = Frame(width: width, height: height)
      before.fill(0x0060_4030)
      let side = Limiter.tiles + 1
      let shares = Slab<UInt16>(count: side * side, of: 256)
      for corner in [7, 8, 150, 333, side * side - 1] { shares.base[corner] = UInt16(corner % 256) }
      let sweep = TileSweep(width: width, height: height, crew: crew, kernels: kernels)
      let whole = TileSweep(width: width, height: height, crew: crew, kernels: kernels)
      let kept = Frame(width: width, height: height), keptWhole = Frame(width: width, height: height)
      sweep.look(at: frame, keepingIn: kept)
      let unblended = (0..<sweep.means.count).map { sweep.means.base[$0] }
      var arguments = DreamBlendArguments(
        width: Int32(width), height: Int32(height), pitch: Int32(frame.pitch), display: frame.words,
        prior: before.words, tileColumns: Int32(Limiter.tiles), tileRows: Int32(Limiter.tiles), share: shares.base)
      crew.run(kernels.blend, &arguments, rows: Limiter.tiles, band: 1)
      let copy = Frame(width: width, height: height)
      copy.copy(from: frame)
      sweep.look(at: frame, keepingIn: kept, blendedBy: shares)
      whole.look(at: copy, keepingIn: keptWhole)
      let seen = (0..<sweep.means.count).map { sweep.means.base[$0] }
      #expect(seen == (0..<whole.means.count).map { whole.means.base[$0] }, "\(level) at \(width)×\(height)")
      #expect(zip(seen, unblended).count { $0 != $1 } == 12, "\(level): as many tiles as lie at those corners")
      #expect(frame.difference(from: copy) == 0 && kept.difference(from: keptWhole) == 0, "\(level)")
    }
  }
}
