import Foundation
import Sequencer
import Show
import Testing

@Suite struct `Bodies written by hand` {
  private let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()

  private struct Reason: Encodable {
    var from: SceneID?
    var sentence: String
    var to: SceneID?
    var values: [String: Value]?
    var when: String?
  }

  private func text(_ random: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "Z", "\"", "\\", "/", "\u{8}", "\u{c}", "\n", "\r", "\t", "\u{0}", "\u{1f}", "\u{7f}", "é", "\u{2028}", "→",
      "𐍈",
    ]
    return String(
      String.UnicodeScalarView(
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
          scalars.randomElement(using: &random) ?? "a"
        }))
  }

  private func number(_ random: inout SeededGenerator) -> Double {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: Double(Int.random(in: -1000...1000, using: &random))
    case 1: Double.random(in: -1...1, using: &random)
    case 2: Double.random(in: -1e18...1e18, using: &random).rounded()
    case 3:
      [0, -0.0, 1e16, 1e-7, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 123456789012345680].randomElement(
        using: &random) ?? 0
    default: Double(bitPattern: random.next())
    }
  }

  private func value(_ random: inout SeededGenerator) -> Value {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: .flag(Bool.random(using: &random))
    case 1:
      .number(
        {
          let number = number(&random); return number.isFinite ? number : 0
        }())
    default: .text(text(&random))
    }
  }

  @Test(arguments: UInt64(1)...40) func `are the bytes that an encoder makes`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let values = Dictionary((0..<Int.random(in: 0...3, using: &random)).map { ("v\($0)", value(&random)) }) { $1 }
      let decision = Decision(
        .scene, text(&random), from: Bool.random(using: &random) ? SceneID(text(&random)) : nil,
        to: Bool.random(using: &random) ? "to" : nil, values: values,
        when: Bool.random(using: &random) ? text(&random) : nil)
      let fades = PropertyName.ofKinds.filter { $0 != .dream && Bool.random(using: &random) }.map { name in
        (
          name,
          Fade(
            from: Bool.random(using: &random) ? .plain(value(&random)) : nil, to: .plain(value(&random)),
            at: ShowInstant(milliseconds: Int64.random(in: -10...1_000_000, using: &random)),
            over: .milliseconds(Int64.random(in: 0...5000, using: &random)),
            curve: Curve.allCases.randomElement(using: &random) ?? .linear)
        )
      }
      let state = DesiredState(
        rev: Int64.random(in: 0...(.max), using: &random), at: ShowInstant(milliseconds: 700_000),
        properties: Dictionary(fades) { $1 })
      var step = Step()
      step.decisions = [decision]
      step.effects = [.desired("lamp", state)]
      let input = Input(seq: 1, at: .zero, event: .deadline(late: false))
      let rows = try JournalRows().rows(of: step, input: input)
      let reason = Reason(
        from: decision.from, sentence: decision.sentence, to: decision.to, values: values.isEmpty ? nil : values,
        when: decision.when)
      #expect(rows[1].body == String(decoding: try encoder.encode(reason), as: UTF8.self), "seed \(seed)")
      #expect(rows[2].body == String(decoding: try encoder.encode(state), as: UTF8.self), "seed \(seed)")
      for isKnown in [true, false] {
        let desired = DesiredText(state) { isKnown ? "at \($0.milliseconds)" : nil }
        #expect(desired.plainJSON == String(decoding: try encoder.encode(desired), as: UTF8.self), "seed \(seed)")
      }
    }
  }

  @Test func `leave dreams to the encoder`() {
    let dream = Fade(to: .dream(Dream(night: "demo")), at: .zero)
    #expect(DesiredText(DesiredState(rev: 1, at: .zero, properties: [.dream: dream])) { _ in nil }.plainJSON == nil)
  }
}
