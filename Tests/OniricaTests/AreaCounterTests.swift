import Testing

@testable import Onirica

@Suite("Changes of the picture as a whole")
struct AreaCounterTests {
  @Test("four changes of a tenth of the picture exhaust a second, and no longer")
  func exhausted() {
    var area = AreaCounter(tileCount: 400)
    for index in 0..<4 {
      #expect(!area.isExhausted(at: Double(index) / 10))
      area.show(changedTiles: 40, at: Double(index) / 10)
    }
    #expect(area.isExhausted(at: 0.4))
    #expect(area.isExhausted(at: 0.99))
    #expect(!area.isExhausted(at: 1.01))
  }

  @Test("small areas add up within a second, whichever tiles they are")
  func small() {
    var area = AreaCounter(tileCount: 400)
    for index in 0..<40 { area.show(changedTiles: 4, at: Double(index) / 60) }
    #expect(area.isExhausted(at: 0.7))
  }

  @Test("what changes seldom, or by little, is never exhausted")
  func seldom() {
    var area = AreaCounter(tileCount: 400)
    for index in 0..<600 {
      area.show(changedTiles: index % 2, at: Double(index) / 60)
      #expect(!area.isExhausted(at: Double(index) / 60))
    }
  }
}
