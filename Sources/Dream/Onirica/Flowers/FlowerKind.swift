/// What a flower inherits: its petals, their colours, its heart. All of it falls from a seed and a number.
struct FlowerKind {
  /// Rings of petals, the outermost first.
  let ringCount: Int
  /// Petals of the outermost ring; inner rings have as many or fewer.
  let petalCount: Int
  /// How much wider a petal is than its share of the ring.
  let overlap: Double
  /// How pointed petals are, 0 round to 1 lance-like; how notched at the tip; how wavy at the edge.
  let point: Double, notch: Double, wave: Double
  /// How much smaller each ring is than the one around it.
  let ringStep: Double
  /// Radius of the heart, of the flower's.
  let heart: Double
  /// Linear light at the foot, the middle and the tip of a petal, of its veins, and of the heart.
  let foot: SIMD3<Float>, middle: SIMD3<Float>, tip: SIMD3<Float>, vein: SIMD3<Float>, pollen: SIMD3<Float>
  let seed: UInt64

  init(seed: UInt64, number: Int) {
    let chance = { (index: Int) in Exact.chance(seed, number, 300 + index) }
    let habit = Habit.all[Int(chance(0) * Double(Habit.all.count))]
    let between = { (range: ClosedRange<Double>, index: Int) in
      range.lowerBound + (range.upperBound - range.lowerBound) * chance(index)
    }
    ringCount = Int(between(habit.rings, 1) + 0.5)
    petalCount = Int(between(habit.petals, 2) + 0.5)
    overlap = between(habit.overlap, 3)
    point = between(habit.point, 4)
    notch = chance(5) < 0.3 ? 0.16 * chance(6) : 0
    wave = habit.wave * chance(7)
    ringStep = between(0.14...0.24, 8)
    heart = between(habit.heart, 9)
    let colours = FlowerColours.all[Int(chance(10) * Double(FlowerColours.all.count))]
    let other = FlowerColours.all[Int(chance(11) * Double(FlowerColours.all.count))]
    // A cross of two kinds, mostly one of them.
    let share = Float(0.35 * chance(12) * chance(12))
    foot = colours.foot + (other.foot - colours.foot) * share
    middle = colours.middle + (other.middle - colours.middle) * share
    tip = colours.tip + (other.tip - colours.tip) * share
    vein = colours.vein
    pollen = colours.pollen
    self.seed = Exact.hash(seed, number, 299)
  }

  /// How flowers of a family are built.
  private struct Habit {
    let rings: ClosedRange<Double>, petals: ClosedRange<Double>, overlap: ClosedRange<Double>
    let point: ClosedRange<Double>, heart: ClosedRange<Double>
    let wave: Double

    static let all = [poppy, daisy, dahlia, anemone, lily, peony, hibiscus]
    static let poppy = Habit(
      rings: 2...2, petals: 4...6, overlap: 1.5...1.9, point: 0...0.15, heart: 0.16...0.24, wave: 0.09)
    static let daisy = Habit(
      rings: 1...2, petals: 13...26, overlap: 1.05...1.3, point: 0.2...0.6, heart: 0.22...0.32, wave: 0.02)
    static let dahlia = Habit(
      rings: 4...6, petals: 12...20, overlap: 1.1...1.4, point: 0.35...0.8, heart: 0.06...0.12, wave: 0.02)
    static let anemone = Habit(
      rings: 2...3, petals: 6...9, overlap: 1.25...1.6, point: 0.1...0.4, heart: 0.18...0.26, wave: 0.05)
    static let lily = Habit(
      rings: 2...2, petals: 3...3, overlap: 0.95...1.2, point: 0.6...0.95, heart: 0.08...0.13, wave: 0.05)
    static let peony = Habit(
      rings: 4...5, petals: 7...10, overlap: 1.4...1.8, point: 0...0.2, heart: 0.08...0.14, wave: 0.1)
    static let hibiscus = Habit(
      rings: 1...1, petals: 5...5, overlap: 1.3...1.6, point: 0.05...0.3, heart: 0.1...0.16, wave: 0.08)
  }
}

/// Colours of a flower in linear light.
struct FlowerColours {
  let foot: SIMD3<Float>, middle: SIMD3<Float>, tip: SIMD3<Float>, vein: SIMD3<Float>, pollen: SIMD3<Float>

  static let all = [flame, rose, milk, violet, gold, coral, sky, wine, blush, ink]
  static let flame = FlowerColours(
    foot: [0.10, 0.004, 0.010], middle: [0.62, 0.045, 0.018], tip: [0.86, 0.17, 0.035], vein: [0.30, 0.008, 0.010],
    pollen: [0.035, 0.020, 0.045])
  static let rose = FlowerColours(
    foot: [0.30, 0.015, 0.10], middle: [0.66, 0.075, 0.22], tip: [0.90, 0.34, 0.50], vein: [0.40, 0.02, 0.12],
    pollen: [0.75, 0.48, 0.06])
  static let milk = FlowerColours(
    foot: [0.42, 0.46, 0.18], middle: [0.72, 0.70, 0.60], tip: [0.90, 0.87, 0.80], vein: [0.50, 0.50, 0.40],
    pollen: [0.80, 0.46, 0.03])
  static let violet = FlowerColours(
    foot: [0.30, 0.22, 0.50], middle: [0.17, 0.035, 0.46], tip: [0.36, 0.15, 0.72], vein: [0.06, 0.008, 0.20],
    pollen: [0.85, 0.60, 0.08])
  static let gold = FlowerColours(
    foot: [0.45, 0.12, 0.004], middle: [0.82, 0.42, 0.012], tip: [0.95, 0.66, 0.09], vein: [0.50, 0.18, 0.006],
    pollen: [0.11, 0.035, 0.012])
  static let coral = FlowerColours(
    foot: [0.70, 0.45, 0.14], middle: [0.85, 0.22, 0.11], tip: [0.93, 0.46, 0.33], vein: [0.60, 0.10, 0.05],
    pollen: [0.55, 0.32, 0.03])
  static let sky = FlowerColours(
    foot: [0.50, 0.52, 0.66], middle: [0.085, 0.20, 0.62], tip: [0.26, 0.44, 0.84], vein: [0.03, 0.07, 0.34],
    pollen: [0.80, 0.66, 0.22])
  static let wine = FlowerColours(
    foot: [0.06, 0.003, 0.015], middle: [0.24, 0.010, 0.048], tip: [0.48, 0.050, 0.13], vein: [0.09, 0.003, 0.02],
    pollen: [0.72, 0.42, 0.05])
  static let blush = FlowerColours(
    foot: [0.62, 0.12, 0.24], middle: [0.84, 0.50, 0.50], tip: [0.92, 0.76, 0.70], vein: [0.66, 0.26, 0.32],
    pollen: [0.62, 0.40, 0.05])
  static let ink = FlowerColours(
    foot: [0.28, 0.08, 0.30], middle: [0.075, 0.012, 0.13], tip: [0.25, 0.055, 0.32], vein: [0.02, 0.003, 0.05],
    pollen: [0.85, 0.72, 0.30])
}
