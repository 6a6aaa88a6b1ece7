import DreamKernels
import SleepLab
import Testing

@testable import Onirica

/// One still for every picture.
private struct OneStill: StillSource {
  let frame: Frame
  func still(number: Int, seed: UInt64, theme: DreamTheme?) -> Frame? { number % 2 == 0 ? frame : nil }
}

@Suite("Stills to dream of")
struct StillTests {
  private func halves(width: Int = 400, height: Int = 300) -> Frame {
    let frame = Frame(width: width, height: height)
    for y in 0..<height { for x in 0..<width { frame[x, y] = y < height / 2 ? 0x0010_20c0 : 0x00c0_a020 } }
    return frame
  }

  @Test("a still hangs upright, and wraps without a seam")
  func torus() {
    let picture = Picture()
    let still = Frame(width: 640, height: 320)
    for y in 0..<320 { for x in 0..<640 { still[x, y] = UInt32(x * 255 / 639) << 16 | UInt32(y * 255 / 319) << 8 } }
    Hanging.hang(still, into: picture)
    let pitch = Int(DREAM_PICTURE_PITCH)
    func red(_ x: Int, _ y: Int) -> Int { Int(picture.words.base[y * pitch + x] >> 16 & 255) }
    func green(_ x: Int, _ y: Int) -> Int { Int(picture.words.base[y * pitch + x] >> 8 & 255) }
    #expect(red(300, 100) < red(800, 100))
    #expect(green(500, 100) < green(500, 400))
    #expect(abs(red(1023, 200) - red(0, 200)) < 4)
    #expect((0..<1023).allSatisfy { abs(red($0, 200) - red($0 + 1, 200)) < 40 })
    #expect(green(500, 511) == green(500, 512))
    #expect(green(500, 1023) == green(500, 0))
    #expect(red(1024, 7) == red(0, 7))
    #expect(green(30, 1024) == green(30, 0))
  }

  @Test("a waking dream of a still shows it: its upper half above, its lower half below")
  func shown() {
    let source = OneStill(frame: halves())
    var above = SIMD3<Double>.zero, below = SIMD3<Double>.zero
    // Picture 6 is due at 42 s of show; the dream begins at 40.
    Watched(night: feltNight(.wake), stills: source).watch(seconds: 3.5) { index, frame in
      guard index == 69 else { return }
      for x in 0..<256 {
        for y in 4..<40 { above += SIMD3(0, Double(frame.luma(x, y)), Double(frame[x, y] & 255)) }
        for y in 104..<140 { below += SIMD3(0, Double(frame.luma(x, y)), Double(frame[x, y] & 255)) }
      }
    }
    #expect(above.z / above.y > 1.15 * below.z / below.y, "blue above, yellow below: \(above) \(below)")
  }

  @Test("a source without a still leaves the place to a painted picture")
  func painted() throws {
    let shelf = PictureShelf(seed: 1, stills: OneStill(frame: halves()))
    let painter = Painter(crew: Crew(threadCount: 2), kernels: try #require(KernelLevel.best.kernels))
    shelf.fetch(2, painter: painter)
    shelf.fetch(3, painter: painter)
    #expect(shelf.newest(2).isStill.value == 1)
    #expect(shelf.newest(3).isStill.value == 0)
  }
}
