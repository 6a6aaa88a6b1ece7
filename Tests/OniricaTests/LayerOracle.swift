import DreamKernels

@testable import Onirica

/// The layer in plain Swift, a pixel at a time, in the kernels' order of operations.
struct LayerOracle {
  let layer: DreamLayerArguments

  struct Pixel: Equatable {
    var next: UInt32, redBlue: UInt32, green: UInt32
  }

  /// A number of the vertices at a pixel.
  private func number(_ grid: UnsafePointer<Float>, _ number: Int, _ x: Int, _ y: Int) -> Float {
    let columns = Int(layer.width) / 8 + 1
    let at = { (column: Int) -> Float in
      let above = grid[((y / 8) * columns + column) * 8 + number]
      let below = grid[((y / 8 + 1) * columns + column) * 8 + number]
      return above + (below - above) * (Float(y % 8) * 0.125)
    }
    let left = at(x / 8)
    let step = (at(x / 8 + 1) - left) * 0.125
    return left + step * Float(x % 8)
  }

  /// Four words blended by weights of eight bits; red, green, blue, of which 65280 is full.
  private func picture(_ words: UnsafePointer<UInt32>, _ x: Float, _ y: Float) -> SIMD3<Float> {
    let fromX = Int(x), fromY = Int(y)
    let at = (fromY >> 8 & 1023) * Int(DREAM_PICTURE_PITCH) + (fromX >> 8 & 1023)
    let across = fromX & 255, down = fromY & 255
    let both = (across * down + 128) >> 8
    let shares = [256 - across - down + both, across - both, down - both, both]
    let corners = [0, 1, Int(DREAM_PICTURE_PITCH), Int(DREAM_PICTURE_PITCH) + 1].map { Int(words[at + $0]) }
    let sum = { (shift: Int) in Float(zip(corners, shares).reduce(0) { $0 + ($1.0 >> shift & 255) * $1.1 }) }
    return SIMD3(sum(16), sum(8), sum(0))
  }

  /// Activity, and its slopes along radius and angle.
  private func sheet(_ quads: UnsafePointer<UInt64>, _ radius: Int, _ angle: Int) -> SIMD3<Float> {
    let quad = quads[(angle >> 7 & 511) * Int(DREAM_SHEET_PITCH) + (radius >> 7 & 511)]
    let corner = { (index: Int) in Float(quad >> UInt64(16 * index) & 0xffff) }
    let x = Float(radius & 127) * (1 / 128), y = Float(angle & 127) * (1 / 128)
    let above = corner(1) - corner(0), below = corner(3) - corner(2)
    let left = corner(0) + above * x, right = corner(2) + below * x
    let scale: Float = 1 / 65535
    return SIMD3((left + (right - left) * y) * scale, (above + (below - above) * y) * scale, (right - left) * scale)
  }

  /// The light of the pictures, morphed and shaded; 65025 is full.
  private func morphed(_ x: Int, _ y: Int, activity: Float) -> SIMD3<Float> {
    let place = { number(layer.morphGrid, $0, x, y) }
    let a = picture(layer.pictureA, place(0), place(1)), b = picture(layer.pictureB, place(2), place(3))
    var border = place(4) + (activity - 0.5) * layer.maskByCortex
    var shade: Float = 1 / 256
    if layer.reactionShade > 0 {
      let grown = sheet(layer.reaction, Int(place(5)), Int(place(6)))
      border += (grown.x - 0.35) * layer.maskByReaction
      let relief = (grown.y + grown.z * 1.3) * 4 + (grown.x - 0.45) * 0.75
      shade = max(1 + relief * layer.reactionShade, 0.12) * (1 / 256)
    }
    var share = max(min(border, 1), 0)
    share = share * share * (3 - 2 * share)
    let root = ((a + (b - a) * share) * shade).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 255))
    return root * root
  }

  /// Light points over a picture.
  private func brightened(_ picture: SIMD3<Float>, _ x: Int, _ y: Int) -> SIMD3<Float> {
    var light = picture
    for index in 0..<Int(layer.pointCount) {
      let point = layer.points[index]
      let dx = Float(x) - point.x, dy = Float(y) - point.y
      var near = 1 - (dx * dx + dy * dy) * (1 / (point.radius * point.radius))
      guard near > 0 else { continue }
      near = near * near * near * 65025
      light += SIMD3(point.red, point.green, point.blue) * near
    }
    return light
  }

  /// The roots of the layer before, between four of its pixels.
  private func before(_ x: Int, _ y: Int) -> SIMD3<Float> {
    let fromX = max(min(number(layer.frameGrid, 0, x, y), Float(layer.priorWidth) - 1.001), 0)
    let fromY = max(min(number(layer.frameGrid, 1, x, y), Float(layer.priorHeight) - 1.001), 0)
    let column = Int(fromX), row = Int(fromY)
    let word = { (dx: Int, dy: Int) -> SIMD3<Float> in
      let word = layer.prior[(row + dy) * (Int(layer.priorWidth) + 2 * Int(DREAM_LAYER_MARGIN)) + column + dx]
      return SIMD3(Float(word >> 21), Float(word >> 10 & 2047), Float(word & 1023))
    }
    let shareX = fromX - Float(column), shareY = fromY - Float(row)
    let above = word(0, 0) + (word(1, 0) - word(0, 0)) * shareX, below = word(0, 1) + (word(1, 1) - word(0, 1)) * shareX
    return above + (below - above) * shareY
  }

  static func shoulder(_ x: Float) -> Float {
    let t = 1 + x * 0.5
    let u = x * t * t
    let guess = Float(bitPattern: UInt32(bitPattern: 0x5f1f_fff9 - (Int32(bitPattern: u.bitPattern) >> 1)))
    return x * (guess * (2.38924456 - u * guess * guess))
  }

  static func scramble(_ counter: UInt32) -> UInt32 {
    var number = counter ^ counter >> 15
    number = number &* 0x2C1B_3C6D
    return number ^ number >> 13
  }

  /// One pixel of the layer.
  func pixel(_ x: Int, _ y: Int) -> Pixel {
    let shift = { number(layer.frameGrid, $0, x, y) }
    let at = Int(layer.map[y * Int(layer.mapPitch) + x])
    let cortex = sheet(
      layer.quads, (at & 0xffff) + Int(layer.driftRadius) + Int(shift(2)),
      (at >> 16) + Int(layer.driftAngle) + Int(shift(3)))
    let relief = max(layer.ambient + layer.reliefRadius * cortex.y + layer.reliefAngle * cortex.z, 0)
    let squares = brightened(morphed(x, y, activity: cortex.x), x, y)
    let m = layer.pictureMatrix
    let before = before(x, y)
    let rim = cortex.x * (1 - cortex.x) * 4
    let embossed = (1 + layer.emboss * (relief - 1)) * (1 / 65025)
    let noise = LayerOracle.scramble(
      UInt32(x) &* 0x9E37_79B1 &+ UInt32(y) &* 0x85EB_CA77 &+ layer.noise)
    let dither = Float(noise & 0xffff) * (1 / 65536)
    let develop = {
      (row: (Float, Float, Float), before: Float, whole: Float, low: Float, high: Float, edge: Float, glow: Float) in
      let picture = max(row.0 * squares.x + row.1 * squares.y + row.2 * squares.z, 0) * embossed
      let mapped = (low + (high - low) * cortex.x) * relief + edge * (rim * rim)
      var fresh = picture + (mapped - picture) * shift(6)
      if layer.isRaised != 0 { fresh += glow * shift(5) }
      let light = before * before
      let square = 1 / (whole * whole)
      let kept = layer.keep * (1 - layer.clarity)
      let linear = fresh * (1 - layer.keep) + light * (layer.keep * square)
      var shown = fresh * (1 - kept) + light * (kept * square)
      if layer.isRaised != 0 { shown += shift(5) * (1 - layer.clarity) * glow }
      let exposure = shift(4) * shift(4)
      let y = LayerOracle.shoulder(max(min(shown * exposure, min(exposure, 2)), 0))
      let toned = y * (layer.tone.0 + y * (layer.tone.1 + y * layer.tone.2)) + 0.5
      let root = max(min(linear, 1), 0).squareRoot() * whole + dither
      return (UInt32(root), UInt32(max(min(toned, Float(DREAM_LAYER_WHITE)), 0)))
    }
    let l = layer
    let red = develop((m.0, m.1, m.2), before.x, 2046, l.cortexLow.0, l.cortexHigh.0, l.cortexRim.0, l.glow.0)
    let green = develop((m.3, m.4, m.5), before.y, 2046, l.cortexLow.1, l.cortexHigh.1, l.cortexRim.1, l.glow.1)
    let blue = develop((m.6, m.7, m.8), before.z, 1022, l.cortexLow.2, l.cortexHigh.2, l.cortexRim.2, l.glow.2)
    return Pixel(
      next: red.0 << 21 | green.0 << 10 | blue.0, redBlue: red.1 << 16 | blue.1, green: green.1)
  }
}

/// Rings of light over the layer in plain Swift: the codes of one pixel.
struct RingOracle {
  let rings: DreamRingsArguments

  private func sine(_ turns: Float) -> Float {
    var x = turns - turns.rounded(.towardZero)
    x = x > 0.5 ? x - 1 : x < -0.5 ? x + 1 : x
    x = x > 0.25 ? 0.5 - x : x < -0.25 ? -0.5 - x : x
    let y = x * x
    return x * (6.2831853 + y * (-41.341702 + y * (81.605249 + y * (-76.705860 + y * (42.058940 - y * 15.094643)))))
  }

  private func lightened(_ code: UInt32, _ light: Float) -> UInt32 {
    UInt32(min((Float(code) * Float(code) + light).squareRoot() + 0.5, Float(DREAM_LAYER_WHITE)))
  }

  /// - Parameters:
  ///   - redBlue: what is there before: red high, blue low.
  ///   - green: likewise.
  func pixel(_ x: Int, _ y: Int, redBlue: UInt32, green: UInt32) -> (redBlue: UInt32, green: UInt32) {
    let all = [rings.rings.0, rings.rings.1, rings.rings.2]
    return all.prefix(Int(rings.count)).reduce((redBlue, green)) { codes, ring in
      let dx = Float(x) - ring.x, dy = Float(y) - ring.y
      let away = (dx * dx + dy * dy).squareRoot() - ring.radius
      let inside = away * (1 / ring.width), envelope = 1 - inside * inside
      guard envelope > 0 else { return codes }
      let crest = 0.5 + 0.5 * sine(away * ring.crests + ring.phase)
      let white = Float(DREAM_LAYER_WHITE)
      let light = envelope * crest * crest * (ring.light * white * white)
      let red = lightened(codes.0 >> 16, light * (rings.colour.0 * ring.red)),
        blue = lightened(codes.0 & 0xffff, light * (rings.colour.2 * ring.blue))
      return (red << 16 | blue, lightened(codes.1, light * (rings.colour.1 * ring.green)))
    }
  }
}

/// The frame in plain Swift: one pixel from the layer's planes.
struct FrameOracle {
  let frame: DreamFrameArguments

  /// A colour's code in the layer; beyond its edges lie copies of the outermost pixels.
  private func layer(_ plane: UnsafePointer<UInt32>, _ shift: UInt32, _ x: Int, _ y: Int) -> Int {
    let width = frame.width / frame.times, height = frame.height / frame.times
    let row = Int32(min(max(y, 0), Int(height) - 1)), column = min(max(x, 0), Int(width) - 1)
    return Int(plane[Int(dreamLayerRow(width, row)) + column] >> shift & 0xffff)
  }

  /// (9 3 3 1)/16 of the four nearest of half the size, times 16.
  private func between(_ x: Int, _ y: Int, _ code: (Int, Int) -> Int) -> Int {
    let column = x >> 1, row = y >> 1, aside = column + (x & 1) * 2 - 1, other = row + (y & 1) * 2 - 1
    return 9 * code(column, row) + 3 * (code(aside, row) + code(column, other)) + code(aside, other)
  }

  /// A colour's code, times 16.
  private func enlarged(_ plane: UnsafePointer<UInt32>, _ shift: UInt32, _ x: Int, _ y: Int) -> Int {
    guard frame.times == 4 else { return between(x, y) { layer(plane, shift, $0, $1) } }
    let width = Int(frame.width) / 2, height = Int(frame.height) / 2
    return between(x, y) { column, row in
      let sum = between(min(max(column, 0), width - 1), min(max(row, 0), height - 1)) { layer(plane, shift, $0, $1) }
      return (sum + 8) >> 4
    }
  }

  /// One pixel of the frame.
  func pixel(_ x: Int, _ y: Int) -> UInt32 {
    let reach = min(Int(frame.grain * (16 * Float(DREAM_LAYER_WHITE))), 3900)
    // One number of chance serves two pixels.
    let number = LayerOracle.scramble(UInt32(x / 2) &* 0x9E37_79B1 &+ UInt32(y) &* 0x85EB_CA77 &+ frame.noise)
    let chance = Int(x % 2 == 0 ? number & 0xffff : number >> 16)
    let colours: [(UnsafePointer<UInt32>, UInt32)] = [(frame.redBlue, 16), (frame.green, 0), (frame.redBlue, 0)]
    return colours.reduce(0) { word, colour in
      let sum = max(enlarged(colour.0, colour.1, x, y) + ((chance * reach) >> 16) + 120 - reach / 2, 0)
      return word << 8 | UInt32((min(sum, 16 * Int(DREAM_LAYER_WHITE) + 239) * 272) >> 16)
    }
  }
}
