/// A small picture of flowers that never were: one in focus, others behind it, in an evening garden. It falls from seed and
/// number, the same bits on every machine.
public struct FlowerPicture: Sendable {
  private let seed: UInt64
  private let number: Int

  /// A picture.
  ///
  /// - Parameters:
  ///   - seed: of the garden.
  ///   - number: of the picture in it.
  public init(seed: UInt64, number: Int) { (self.seed, self.number) = (seed, number) }

  /// Paints it.
  ///
  /// - Parameters:
  ///   - width: pixels, 16 or more.
  ///   - height: pixels, 16 or more.
  /// - Returns: the picture.
  public func painted(width: Int, height: Int) -> Frame {
    let frame = Frame(width: width, height: height)
    let plants = plants(width: Double(width), height: Double(height))
    let garden = FlowerGround(seed: seed, number: number, width: Double(width), height: Double(height))
    for y in 0..<height {
      let py = Double(y) + 0.5
      for x in 0..<width {
        let px = Double(x) + 0.5
        var sample = FlowerSample()
        sample.lay(garden.light(at: px, py), cover: 1)
        for plant in plants {
          plant.stem.lay(at: px, py, over: &sample)
          if plant.head.reaches(px, py) { plant.head.lay(at: px, py, over: &sample) }
        }
        let noise = Float(Exact.chance(seed ^ 0x5EED, y * width + x, number)) - 0.5
        let light = sample.light * garden.vignette(at: px, py)
        // A soft shoulder, so that nothing glares; and a grain, so that nothing bands.
        let toned = light * 1.22 / (1 + light * 0.30)
        frame[x, y] = DisplayCode.word(toned * (1 + 0.03 * noise) + 0.0004 * noise)
      }
    }
    return frame
  }

  /// Those behind first.
  private func plants(width: Double, height: Double) -> [(head: FlowerHead, stem: FlowerStem)] {
    let chance = { (index: Int) in Exact.chance(seed, number, 100 + index) }
    let count = 2 + Int(chance(0) * 4.5)
    let short = min(width, height)
    return (0..<count).map { index in
      let isNear = index == count - 1
      // Kin of the near one stand behind it; sometimes others.
      let kin = isNear || chance(10 + index) < 0.7 ? number : number + 7919 * (index + 1)
      let side = index % 2 == 0 ? -1.0 : 1.0
      let far = isNear ? 0 : 1 - Double(index) / Double(count)
      let x =
        isNear
        ? width * (0.5 + 0.24 * (chance(20) - 0.5))
        : width * (0.5 + side * (0.2 + 0.28 * chance(30 + index)))
      let y = isNear ? height * (0.40 + 0.12 * chance(21)) : height * (0.22 + 0.46 * chance(40 + index))
      let head = FlowerHead(
        kind: FlowerKind(seed: seed, number: kin), x: x, y: y,
        radius: short * (isNear ? 0.29 + 0.11 * chance(22) : 0.11 + 0.1 * chance(50 + index)), turn: chance(60 + index),
        tilt: 0.7 * chance(70 + index) * chance(80 + index), tiltTurn: 0.25 + 0.4 * (chance(90 + index) - 0.5),
        softness: isNear ? max(1.2, short * 0.0028) : short * (0.012 + 0.03 * far))
      return (head, FlowerStem(under: head, height: height, seed: seed, number: number * 16 + index))
    }
  }
}

/// What stands behind the flowers: evening air, discs of light out of focus, blades of grass, soil.
private struct FlowerGround {
  private struct Disc {
    let x: Double, y: Double, radius: Double
    let light: SIMD3<Float>
  }
  private struct Blade {
    let x: Double, lean: Double, height: Double, width: Double
    let light: Float
  }

  private let width: Double, height: Double
  private let above: SIMD3<Float>, middle: SIMD3<Float>, below: SIMD3<Float>
  private let discs: [Disc]
  private let blades: [Blade]
  private let seed: UInt64

  init(seed: UInt64, number: Int, width: Double, height: Double) {
    (self.width, self.height) = (width, height)
    self.seed = Exact.hash(seed, number, 200)
    let chance = { (index: Int) in Exact.chance(seed, number, 200 + index) }
    let airs: [(SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)] = [
      ([0.020, 0.045, 0.085], [0.050, 0.085, 0.075], [0.010, 0.020, 0.012]),
      ([0.085, 0.045, 0.070], [0.120, 0.085, 0.060], [0.018, 0.018, 0.010]),
      ([0.022, 0.060, 0.055], [0.060, 0.105, 0.050], [0.008, 0.018, 0.008]),
      ([0.050, 0.035, 0.095], [0.080, 0.060, 0.095], [0.012, 0.012, 0.018]),
      ([0.130, 0.095, 0.055], [0.110, 0.115, 0.050], [0.020, 0.022, 0.008]),
    ]
    (above, middle, below) = airs[Int(chance(0) * Double(airs.count))]
    let colour = FlowerKind(seed: seed, number: number).tip
    discs = (0..<(10 + Int(chance(1) * 16))).map { index in
      let warm = Float(Exact.chance(seed, number, 260 + index))
      let air = SIMD3<Float>(0.09, 0.10, 0.05) * (1 - warm) + colour * (0.16 * warm)
      return Disc(
        x: width * (1.2 * Exact.chance(seed, number, 1000 + index) - 0.1),
        y: height * 0.75 * Exact.chance(seed, number, 1100 + index),
        radius: min(width, height) * (0.02 + 0.075 * Exact.chance(seed, number, 1200 + index)),
        light: air * Float(0.35 + 0.65 * Exact.chance(seed, number, 1300 + index)))
    }
    blades = (0..<26).map { index in
      Blade(
        x: width * (1.2 * Exact.chance(seed, number, 1400 + index) - 0.1),
        lean: width * 0.16 * (Exact.chance(seed, number, 1500 + index) - 0.5),
        height: height * (0.14 + 0.34 * Exact.chance(seed, number, 1600 + index)),
        width: width * (0.003 + 0.005 * Exact.chance(seed, number, 1700 + index)),
        light: Float(0.4 + 0.6 * Exact.chance(seed, number, 1800 + index)))
    }
  }

  func light(at px: Double, _ py: Double) -> SIMD3<Float> {
    let mist =
      FlowerShape.noise(px / width * 3, py / height * 2.2, seed) + 0.5
      * FlowerShape.noise(px / width * 7, py / height * 5, seed &+ 3)
    let t = min(1, max(0, py / height + 0.09 * mist))
    var light = FlowerShape.blend(above, middle, below, t) * Float(1 + 0.28 * mist)
    for disc in discs {
      let (dx, dy) = (px - disc.x, py - disc.y)
      let distance = (dx * dx + dy * dy).squareRoot() / disc.radius
      guard distance < 1.15 else { continue }
      // Out of focus a point is a disc, a little brighter at its rim.
      light += disc.light * Float(FlowerShape.step((1.08 - distance) / 0.16) * (0.7 + 0.3 * distance * distance))
    }
    for blade in blades {
      let up = (height - py) / blade.height
      guard up > 0, up < 1 else { continue }
      let away = abs(px - blade.x - blade.lean * up * up)
      let half = blade.width * (1 - up)
      let cover = FlowerShape.step((half - away) / (width * 0.004) + 0.5)
      guard cover > 0 else { continue }
      let green = SIMD3<Float>(0.016, 0.05, 0.018) * blade.light * Float(0.5 + 0.9 * up)
      light += (green - light) * Float(0.85 * cover)
    }
    return light
  }

  func vignette(at px: Double, _ py: Double) -> Float {
    let (dx, dy) = (px / width - 0.5, py / height - 0.5)
    return Float(1 - 0.85 * (dx * dx + dy * dy))
  }
}
