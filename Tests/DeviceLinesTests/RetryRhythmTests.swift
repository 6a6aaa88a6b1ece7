import Show
import Testing

@testable import DeviceLines

@Suite("Lines") struct RetryRhythmTests {
  @Test("pauses grow, are never the same for two devices, and the breaker lets one attempt through in a long while")
  func rhythm() {
    var (one, other) = (
      RetryRhythm(seed: RetryRhythm.seed(of: "left")), RetryRhythm(seed: RetryRhythm.seed(of: "right"))
    )
    var pauses: [(Int64, Int64)] = []
    for _ in 0..<12 { pauses.append((one.failed(at: .zero).milliseconds, other.failed(at: .zero).milliseconds)) }
    #expect(pauses[0].0 >= 125 && pauses[0].0 <= 250)
    #expect(pauses[6...].allSatisfy { (15_000...30_000).contains($0.0) })
    #expect(pauses.contains { $0.0 != $0.1 } && one.isOpen)
    one.succeeded()
    #expect(!one.isOpen && one.failed(at: .zero).milliseconds <= 250)
  }

  @Test("lines are the same however their bytes come", arguments: [1, 2, 3, 7, 100])
  func splitter(size: Int) {
    let bytes = Array("PJLINK 0\r%1POWR=OK\r\n\n{\"a\":1}\nrest".utf8)
    var splitter = LineSplitter()
    var lines: [String] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += splitter.take(bytes[start..<min(bytes.count, start + size)])
    }
    #expect(lines == ["PJLINK 0", "%1POWR=OK", "{\"a\":1}"])
  }

  @Test("a line without an end is not taken for ever") func overlong() {
    var splitter = LineSplitter()
    let bytes = [UInt8](repeating: 0x61, count: LineSplitter.longestLine + 1)
    #expect(splitter.take(bytes[...]) == [] && splitter.isOverlong)
  }
}
