/// A stem with leaves, from a head down to the soil.
struct FlowerStem {
  private struct Leaf {
    let x: Double, y: Double, length: Double, width: Double, turn: Double
  }

  private let x: Double, top: Double, bend: Double, bottom: Double, width: Double, softness: Double
  private let leaves: [Leaf]
  private let green: SIMD3<Float>
  private let seed: UInt64

  init(under head: FlowerHead, height: Double, seed: UInt64, number: Int) {
    let chance = { (index: Int) in Exact.chance(seed, number, 500 + index) }
    (x, top, bottom, softness) = (head.x, head.y, height * 1.05, head.softness)
    let bend = (chance(0) - 0.5) * height * 0.4
    self.bend = bend
    width = head.radius * (0.035 + 0.02 * chance(1))
    let hue = Float(chance(2))
    let near = Float(1 / (1 + 0.08 * max(0, head.softness - 2)))
    green = SIMD3<Float>(0.028 + 0.05 * hue, 0.105 + 0.05 * hue, 0.045 - 0.025 * hue) * near
    self.seed = Exact.hash(seed, number, 499)
    let top = head.y, x = head.x, bottom = height * 1.05
    leaves = (0..<(2 + Int(chance(3) * 4))).map { index in
      let share = 0.28 + 0.62 * chance(10 + index)
      let y = top + (bottom - top) * share
      let isLeft = index % 2 == 0
      let length = head.radius * (0.75 + 0.8 * chance(30 + index))
      return Leaf(
        x: x + bend * share * share, y: y, length: length, width: length * (0.13 + 0.13 * chance(40 + index)),
        turn: isLeft ? 0.5 + 0.03 + 0.13 * chance(50 + index) : -0.03 - 0.13 * chance(50 + index))
    }
  }

  func lay(at px: Double, _ py: Double, over sample: inout FlowerSample) {
    for leaf in leaves { lay(leaf, at: px, py, over: &sample) }
    guard py > top else { return }
    let share = (py - top) / (bottom - top)
    let away = px - (x + bend * share * share)
    let thickness = width * (0.8 + 0.5 * share)
    let cover = FlowerShape.step((thickness - abs(away)) / softness + 0.5)
    guard cover > 0 else { return }
    let shade = 0.75 - 0.45 * away / thickness + 0.15 * FlowerShape.noise(py * 0.05, away * 0.2, seed)
    sample.lay(green * Float(max(0.2, shade)), cover: Float(cover))
  }

  private func lay(_ leaf: Leaf, at px: Double, _ py: Double, over sample: inout FlowerSample) {
    let cosine = Exact.cosine(turns: leaf.turn), sine = Exact.sine(turns: leaf.turn)
    let along = ((px - leaf.x) * cosine + (py - leaf.y) * sine) / leaf.length
    guard along > 0, along < 1 else { return }
    // A leaf hangs over at its end.
    let sag = 0.28 * along * along * (leaf.turn > 0.25 ? -1 : 1)
    let across = ((py - leaf.y) * cosine - (px - leaf.x) * sine) / leaf.length - sag
    let half = leaf.width / leaf.length * Exact.sine(turns: along * along.squareRoot() / 2) * 1.15
    guard half > 0 else { return }
    let cover = FlowerShape.step((half - abs(across)) * leaf.length / softness + 0.5)
    guard cover > 0 else { return }
    let place = across / half
    let ribs = 0.5 + 0.5 * Exact.cosine(turns: along * 9 - abs(place) * 1.3)
    let middle = 1 - min(1, abs(place) * 8)
    let shade = 0.62 + 0.28 * (place < 0 ? 1 : -0.4) + 0.14 * ribs * (softness > 3 ? 0.2 : 1) + 0.35 * middle
    sample.lay(green * Float(max(0.15, shade)) * 1.25, cover: Float(cover))
  }
}
