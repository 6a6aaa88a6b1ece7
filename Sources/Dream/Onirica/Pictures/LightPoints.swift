import DreamKernels

/// Points of light that drift through the picture. Each is a function of time and its own number, so that a restart
/// finds them where they would be.
struct LightPoints {
  static let count = 140
  private let points = Slab<DreamPoint>(count: LightPoints.count, of: DreamPoint())
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  /// Heights run in a ring a little taller than the picture: what has fallen out below comes in above.
  private static func wrapped(_ height: Double) -> Double {
    let turns = (height + 1.3) / 2.6
    return (turns - turns.rounded(.down)) * 2.6 - 1.3
  }

  /// Draws them into the layer of pictures.
  ///
  /// - Parameter fallen: half heights that their weight has pulled them down so far.
  func draw(
    elapsed: Double, brightness: Double, drift: Double, fallen: Double, colour: SIMD3<Float>, width: Int, height: Int,
    layer: Slab<UInt32>, crew: Crew, kernels: DreamKernels
  ) {
    guard brightness > 0.001 else { return }
    let unit = Double(height) / 4
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
      points.base[index] = DreamPoint(
        x: Float(x * unit + Double(width) / 4), y: Float(y * unit + unit), radius: Float(max(1.2, size * unit)),
        red: colour.x * light, green: colour.y * light, blue: colour.z * light)
    }
    var arguments = DreamPointsArguments(
      width: Int32(width), height: Int32(height), count: Int32(LightPoints.count), points: points.base,
      layer: layer.base)
    crew.run(kernels.points, &arguments, rows: height / 2, band: (height / 2 + 1) / 2)
  }
}
