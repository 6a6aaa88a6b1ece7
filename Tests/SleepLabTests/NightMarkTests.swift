import Testing

@testable import SleepLab

@Suite("The mark of a night")
struct NightMarkTests {
  private let id = NightID(0xFEED)

  @Test("it is found in what carries it, and nowhere else")
  func found() {
    #expect(NightMark.text(id) == "reverie-night:000000000000feed")
    #expect(NightMark.id(in: Array("<!-- reverie-night:000000000000feed -->".utf8)) == id)
    #expect(NightMark.id(in: Array("reverie-night:x reverie-night:000000000000feed".utf8)) == id)
    #expect(NightMark.id(in: Array("YUV4MPEG2 W64 H64 XN=000000000000feed\n".utf8)) == id)
    #expect(NightMark.id(in: Array("reverie-night:000000000000fee".utf8)) == nil)
    #expect(NightMark.id(in: Array(" XN=000000000000feed".utf8)) == nil)
    #expect(NightMark.id(in: []) == nil)
  }

  @Test("the check sum is that of the PNG standard: an end chunk has AE 42 60 82")
  func checkSum() { #expect(NightMark.checkSum(of: Array("IEND".utf8)) == 0xAE42_6082) }

  @Test("what is no picture stays as it is")
  func others() {
    #expect(NightMark.marked(png: [1, 2, 3], id) == [1, 2, 3])
    #expect(NightMark.marked(jpeg: [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0], id).count == 7)
  }
}
