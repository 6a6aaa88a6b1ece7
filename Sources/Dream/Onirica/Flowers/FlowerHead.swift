/// What lies at a point: its linear light and how much of what is behind it is covered.
struct FlowerSample {
  var light = SIMD3<Float>.zero
  var cover: Float = 0

  /// Lays another over this one.
  mutating func lay(_ light: SIMD3<Float>, cover: Float) {
    self.light = self.light + (light - self.light) * cover
    self.cover += (1 - self.cover) * cover
  }
}

/// A flower's head, seen from the front or a little from aside.
struct FlowerHead {
  let kind: FlowerKind
  /// Middle and radius in pixels.
  let x: Double, y: Double, radius: Double
  /// How the head is turned, in turns; how far it is turned away, 0 to 0.7, and to which side in turns.
  let turn: Double, tilt: Double, tiltTurn: Double
  /// Width of an edge in pixels: a pixel, or more where the flower is out of focus.
  let softness: Double

  /// Whether a point may lie on it.
  func reaches(_ px: Double, _ py: Double) -> Bool {
    let reach = radius * 1.12 + softness
    return abs(px - x) < reach && abs(py - y) < reach
  }

  func lay(at px: Double, _ py: Double, over sample: inout FlowerSample) {
    let (dx, dy) = flat(px, py)
    let distance = (dx * dx + dy * dy).squareRoot()
    let angle = FlowerShape.turns(dx, dy)
    let edge = softness / radius
    // Light comes from the upper left.
    let lit = 0.5 - 0.5 * Exact.cosine(turns: angle - 0.375 + 0.5)
    for ring in 0..<kind.ringCount { lay(ring: ring, distance, angle, edge: edge, lit: lit, over: &sample) }
    layHeart(distance, angle, edge: edge, lit: lit, over: &sample)
  }

  /// The point as if the head were seen from the front, in its radii.
  private func flat(_ px: Double, _ py: Double) -> (Double, Double) {
    let (dx, dy) = ((px - x) / radius, (py - y) / radius)
    let cosine = Exact.cosine(turns: tiltTurn), sine = Exact.sine(turns: tiltTurn)
    let along = dx * cosine + dy * sine, across = dy * cosine - dx * sine
    let stretched = along / (1 - 0.45 * tilt)
    return (stretched * cosine - across * sine, stretched * sine + across * cosine)
  }

  private func radius(ofRing ring: Int) -> Double {
    let step = kind.ringStep * (1 - 0.08 * Double(ring))
    return max(kind.heart * 1.25, 1 - step * Double(ring))
  }

  private func lay(
    ring: Int, _ distance: Double, _ angle: Double, edge: Double, lit: Double, over sample: inout FlowerSample
  ) {
    let size = radius(ofRing: ring)
    guard distance < size * 1.1 + edge else { return }
    let count = max(3, kind.petalCount - (ring > 1 ? ring - 1 : 0))
    let turned = (angle + turn + Double(ring) * (0.5 / Double(count) + 0.013)) * Double(count)
    let nearest = turned.rounded()
    // The petals to both sides lie under the nearest one, every second one lower.
    let order = Int(nearest) % 2 == 0 ? [-1.0, 1, 0] : [1.0, -1, 0]
    for offset in order {
      let petal = nearest + offset
      let number = (Int(petal) % count + count) % count
      layPetal(
        FlowerPetal(ring: ring, number: number, size: size, count: count), distance,
        across: 2 * (turned - petal) / kind.overlap, edge: edge, lit: lit, over: &sample)
    }
  }

  private func layPetal(
    _ petal: FlowerPetal, _ distance: Double, across bare: Double, edge: Double, lit: Double,
    over sample: inout FlowerSample
  ) {
    let random = { (index: Int) in Exact.chance(kind.seed, petal.ring * 64 + petal.number, index) }
    let along = distance / petal.size
    let across = bare + 0.16 * (random(1) - 0.5) * along
    guard abs(across) < 1 else { return }
    let wave = kind.wave * FlowerShape.noise(across * 3 + 17 * random(2), Double(petal.number) * 7.3, kind.seed)
    let length = petal.size * (0.93 + 0.1 * random(3))
    let u = across * across
    let round = (1 - u * u * u).squareRoot(), lance = 1 - abs(across)
    let outline = round + (lance * (0.6 + 0.4 * round) - round) * kind.point - kind.notch * (1 - min(1, 9 * u))
    let reach = length * (0.28 + 0.72 * outline) * (1 + wave)
    let cover = FlowerShape.step((reach - distance) / edge + 0.5)
    guard cover > 0 else { return }
    // From the foot over the middle to the tip.
    let t = min(1, max(0, (along - 0.1) / 0.9))
    var light = FlowerShape.blend(kind.foot, kind.middle, kind.tip, t)
    let veins =
      0.5 + 0.5 * Exact.cosine(turns: across * 4.5 + 0.25 * FlowerShape.noise(along * 5, across * 3, kind.seed))
    let grain = FlowerShape.noise(along * 9, across * 7 + Double(petal.number) * 3.1, kind.seed &+ 5)
    light += (kind.vein - light) * Float(0.42 * veins * veins * veins * (1 - t * 0.75) * (softness > 3 ? 0.3 : 1))
    // Petals are cupped: one side turns to the light, the other away; what lies under the ring within is in shadow.
    let cup = 0.5 + 0.5 * across * (lit > 0.5 ? 1 : -1)
    let inner = petal.ring + 1 < kind.ringCount ? radius(ofRing: petal.ring + 1) * 0.93 : kind.heart * 1.05
    let under = min(1, max(0, (distance - inner) / 0.16))
    let shadow = 0.42 + 0.58 * under * (2 - under)
    let fold = 1 - 0.22 * (1 - min(1, abs(across) * 5)) * (1 - t)
    let rim = 1 + 0.35 * FlowerShape.step((distance - reach + 0.05) / 0.05)
    let shade = (0.50 + 0.42 * lit + 0.22 * cup + 0.10 * grain) * shadow * fold * rim * (0.86 + 0.28 * random(4))
    sample.lay(light * Float(max(0.05, shade)), cover: Float(cover))
  }

  private func layHeart(_ distance: Double, _ angle: Double, edge: Double, lit: Double, over sample: inout FlowerSample)
  {
    let size = kind.heart
    guard distance < size * 1.9 else { return }
    // Florets along Vogel's spiral (1979, doi 10.1016/0025-5564(79)90080-4), the nearest by three tries around its radius.
    let bumps = 0.5 + 0.5 * FlowerShape.noise(distance * 60 / size * 0.3, angle * 44, kind.seed &+ 9)
    let cover = FlowerShape.step((size - distance) / max(edge, 0.02) + 0.5)
    let dome = 1 - 0.55 * (distance / size) * (distance / size)
    let light = kind.pollen * Float((0.30 + 0.55 * bumps) * dome * (0.55 + 0.6 * lit) * 1.5)
    sample.lay(light, cover: Float(cover))
    guard softness < 4 else { return }
    let count = 34.0
    for ring in 0..<3 {
      let place = (angle + Double(ring) * 0.131) * count
      let number = Int(place.rounded())
      let chance = Exact.chance(kind.seed, number % 34 + 100 * ring, 8)
      let at = size * (0.86 + 0.2 * Double(ring) + 0.2 * chance)
      let away = (place - place.rounded()) / count * 6.283 * distance
      let dot = 0.022 + 0.016 * chance
      let gap = ((distance - at) * (distance - at) + away * away).squareRoot()
      let dotCover = FlowerShape.step((dot - gap) / max(edge, 0.008) + 0.5)
      if dotCover > 0 {
        let glow = kind.pollen * 1.4 + SIMD3<Float>(0.16, 0.11, 0.03)
        sample.lay(glow * Float(0.6 + 0.7 * lit - 8 * gap), cover: Float(dotCover))
      }
    }
  }
}

/// Which petal: of which ring, how large, among how many.
private struct FlowerPetal {
  let ring: Int, number: Int
  let size: Double
  let count: Int
}
