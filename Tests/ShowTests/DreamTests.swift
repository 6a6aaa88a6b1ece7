import Show
import Testing

@Suite("Dreams")
struct DreamTests {
  private func random(_ generator: inout Seeded) -> Dream {
    func maybe<T>(_ value: T) -> T? { generator.whole(0...1) == 0 ? value : nil }
    return Dream(
      night: maybe("n\(generator.whole(0...9))"), stage: maybe(Dream.stages[generator.whole(0...4)]),
      from: maybe(Double(generator.whole(0...1000))), speed: maybe(Double(generator.whole(0...600))),
      seed: maybe(generator.whole(0...9)), look: maybe("look"), stop: maybe(generator.whole(0...1) == 0))
  }

  @Test("fields that a change names have its value, and the others keep theirs")
  func fields() {
    var generator = Seeded(seed: seed)
    for _ in 0..<2000 {
      let (dream, patch) = (random(&generator), random(&generator))
      let changed = dream.changed(by: patch)
      #expect(changed.night == patch.night ?? dream.night, "seed \(seed)")
      #expect(changed.speed == patch.speed ?? dream.speed, "seed \(seed)")
      #expect(changed.seed == patch.seed ?? dream.seed, "seed \(seed)")
      #expect(changed.look == patch.look ?? dream.look, "seed \(seed)")
      #expect(changed.stop == patch.stop, "seed \(seed)")
    }
  }

  @Test("to change a dream twice by the same is to change it once")
  func idempotent() {
    var generator = Seeded(seed: seed)
    for _ in 0..<2000 {
      let (dream, patch) = (random(&generator), random(&generator))
      #expect(dream.changed(by: patch).changed(by: patch) == dream.changed(by: patch), "seed \(seed)")
    }
  }

  @Test("a stage named without a place begins anew, and a place named without a stage leaves the stage")
  func stages() {
    let dream = Dream(night: "demo", stage: "N3", from: 30, speed: 60)
    #expect(dream.changed(by: Dream(stage: "REM")) == Dream(night: "demo", stage: "REM", speed: 60))
    #expect(dream.changed(by: Dream(from: 90)) == Dream(night: "demo", from: 90, speed: 60))
    #expect(dream.changed(by: Dream(speed: 1)) == Dream(night: "demo", stage: "N3", from: 30, speed: 1))
    #expect(dream.changed(by: Dream(stop: true)).stop == true)
    #expect(dream.changed(by: Dream(stop: true)).changed(by: Dream(stage: "W")).stop == nil)
  }
}

@Suite("Names and values")
struct NameTests {
  @Test(
    "names have letters, digits and three signs",
    arguments: ["a", "onirica-screen", "A.b_c-9", String(repeating: "x", count: 64)])
  func wellFormed(text: String) { #expect(ArtworkID.isWellFormed(text)) }

  @Test(
    "what leads out of a folder or a topic is no name",
    arguments: ["", ".", "..", "a/b", "a b", "a+", "#", "é", "a\u{0}", String(repeating: "x", count: 65)])
  func malformed(text: String) { #expect(ArtworkID.isWellFormed(text) == false) }

  @Test("the nearest word is the one with fewest edits, swapped letters being one")
  func nearestWord() {
    #expect(nearest(to: "slmber", among: ["slumber", "chorus"]) == "slumber")
    #expect(nearest(to: "tow", among: ["one", "two"]) == "two")
    #expect(nearest(to: "ONE", among: ["one", "two"]) == "one")
    #expect(nearest(to: "xyz", among: ["one", "two"]) == nil)
    #expect(nearest(to: "a", among: []) == nil)
    #expect(nearest(to: String(repeating: "a", count: 1000), among: ["a"]) == nil)
  }

  @Test("types admit what is in their range, and no number that is not finite")
  func types() {
    #expect(ValueType.number(0...1).admits(.number(1)))
    #expect(ValueType.number(0...1).admits(.number(1.01)) == false)
    #expect(ValueType.number(nil).admits(.number(.infinity)) == false)
    #expect(ValueType.number(nil).admits(.number(.nan)) == false)
    #expect(ValueType.flag.admits(.text("true")) == false)
    #expect(ValueType.choice(["a"]).admits(.text("b")) == false)
    #expect(ValueType.color.admits(.text("#00ff00")))
  }

  @Test("values of different types are never equal, nor ordered")
  func comparisons() {
    for comparison in [Comparison.equal, .above, .atLeast, .below, .atMost] {
      #expect(comparison.holds(.text("1"), .number(1)) == false)
      #expect(comparison.holds(.flag(true), .text("true")) == false)
    }
    #expect(Comparison.notEqual.holds(.text("1"), .number(1)))
    #expect(Comparison.atLeast.holds(.number(3), .number(3)))
    #expect(Comparison.above.holds(.number(3), .number(3)) == false)
  }
}
