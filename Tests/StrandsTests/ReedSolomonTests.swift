import Testing

@testable import Strands

@Suite("Reed–Solomon bytes")
struct ReedSolomonTests {
  @Test("the field multiplies as the tables of others do")
  func field() {
    // Powers of 2 with 0x11D, as in the tables of QR codes (ISO/IEC 18004).
    #expect((0..<12).map(GaloisField.power) == [1, 2, 4, 8, 16, 32, 64, 128, 29, 58, 116, 232])
    #expect(GaloisField.power(254) == 142 && GaloisField.power(255) == 1)
    #expect(GaloisField.product(0x89, 0x2A) == 0xC3)
    for value in UInt8(1)...255 { #expect(GaloisField.product(value, GaloisField.quotient(1, value)) == 1) }
  }

  @Test("the parity is that of a QR code's worked example")
  func foreign() {
    let message: [UInt8] = [
      0x40, 0xD2, 0x75, 0x47, 0x76, 0x17, 0x32, 0x06, 0x27, 0x26, 0x96, 0xC6, 0xC6, 0x96, 0x70, 0xEC,
    ]
    let parity: [UInt8] = [0xBC, 0x2A, 0x90, 0x13, 0x6B, 0xAF, 0xEF, 0xFD, 0x4B, 0xE0]
    #expect(ReedSolomon(parityByteCount: 10).encoded(message) == message + parity)
  }

  @Test("as many errors as half the parity are put right", arguments: [2, 4, 8, 16])
  func corrects(parity: Int) throws {
    let code = ReedSolomon(parityByteCount: parity)
    for seed in UInt64(0)..<60 {
      var chance = StrandChance(seed: seed)
      let message = (0..<36).map { _ in UInt8(chance.below(256)) }
      var word = code.encoded(message)
      let errors = chance.below(parity / 2 + 1)
      var places: Set<Int> = []
      while places.count < errors { places.insert(chance.below(word.count)) }
      for place in places { word[place] ^= UInt8(1 + chance.below(255)) }
      let decoded = try #require(code.decoded(word), "seed \(seed)")
      #expect(decoded.message == message && decoded.correctedByteCount == errors, "seed \(seed)")
    }
  }

  @Test("more errors are refused, or lead to another word of the code, never to a word of none")
  func refuses() {
    let code = ReedSolomon(parityByteCount: 8)
    var refusedCount = 0
    for seed in UInt64(0)..<300 {
      var chance = StrandChance(seed: seed)
      var word = code.encoded((0..<36).map { _ in UInt8(chance.below(256)) })
      for place in 0..<6 { word[place * 7] ^= UInt8(1 + chance.below(255)) }
      guard let decoded = code.decoded(word) else {
        refusedCount += 1
        continue
      }
      #expect(zip(code.encoded(decoded.message), word).count { $0 != $1 } <= 4, "seed \(seed)")
    }
    #expect(refusedCount > 290)
  }
}
