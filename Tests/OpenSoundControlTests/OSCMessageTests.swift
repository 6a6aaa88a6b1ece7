import OpenSoundControl
import Testing

@Suite("Open Sound Control")
struct OSCMessageTests {
  @Test("the examples of the specification are the bytes that it prints")
  func examples() {
    #expect(
      OSCMessage("/oscillator/4/frequency", [.float(440)]).bytes
        == Array("/oscillator/4/frequency\0".utf8) + Array(",f\0\0".utf8) + [0x43, 0xDC, 0, 0])
    #expect(
      OSCMessage("/foo", [.integer(1000), .integer(-1), .text("hello"), .float(1.234), .float(5.678)]).bytes
        == Array("/foo\0\0\0\0,iisff\0\0".utf8) + [0, 0, 3, 0xE8, 0xFF, 0xFF, 0xFF, 0xFF]
        + Array("hello\0\0\0".utf8) + [0x3F, 0x9D, 0xF3, 0xB6, 0x40, 0xB5, 0xB2, 0x2D])
  }

  @Test("every length of a string is padded to a multiple of 4, with one NUL or more", arguments: 1...9)
  func padding(length: Int) {
    let bytes = OSCMessage("/" + String(repeating: "a", count: length - 1), [.text("µ")]).bytes
    #expect(bytes.count % 4 == 0 && bytes[length] == 0)
    #expect(bytes.suffix(4) == [0x3F, 0, 0, 0])
  }

  @Test("a bundle is for at once, and none is longer than it may be")
  func bundles() {
    let messages = (0..<100).map { OSCMessage("/a", [.integer(Int32($0))]) }
    let bundles = OSCMessage.bundles(messages, mostBytes: 100)
    #expect(bundles.count == 20 && bundles.allSatisfy { $0.count <= 100 && $0.count % 4 == 0 })
    #expect(Array(bundles[0].prefix(20)) == Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1] + [0, 0, 0, 12])
    #expect(OSCMessage.bundles([], mostBytes: 100).isEmpty)
    #expect(OSCMessage.bundles([messages[0]], mostBytes: 1).count == 1)
  }

  @Test("what is written is read again, alone and in bundles, and numbers are numbers")
  func roundTrip() {
    let arguments: [OSCMessage.Argument] = [
      .integer(-7), .float(0.25), .text(""), .text("four"), .flag(true), .flag(false), .long(.min), .double(1e300),
    ]
    let messages = (0...arguments.count).map { OSCMessage("/a/\($0)", Array(arguments.prefix($0))) }
    for message in messages { #expect(OSCPacket.messages(in: message.bytes[...]) == [message]) }
    #expect(OSCMessage.bundles(messages).flatMap { OSCPacket.messages(in: $0[...]) } == messages)
    #expect(arguments.map(\.number) == [-7, 0.25, nil, nil, 1, 0, Double(Int64.min), 1e300])
  }

  @Test("bytes that are no packet give nothing, whatever they are", arguments: 1...20 as ClosedRange<UInt64>)
  func hostile(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let sound = OSCMessage.bundles((0..<5).map { OSCMessage("/a", [.integer($0), .text("b")]) })[0]
    for _ in 0..<500 {
      var bytes = sound
      for _ in 0...next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
      let read = OSCPacket.messages(in: bytes[..<next(bytes.count + 1)])
      #expect(read.allSatisfy { $0.address.hasPrefix("/") }, "seed \(seed)")
    }
  }
}
