import DreamKernels

/// Points of light that drift through the picture. Each is a function of time and its own number, so that a restart
/// finds them where they would be.
struct LightPoints {
  /// DREAM_POINTS_MAX at most.
  static let count = 140
  private let points = Slab<DreamPoint>(count: LightPoints.count, of: DreamPoint())
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  /// Heights run in a ring a little taller than the picture: what has fallen out below comes in above.
  private static func wrapped(_ height: Double) -> Double {
    let turns = (height + 1.3) / 2.6
    return (turns - turns.rounded(.down)) * 2.6 - 1.3
  }

  /// Puts them where they are in the layer of pictures.
  ///
  /// - Parameters:
  ///   - fallen: half heights that their weight has pulled them down so far.
  ///   - chorus: the dreamers around whom some of them gather.
  /// - Returns: the points, none where they are too dark to be seen.
  func placed(
    elapsed: Double, brightness: Double, drift: Double, fallen: Double, colour: SIMD3<Float>, width: Int, height: Int,
    chorus: Chorus = Chorus()
  ) -> (slab: Slab<DreamPoint>, count: Int) {
    guard brightness > 0.001 || !chorus.isEmpty else { return (points, 0) }
    let unit = Double(height) / 4, widthUnits = 2 * Double(width) / Double(height)
    for index in 0..<LightPoints.count {
      let life = 7 + 9 * Exact.chance(seed, index, 1)
      let turn = elapsed / life + Exact.chance(seed, index, 2)
      let cycle = turn.rounded(.down)
      let age = turn - cycle
      let random = { (number: Int) in Exact.chance(seed, index + 1000 * Int(cycle), number) }
      let way = drift * life * (age - 0.5)
      let x = (random(3) - 0.5) * 3.7 + way * (random(4) - 0.5) + 0.08 * Exact.sine(turns: age * 1.3 + random(5))
      let height = (random(6) - 0.5) * 2.1 - way * (0.25 + 0.5 * random(7)) + 0.06 * Exact.sine(turns: age + random(8))
      let y = LightPoints.wrapped(height + fallen * (0.5 + random(10)))
      let swelling = Exact.sine(turns: age / 2)
      let light = Float(brightness * swelling * swelling * (0.25 + 0.75 * random(9)))
      let size = 0.006 + 0.016 * random(10) * random(11)
      var point = (x: x, y: y, light: colour * light)
      if let gathering = chorus.gathering(ofPoint: index, widthUnits: widthUnits) {
        gather(&point, index: index, around: gathering, elapsed: elapsed, colour: colour)
      }
      points.base[index] = DreamPoint(
        x: Float(point.x * unit + Double(width) / 4), y: Float(point.y * unit + unit),
        radius: Float(max(1.2, size * unit)), red: point.light.x, green: point.light.y, blue: point.light.z)
    }
    return (points, LightPoints.count)
  }

  /// Draws a point to its dreamer, around whom it circles in their colour: wider and brighter the more they dream.
  private func gather(
    _ point: inout (x: Double, y: Double, light: SIMD3<Float>), index: Int,
    around dreamer: (number: Int, share: Double, x: Double, y: Double, dream: Double), elapsed: Double,
    colour: SIMD3<Float>
  ) {
    let random = { (number: Int) in Exact.chance(seed, index, 40 + number) }
    let turn = random(0) + elapsed * (0.02 + 0.05 * random(1)) * (index % 2 == 0 ? 1 : -1)
    let away = (0.05 + 0.30 * random(2).squareRoot()) * (0.6 + 0.7 * dreamer.dream)
    let x = dreamer.x + away * Exact.cosine(turns: turn), y = dreamer.y + 0.75 * away * Exact.sine(turns: turn)
    point.x += (x - point.x) * dreamer.share
    point.y += (y - point.y) * dreamer.share
    let shimmer = 0.75 + 0.25 * Exact.sine(turns: elapsed * (0.11 + 0.1 * random(3)) + random(4))
    let luminance = 0.2126 * colour.x + 0.7152 * colour.y + 0.0722 * colour.z
    let light = Chorus.colour(of: dreamer.number) * luminance * Float((0.35 + 0.65 * dreamer.dream) * shimmer)
    point.light += (light - point.light) * Float(dreamer.share)
  }
}
