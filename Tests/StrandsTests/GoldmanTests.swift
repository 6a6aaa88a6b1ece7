import Testing

@testable import Strands

@Suite("The overlapping code")
struct GoldmanTests {
  private static func text(_ numbers: [UInt8]) -> String {
    String(decoding: numbers.map { Bases.letters[Int($0)] }, as: UTF8.self)
  }

  private func decoded(_ strands: [[UInt8]]) throws -> RecoveredFile {
    #expect(StrandCode.recognised(in: strands) == .goldman)
    return try StrandCode.file(of: strands, lines: Array(strands.indices.map { $0 + 1 }))
  }

  @Test("the trits of a byte begin no other byte's, and all bytes come back")
  func trits() {
    let words = (UInt8(0)...255).map { TritCode.trits(of: [$0]) }
    for (index, word) in words.enumerated() {
      #expect(!words.enumerated().contains { $0.offset != index && $0.element.starts(with: word) })
    }
    // All but one of the 729 leaves at depth six are taken, so the code is as short as a code of 256 words can be.
    let leaves = words.reduce(0) { $0 + ($1.count == 5 ? 3 : 1) }
    #expect(leaves == 728 && Set(words.map(\.count)) == [5, 6])
    let bytes = Array(UInt8(0)...255) + Array((UInt8(0)...255).reversed())
    #expect(TritCode.bytes(of: TritCode.trits(of: bytes).map { $0 }, atMost: 512) == bytes)
    #expect(TritCode.bytes(of: [0, 0, 0, 0, 1, nil, 0, 0, 0, 0, 2], atMost: 9) == [1])
    #expect(TritCode.bytes(of: [2, 2, 2, 2, 2, 2], atMost: 9) == [])
  }

  @Test("bases rotate as the publication's table says")
  func rotation() {
    let table: [(UInt8, String)] = [(0, "CGT"), (1, "GTA"), (2, "TAC"), (3, "ACG")]
    for (before, row) in table {
      #expect(Self.text((UInt8(0)..<3).map { RotatingCode.letter(after: before, $0) }) == row)
      for trit in UInt8(0)..<3 {
        #expect(RotatingCode.trit(from: before, to: RotatingCode.letter(after: before, trit)) == trit)
      }
      #expect(RotatingCode.trit(from: before, to: before) == nil)
    }
  }

  @Test("a strand reads the same from either side, has no repeats, and a wrong base in its index is always seen")
  func strand() throws {
    for seed in UInt64(1)...50 {
      var chance = StrandChance(seed: seed)
      let payload = RotatingCode.letters(of: (0..<100).map { _ in UInt8(chance.below(3)) }, after: 0)
      let place = chance.below(GoldmanStrand.placeCount)
      let strand = GoldmanStrand(fileNumber: chance.below(9), place: place, payload: payload)
      let letters = strand.letters
      #expect(letters.count == 117 && zip(letters, letters.dropFirst()).allSatisfy { $0 != $1 })
      #expect(
        GoldmanStrand(letters: letters) == strand && GoldmanStrand(letters: GoldmanStrand.turned(letters)) == strand)
      for position in 101..<115 {
        for turn in UInt8(1)...3 {
          var wrong = letters
          wrong[position] = (wrong[position] + turn) & 3
          #expect(GoldmanStrand(letters: wrong) == nil, "seed \(seed)")
        }
      }
    }
  }

  @Test("files of any length come back whole, the empty one too", arguments: [0, 1, 2, 7, 50, 1000, 6000])
  func sizes(byteCount: Int) throws {
    for seed in UInt64(1)...4 {
      let file = FountainTests.file(byteCount, seed: seed)
      let strands = try Goldman().strands(of: file)
      #expect(strands.allSatisfy { $0.count == 117 && zip($0, $0.dropFirst()).allSatisfy { $0 != $1 } })
      let back = try decoded(Spoiling().spoiled(strands, seed: seed))
      #expect(back.extent == .whole && back.bytes == file && back.code == .goldman, "seed \(seed)")
    }
  }

  @Test("every base stands in four strands: any three neighbours may be lost, and a base in two hundred be wrong")
  func losses() throws {
    let file = FountainTests.file(900, seed: 4)
    let strands = try Goldman().strands(of: file)
    for first in 0..<(strands.count - 3) {
      var left = strands
      left.removeSubrange(first..<(first + 3))
      #expect(try decoded(left).extent == .whole, "from \(first)")
    }
    var wholeCount = 0
    for seed in UInt64(1)...40 {
      var spoiling = Spoiling()
      spoiling.substitutions = 0.005
      spoiling.duplicates = 0.5
      let back = try decoded(spoiling.spoiled(strands, seed: seed))
      #expect(back.correctedCount > 0)
      if back.extent == .whole {
        #expect(back.bytes == file, "seed \(seed)")
        wholeCount += 1
      }
    }
    #expect(wholeCount > 30)
  }

  @Test("where one strand stands against another the digest settles it")
  func ties() throws {
    let file = FountainTests.file(400, seed: 8)
    let strands = try Goldman().strands(of: file)
    for place in stride(from: 10, to: 60, by: 4) {
      var left = strands
      // A base of the step at this place that repeats neither neighbour in any letter but its own.
      let letters = strands[place]
      let position = try #require((5..<20).first { letters[$0 - 1] == letters[$0 + 1] })
      left[place][position] = try #require("ACGT".utf8.first { $0 != letters[position] && $0 != letters[position - 1] })
      left.removeSubrange((place - 3)..<(place - 1))
      #expect(try decoded(left).extent == .whole, "place \(place)")
    }
  }

  @Test("behind a gap all is missing, and what stands before it is right")
  func honest() throws {
    var partialCount = 0
    for seed in UInt64(1)...30 {
      let file = FountainTests.file(2000, seed: seed)
      var spoiling = Spoiling()
      spoiling.losses = 0.35
      guard let back = try? decoded(spoiling.spoiled(try Goldman().strands(of: file), seed: seed)) else { continue }
      guard case .partial(let missing) = back.extent else {
        #expect(back.bytes == file, "seed \(seed)")
        continue
      }
      partialCount += 1
      let known = try #require(missing.first).lowerBound
      #expect(missing.count == 1 && missing[0].upperBound == file.count, "seed \(seed)")
      #expect(back.bytes.prefix(known) == file.prefix(known) && back.bytes.count == file.count, "seed \(seed)")
      #expect(back.bytes.dropFirst(known).allSatisfy { $0 == 0 })
    }
    #expect(partialCount > 15)
  }

  @Test("nothing that the channel does makes wrong bytes whole, or ends the decoder")
  func hostile() throws {
    for seed in UInt64(1)...80 {
      var chance = StrandChance(seed: seed)
      let file = FountainTests.file(chance.below(800), seed: seed)
      var spoiling = Spoiling()
      spoiling.substitutions = 0.1 * chance.unit()
      spoiling.insertions = 0.004 * chance.unit()
      spoiling.deletions = 0.004 * chance.unit()
      spoiling.losses = 0.2 * chance.unit()
      let spoiled = spoiling.spoiled(try Goldman().strands(of: file), seed: seed)
      let lines = Array(spoiled.indices.map { $0 + 1 })
      if let back = try? Goldman.file(of: spoiled, lines: lines), back.extent == .whole {
        #expect(back.bytes == file, "seed \(seed)")
      }
      let noise = (0..<40).map { _ in (0..<117).map { _ in Bases.letters[chance.below(4)] } }
      #expect((try? Goldman.file(of: noise, lines: Array(1...40)))?.extent != .whole, "seed \(seed)")
    }
  }

  @Test("strands of two files, of none, without their length, and files too long are refused")
  func refusals() throws {
    let one = try Goldman().strands(of: [1, 2, 3])
    let numbers = (UInt8(0)...40).first { number in
      Goldman.digest(of: [number])[0] % 9 != Goldman.digest(of: [1, 2, 3])[0] % 9
    }
    let other = try Goldman().strands(of: [try #require(numbers)])
    #expect(throws: StrandsError.mixed(line: 1, otherLine: one.count + 1)) { try decoded(one + other) }
    #expect(throws: StrandsError.noLabel) { try decoded(Array(one.suffix(2))) }
    #expect(throws: StrandsError.noStrands) { try Goldman.file(of: [], lines: []) }
    let limit = Goldman.longestFileBytes
    #expect(throws: StrandsError.tooLong(byteCount: limit + 1, atMost: limit)) {
      try Goldman().strands(of: [UInt8](repeating: 0, count: limit + 1))
    }
  }

  @Test("strands of the fountain are recognised as such, also when some lengths are wrong")
  func recognised() throws {
    var spoiling = Spoiling()
    spoiling.deletions = 0.004
    for seed in UInt64(1)...10 {
      let file = FountainTests.file(700, seed: seed)
      #expect(StrandCode.recognised(in: spoiling.spoiled(try Fountain().strands(of: file), seed: seed)) == .fountain)
      #expect(StrandCode.recognised(in: spoiling.spoiled(try Goldman().strands(of: file), seed: seed)) == .goldman)
    }
  }
}
