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

  @Test("what was made of several nights is found by each of them")
  func several() {
    let others = (1...7).map { NightID(0xABCD_0000_0000 + UInt64($0)) }
    let pictures = Array("a reverie-night:000000000000feed b reverie-night:0000abcd00000003 reverie-night:x".utf8)
    #expect(NightMark.ids(in: pictures) == [id, others[2]])
    #expect(NightMark.isMade(pictures, of: others[2]) && !NightMark.isMade(pictures, of: others[3]))
    let parameter = NightMark.frameParameter(of: others)
    #expect("FRAME\(parameter)\n".utf8.count <= 80, "ffmpeg reads no longer head of a frame")
    let film = Array("YUV4MPEG2 W64 H64 XN=000000000000feed\nFRAME\(parameter)\nplanes".utf8)
    for id in others + [id] { #expect(NightMark.isMade(film, of: id), "\(id)") }
    #expect(!NightMark.isMade(film, of: NightID(0xABCD_0000_0009)))
    #expect(NightMark.frameParameter(of: []) == "")
    #expect(!NightMark.isMade(Array("YUV4MPEG2 W64 H64\nFRAME XC=0000".utf8), of: id))
  }

  @Test("a sound bears it before all else, and has the length that it says")
  func sound() {
    let wave = Array("RIFF....WAVEfmt ".utf8) + [UInt8](repeating: 0, count: 40)
    let marked = NightMark.marked(wave: wave, id)
    #expect(NightMark.ids(in: marked) == [id])
    let length = (0..<4).reduce(0) { $0 | Int(marked[4 + $1]) << (8 * $1) }
    #expect(length == marked.count - 8 && marked.count % 2 == 0)
    #expect(NightMark.marked(wave: [1, 2], id) == [1, 2])
  }

  @Test("the check sum is that of the PNG standard: an end chunk has AE 42 60 82")
  func checkSum() { #expect(NightMark.checkSum(of: Array("IEND".utf8)) == 0xAE42_6082) }

  @Test("what is no picture stays as it is")
  func others() {
    #expect(NightMark.marked(png: [1, 2, 3], id) == [1, 2, 3])
    #expect(NightMark.marked(jpeg: [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0], id).count == 7)
  }
}
