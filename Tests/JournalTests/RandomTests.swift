import Foundation
import Testing

@testable import Journal

/// A generator of the same numbers for the same seed (splitmix64, Steele et al. 2014, doi:10.1145/2660193.2660195).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// What the journal must hold, told by the plainest means.
private struct Model {
  var entries: [Journal.Entry] = []
  var answers: [String: Journal.Answer] = [:]
  var snapshot: Journal.Snapshot?
  var shows: [String: String] = [:]
  var last: Int64 { entries.last?.seq ?? 0 }

  mutating func commit(_ group: Journal.Group) {
    entries += group.entries
    for answer in group.answers { answers[answer.operatorName + "/" + answer.id] = answer }
    if let instant = group.forgetAnswersBefore { answers = answers.filter { $0.value.wallMilliseconds >= instant } }
    if let newer = group.snapshot, newer.seq >= snapshot?.seq ?? 0 { snapshot = newer }
    for show in group.shows { shows[show.hash] = show.text }
  }
}

@Suite("random groups")
struct RandomTests {
  @Test("whatever is committed, refused, erased and opened again, the journal holds what was acknowledged")
  func random() async throws {
    for seed in UInt64(1)...20 {
      do {
        try await run(seed)
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
  }

  private func run(_ seed: UInt64) async throws {
    var numbers = SeededNumbers(seed: seed)
    let bench = try Workbench()
    var model = Model()
    var (writer, opening) = try bench.open()
    model.entries = try bench.reader().entries()
    for _ in 0..<40 {
      switch Int.random(in: 0..<10, using: &numbers) {
      case 0:
        writer.close()
        (writer, opening) = try bench.open()
        #expect(opening.start == .continued && opening.snapshot == model.snapshot, "seed \(seed)")
      case 1:
        var wrong = group(after: model.last + Int64.random(in: 1...3, using: &numbers), &numbers)
        wrong.entries.removeAll { $0.kind == Journal.Entry.gapKind }
        guard wrong.entries.first.map({ $0.seq > model.last + 1 }) == true else { continue }
        let refused = wrong
        await #expect(throws: JournalFault.self, "seed \(seed)") { try await writer.commit(refused) }
      default:
        let group = group(after: model.last, &numbers)
        try await writer.commit(group)
        model.commit(group)
      }
      #expect(writer.acknowledged.seq == model.last, "seed \(seed)")
    }
    let reader = try bench.reader()
    #expect(try reader.entries() == model.entries, "seed \(seed)")
    #expect(try reader.verifyAll() == nil, "seed \(seed)")
    #expect(try reader.snapshot() == model.snapshot, "seed \(seed)")
    #expect(try Set(reader.answers()) == Set(model.answers.values), "seed \(seed)")
    for (hash, text) in model.shows { #expect(try reader.show(hash: hash)?.text == text, "seed \(seed)") }
    writer.close()
  }

  private func group(after last: Int64, _ numbers: inout SeededNumbers) -> Journal.Group {
    var group = Journal.Group()
    var seq = last
    if Int.random(in: 0..<8, using: &numbers) == 0 {
      let gap = Journal.Entry.gap(
        from: seq + 1, to: seq + Int64.random(in: 0...4, using: &numbers), at: Workbench.moment)
      group.entries.append(gap)
      seq = gap.seq
    }
    for _ in 0..<Int.random(in: 0...60, using: &numbers) {
      seq += 1
      group.entries.append(entry(seq, &numbers))
    }
    guard seq > 0 else { return group }
    for _ in 0..<Int.random(in: 0...3, using: &numbers) {
      group.answers.append(
        Journal.Answer(
          operatorName: text(&numbers), id: "id-\(Int.random(in: 0..<20, using: &numbers))", bodyHash: text(&numbers),
          reply: text(&numbers), seq: Int64.random(in: 1...seq, using: &numbers),
          wallMilliseconds: Int64.random(in: 0...100, using: &numbers)))
    }
    if Int.random(in: 0..<4, using: &numbers) == 0 {
      group.forgetAnswersBefore = Int64.random(in: 0...60, using: &numbers)
    }
    if Int.random(in: 0..<4, using: &numbers) == 0, seq > last {
      group.snapshot = Journal.Snapshot(seq: seq, stateHash: text(&numbers), state: text(&numbers))
    }
    if Int.random(in: 0..<4, using: &numbers) == 0 {
      let hash = "show-\(Int.random(in: 0..<5, using: &numbers))"
      group.shows = [Journal.ShowText(hash: hash, loadedMilliseconds: nil, text: text(&numbers))]
    }
    return group
  }

  private func entry(_ seq: Int64, _ numbers: inout SeededNumbers) -> Journal.Entry {
    Journal.Entry(
      seq: seq, role: Journal.Role.allCases.randomElement(using: &numbers) ?? .input,
      kind: ["reading", "command", "scene", ""].randomElement(using: &numbers) ?? "",
      artwork: Bool.random(using: &numbers) ? text(&numbers) : nil,
      subject: Bool.random(using: &numbers) ? text(&numbers) : nil,
      atMilliseconds: Int64.random(in: .min ... .max, using: &numbers),
      wallMilliseconds: Bool.random(using: &numbers) ? Int64.random(in: .min ... .max, using: &numbers) : nil,
      body: text(&numbers))
  }

  /// Texts of all lengths and of all of Unicode but U+0000.
  private func text(_ numbers: inout SeededNumbers) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...40, using: &numbers) {
      let limit: UInt32 = Bool.random(using: &numbers) ? 0x7F : 0x10FFFF
      Unicode.Scalar(UInt32.random(in: 1...limit, using: &numbers)).map { scalars.append($0) }
    }
    return String(scalars)
  }
}
