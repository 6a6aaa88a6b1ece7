import Testing

@testable import Strands

@Suite("The fountain of strands")
struct FountainTests {
  static func file(_ byteCount: Int, seed: UInt64) -> [UInt8] {
    var chance = StrandChance(seed: seed)
    return (0..<byteCount).map { _ in UInt8(chance.below(256)) }
  }

  static func decoded(_ strands: [[UInt8]]) throws -> RecoveredFile {
    try Fountain.file(of: strands, lines: Array(strands.indices.map { $0 + 1 }))
  }

  @Test("files of any length come back whole, the empty one too", arguments: [0, 1, 31, 32, 33, 64, 1000, 5000])
  func sizes(byteCount: Int) throws {
    for seed in UInt32(1)...4 {
      let file = Self.file(byteCount, seed: UInt64(seed))
      let strands = try Fountain(seed: seed).strands(of: file)
      let back = try Self.decoded(Spoiling().spoiled(strands, seed: UInt64(seed)))
      #expect(back.extent == .whole && back.bytes == file, "seed \(seed)")
    }
  }

  @Test("every strand has 152 bases and passes the screening, also those of a file of zeros")
  func screening() throws {
    for file in [Self.file(3000, seed: 7), [UInt8](repeating: 0, count: 3000)] {
      let strands = try Fountain().strands(of: file)
      #expect(strands.allSatisfy { $0.count == 152 && Screening.passes($0) })
      #expect(Set(strands).count == strands.count)
    }
    #expect(!Screening.passes(Array("AAAAGGCC".utf8)) && !Screening.passes(Array("ATATATAT".utf8)))
    #expect(Screening.passes(Array("AAAGGCCT".utf8)) && Screening.passes(Array("AATTGGCC".utf8)))
  }

  @Test("a strand that was read once is read for ever: the first label and droplet of fourteen bytes")
  func golden() throws {
    let strands = try Fountain().strands(of: Array("Self-Contained".utf8)).map { String(decoding: $0, as: UTF8.self) }
    let label =
      "ACGTAGGGCATGAGTTGTTAGAATGTAGCTGGGCGGGAGTGCAAGGACTAGGATGAATTGCATACAGAGCTGACGG"
      + "ACACTTTCCGAGAATCCAAATGGACCCGCTCCCACTTCTCGCCCACAGAATCGTCACCGGAGCGCGATTAATGTGT"
    let droplet =
      "AAACCCAGCTACCTGATGTGAGTGCTCATGCCTGGTCGGTGCGCCTCGATCCCTATACGCATCAAGCTGATTTGGA"
      + "GGACCAACAGTCTTTCAGTATGGCATATGAATAGGTGCTCTATTCACCAGCCGCACACAAGATCCAATAAGTCCCT"
    #expect(strands.count == 11 && strands[0] == label && strands[8] == droplet)
  }

  @Test("a tenth of the strands may be lost at the usual overhead, in any order, with copies")
  func losses() throws {
    for seed in UInt64(1)...20 {
      let file = Self.file(6400, seed: seed)
      var spoiling = Spoiling()
      spoiling.losses = 0.1
      spoiling.duplicates = 0.2
      let strands = try Fountain(seed: UInt32(seed)).strands(of: file)
      let back = try Self.decoded(spoiling.spoiled(strands, seed: seed))
      #expect(back.extent == .whole && back.bytes == file, "seed \(seed)")
    }
  }

  @Test("where too much is lost the missing ranges are named, and all others are right")
  func honest() throws {
    var partialCount = 0
    for seed in UInt64(1)...20 {
      let file = Self.file(6400, seed: seed)
      var spoiling = Spoiling()
      spoiling.losses = 0.5
      let strands = try Fountain(seed: UInt32(seed)).strands(of: file)
      let back = try Self.decoded(spoiling.spoiled(strands, seed: seed))
      guard case .partial(let missing) = back.extent else {
        #expect(back.extent == .whole && back.bytes == file, "seed \(seed)")
        continue
      }
      partialCount += 1
      let isMissing = { (place: Int) in missing.contains { $0.contains(place) } }
      #expect(back.bytes.count == file.count && !missing.isEmpty)
      #expect(file.indices.allSatisfy { isMissing($0) ? back.bytes[$0] == 0 : back.bytes[$0] == file[$0] })
    }
    #expect(partialCount > 10)
  }

  @Test("nothing that the channel does makes wrong bytes whole, or ends the decoder")
  func hostile() {
    for seed in UInt64(1)...60 {
      var chance = StrandChance(seed: seed)
      let file = Self.file(chance.below(1500), seed: seed)
      var spoiling = Spoiling()
      spoiling.substitutions = 0.02 * chance.unit()
      spoiling.insertions = 0.004 * chance.unit()
      spoiling.deletions = 0.004 * chance.unit()
      spoiling.losses = 0.3 * chance.unit()
      let fountain = Fountain(seed: UInt32(seed), overheadPercent: 60, parityByteCount: 2 + 2 * chance.below(3))
      guard let strands = try? fountain.strands(of: file) else { continue }
      let back = try? Self.decoded(spoiling.spoiled(strands, seed: seed))
      if back?.extent == .whole { #expect(back?.bytes == file, "seed \(seed)") }
      let noise = (0..<40).map { _ in (0..<152).map { _ in Array("ACGT".utf8)[chance.below(4)] } }
      #expect((try? Self.decoded(noise))?.extent != .whole, "seed \(seed)")
    }
  }

  @Test("strands of two files, of none, and of other lengths are refused with their lines")
  func refusals() throws {
    let one = try Fountain().strands(of: [1, 2, 3])
    let other = try Fountain().strands(of: [4])
    #expect(throws: StrandsError.mixed(line: 1, otherLine: one.count + 1)) { try Self.decoded(one + other) }
    #expect(throws: StrandsError.noStrands) { try Self.decoded([]) }
    #expect(throws: StrandsError.wrongLength(line: 1, baseCount: 3)) { try Self.decoded([Array("ACG".utf8)]) }
    #expect(throws: StrandsError.noLabel) { try Self.decoded(Array(one.suffix(2))) }
    #expect(throws: StrandsError.tooLong(byteCount: Fountain.longestFileBytes + 1, atMost: Fountain.longestFileBytes)) {
      try Fountain().strands(of: [UInt8](repeating: 0, count: Fountain.longestFileBytes + 1))
    }
  }

  @Test("text gives its strands back, and a letter that is no base is named by line and column")
  func text() throws {
    let strands = try Fountain().strands(of: [9])
    let text = Array("# words\n\n>name\r\n".utf8) + StrandText.text(of: strands)
    #expect(try StrandText.strands(in: text).strands == strands)
    #expect(throws: StrandsError.noBase(line: 2, column: 3)) { try StrandText.strands(in: Array("acgt\nACN".utf8)) }
    #expect(throws: StrandsError.noStrands) { try StrandText.strands(in: Array("#\n".utf8)) }
  }
}
