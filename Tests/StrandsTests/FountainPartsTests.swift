import Testing

@testable import Strands

@Suite("Beginnings that bear more loss")
struct FountainPartsTests {
  private func poured(_ file: [UInt8], _ beginnings: [Int], seed: UInt32) throws -> [[UInt8]] {
    var pour = try FountainPour(file, by: Fountain(seed: seed), beginnings: beginnings)
    while !pour.isDone { pour.pour(100) }
    return pour.strands
  }

  @Test("a file with beginnings comes back whole, and every strand passes the screening")
  func whole() throws {
    for (seed, beginnings) in [
      (UInt32(1), [500]), (2, [700, 2000]), (3, [1, 33]), (4, [0, 9999]), (5, [2000, 700]),
    ] {
      let file = FountainTests.file(4000, seed: UInt64(seed))
      let strands = try poured(file, beginnings, seed: seed)
      #expect(strands.allSatisfy { $0.count == 152 && Screening.passes($0) })
      let back = try FountainTests.decoded(Spoiling().spoiled(strands, seed: UInt64(seed)))
      #expect(back.extent == .whole && back.bytes == file && back.provenByteCount == 4000, "seed \(seed)")
    }
  }

  @Test("of a file that lost half its strands the beginning comes back, and is proven")
  func beginnings() throws {
    var provenCount = 0
    for seed in UInt64(1)...30 {
      let file = FountainTests.file(16_000, seed: seed)
      let strands = try poured(file, [4000, 8000], seed: UInt32(seed))
      var spoiling = Spoiling()
      spoiling.losses = 0.5
      let back = try FountainTests.decoded(spoiling.spoiled(strands, seed: seed))
      #expect(back.extent != .whole, "seed \(seed)")
      #expect(back.bytes.prefix(back.provenByteCount) == file.prefix(back.provenByteCount), "seed \(seed)")
      #expect(back.knownByteCount >= back.provenByteCount)
      if back.provenByteCount >= 4000 { provenCount += 1 }
      spoiling.losses = 0.3
      let more = try FountainTests.decoded(spoiling.spoiled(strands, seed: seed))
      #expect(more.provenByteCount >= 8000 || more.provenByteCount >= back.provenByteCount, "seed \(seed)")
    }
    #expect(provenCount >= 27)
  }

  @Test("nothing that is read wrong is proven")
  func hostile() throws {
    for seed in UInt64(1)...40 {
      var chance = StrandChance(seed: seed)
      let file = FountainTests.file(3000, seed: seed)
      let strands = try poured(file, [800, 1500], seed: UInt32(seed))
      var spoiling = Spoiling()
      spoiling.losses = 0.5 * chance.unit()
      spoiling.substitutions = 0.02 * chance.unit()
      guard let back = try? FountainTests.decoded(spoiling.spoiled(strands, seed: seed)) else { continue }
      #expect(back.bytes.prefix(back.provenByteCount) == file.prefix(back.provenByteCount), "seed \(seed)")
      #expect([0, 800, 1504, 3000].contains(back.provenByteCount))
    }
  }

  @Test("labels are read as they were written, and nothing else is")
  func labels() {
    for beginnings in [[], [3], [3, 20]] {
      let label = FountainLabel(of: FountainTests.file(1000, seed: 1), beginnings: beginnings)
      #expect(label.payload.count == 32 && FountainLabel(payload: label.payload) == label)
      for place in 0..<4 {
        var wrong = label.payload
        wrong[place] ^= 4
        #expect(FountainLabel(payload: wrong) == nil)
      }
    }
    var backwards = FountainLabel(of: FountainTests.file(1000, seed: 1), beginnings: [3, 20]).payload
    backwards[9] = 30
    #expect(FountainLabel(payload: backwards) == nil)
  }

  @Test("a long file takes no beginnings")
  func long() {
    let limit = FountainParts.mostSegments * 32
    #expect(throws: StrandsError.tooLong(byteCount: limit + 1, atMost: limit)) {
      try FountainPour([UInt8](repeating: 0, count: limit + 1), by: Fountain(), beginnings: [9])
    }
  }
}
