import Testing

@testable import Onirica

@Suite("A restless tile")
struct TileUnrestTests {
  private let width = 320, height = 180

  /// Luminances that a strobe has when the limiter has seen it, a frame each.
  private func strobe(framesEach: Int, frames: Int) -> [Float] {
    let limiter = Limiter(width: width, height: height, crew: Crew(threadCount: 1), level: .best)
    let frame = Frame(width: width, height: height)
    return (0..<frames).map { index in
      frame.fill((index / framesEach).isMultiple(of: 2) ? 0x00ff_ffff : 0)
      limiter.limit(frame, at: Double(index) / 60)
      return Float(frame[20, 20] >> 8 & 255)
    }
  }

  @Test(
    "a strobe that goes on becomes an even light, whatever its rate above two a second", arguments: [3, 4, 6, 10, 12])
  func evenLight(framesEach: Int) {
    let codes = strobe(framesEach: framesEach, frames: 600)
    let late = codes[360...]
    let travelled = zip(late, late.dropFirst()).map { abs($0 - $1) }.reduce(0, +) / 4
    #expect(travelled < 219, "code values a second; without the limiter \(255 * 60 / framesEach)")
  }

  @Test("two flashes a second are nobody's danger, and stay")
  func allowed() {
    let codes = strobe(framesEach: 15, frames: 300)
    #expect(codes.allSatisfy { $0 == 255 || $0 == 0 })
  }

  @Test("one change too many slows a tile for half a second")
  func recovers() {
    var unrest = TileUnrest(luminance: 0)
    for change in 0..<5 {
      unrest.want(change.isMultiple(of: 2) ? 0.5 : 0, at: Double(change) * 0.2, after: 0.2)
    }
    #expect(unrest.smoothingSeconds == TileUnrest.secondsPerChange && unrest.share(after: 1 / 60) < 32)
    unrest.want(0.5, at: 1.3, after: 0.5)
    #expect(unrest.smoothingSeconds == 0 && unrest.share(after: 1 / 60) == 256)
  }

  @Test("no strobe makes the time constant longer than its bound")
  func bound() {
    var unrest = TileUnrest(luminance: 0)
    for frame in 0..<600 {
      unrest.want(frame.isMultiple(of: 2) ? 1 : 0, at: Double(frame) / 60, after: 1 / 60)
      #expect(unrest.smoothingSeconds <= TileUnrest.longestSeconds && unrest.share(after: 1 / 60) >= 1)
    }
    #expect(unrest.smoothingSeconds > 1.9)
  }
}
