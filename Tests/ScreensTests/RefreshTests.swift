import Glibc
import Onirica
import Testing

@testable import Screens

@Suite("Displays of other rates")
struct RefreshTests {
  /// What a display that refreshes at its own rate shows of frames that come at theirs, on a virtual clock: the part that
  /// holds a display takes the newest frame at each refresh.
  private func shown(refreshHz: Double, framesPerSecond: Double = 60, seconds: Double = 10) throws -> [(
    at: Double, frame: Int
  )] {
    let writer = try SharedFrames(width: 16, height: 16)
    let reader = try SharedFrames(readingFrom: dup(writer.descriptor), width: 16, height: 16)
    let frame = Frame(width: 16, height: 16)
    var shown: [(at: Double, frame: Int)] = []
    var made = 0
    for refresh in 0..<Int(seconds * refreshHz) {
      let now = (Double(refresh) + 0.37) / refreshHz
      while Double(made) / framesPerSecond <= now {
        frame.fill(UInt32(made))
        writer.put(frame)
        made += 1
      }
      if let words = reader.take() { shown.append((now, Int(words[0]))) }
    }
    return shown
  }

  @Test(
    "a slower display shows the newest frame at each refresh, and skips the others", arguments: [24.0, 30, 50, 59.94])
  func slower(refreshHz: Double) throws {
    let shown = try shown(refreshHz: refreshHz)
    #expect(shown.count == Int(10 * refreshHz))
    #expect(shown.allSatisfy { $0.frame == Int($0.at * 60) })
  }

  @Test(
    "a faster display shows every frame once, at the first refresh after it came", arguments: [75.0, 120, 144, 240])
  func faster(refreshHz: Double) throws {
    let shown = try shown(refreshHz: refreshHz)
    #expect(shown.map(\.frame) == Array(0..<shown.count) && shown.count >= 599)
    #expect(shown.allSatisfy { $0.at - Double($0.frame) / 60 < 1 / refreshHz })
  }
}
