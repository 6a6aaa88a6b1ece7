import DreamKernels

/// The pixels of one size: the frame before, the frame, the layer of pictures, the grid and the map.
final class Canvas {
  let width: Int, height: Int
  /// Width in half heights.
  var widthUnits: Double { 2 * Double(width) / Double(height) }
  private let paddedWidth: Int, paddedHeight: Int
  private let map: RetinoCorticalMap
  private let frameGrid: Slab<Float>, morphGrid: Slab<Float>
  private let freshRedBlue: Slab<UInt32>, freshGreen: Slab<UInt32>, display: Slab<UInt32>
  private var prior: Slab<UInt32>, next: Slab<UInt32>
  private static let luminanceParts = 64
  private let luminance = Slab<UInt32>(count: Canvas.luminanceParts, of: 0)
  private let reddened = Slab<UInt32>(count: Canvas.luminanceParts, of: 0)
  private var isEmpty = true
  private static let band = 16

  init(width: Int, height: Int, crew: Crew, kernels: DreamKernels) {
    self.width = width
    self.height = height
    paddedWidth = (width + 15) / 16 * 16
    paddedHeight = (height + 1) / 2 * 2
    map = RetinoCorticalMap(width: paddedWidth / 2, height: paddedHeight / 2, crew: crew, kernels: kernels)
    let vertices = (paddedWidth / 16 + 1) * (paddedHeight / 16 + 3)
    frameGrid = Slab(count: vertices * 8, of: 0)
    morphGrid = Slab(count: vertices * 8, of: 0)
    let layerCount = (paddedWidth / 2 + 2 * Int(DREAM_HALF_MARGIN)) * (paddedHeight / 2 + 2) + 64
    freshRedBlue = Slab(count: layerCount, of: 0)
    freshGreen = Slab(count: layerCount, of: 0)
    display = Slab(count: paddedWidth * paddedHeight + 64, of: 0)
    prior = Slab(count: paddedWidth * (paddedHeight + 1) + 64, of: 0)
    next = Slab(count: paddedWidth * (paddedHeight + 1) + 64, of: 0)
  }

  /// Makes the next frame.
  ///
  /// - Parameter former: the canvas of another size that made the frame before, if there is one.
  func compose(
    after former: Canvas?, state: DreamState, elapsed: Double, pictures: (first: Picture, second: Picture),
    quads: Slab<UInt64>, grown: Slab<UInt64>,
    points: LightPoints, place: RendererPlace, crew: Crew, kernels: DreamKernels
  ) {
    // The map is that of the layer: its pixels are two of the picture.
    let unit = Double(height) / 4
    let gazeX = (state.gaze.x * unit).rounded(), gazeY = (state.gaze.y * unit).rounded()
    let view = map.view(shiftX: Int(gazeX), shiftY: Int(gazeY))
    let before = former ?? self
    var grid = gridArguments(
      state: state, elapsed: elapsed, hung: (pictures.first.isStill.value == 1, pictures.second.isStill.value == 1))
    grid.priorWidth = Int32(before.paddedWidth)
    grid.priorHeight = Int32(before.paddedHeight)
    grid.mapRestX = Float(state.gaze.x - gazeX / unit)
    grid.mapRestY = Float(state.gaze.y - gazeY / unit)
    crew.run(kernels.grid, &grid, rows: paddedHeight / 16 + 2, band: 8)

    let points = points.placed(
      elapsed: elapsed, brightness: Double(state.look[.points]), drift: Double(state.look[.pointDrift]),
      fallen: state.fallen, colour: state.look[colour: .glowRed], width: paddedWidth, height: paddedHeight)
    var fresh = freshArguments(
      state: state, view: view, pictures: pictures, quads: quads, grown: grown, points: points)
    var frame = frameArguments(after: before, state: state)
    frame.isRaised = grid.rippleCount > 0 ? 1 : 0
    var rings = ringsArguments(state: state)
    let work = FrameWork(
      fresh: fresh, frame: frame, rings: rings, mapOrigin: view.origin, mapRows: map.rows,
      pictureEditions: (pictures.first.edition.value, pictures.second.edition.value), step: state.stepCount)
    if !place.render(work) {
      crew.run(kernels.fresh, &fresh, rows: paddedHeight / 2, band: Canvas.band)
      crew.run(kernels.frame, &frame, rows: paddedHeight, band: Canvas.band)
      if rings.count > 0 { crew.run(kernels.rings, &rings, rows: paddedHeight, band: Canvas.band) }
    }
    swap(&prior, &next)
    isEmpty = false
  }

  private func gridArguments(state: DreamState, elapsed: Double, hung: (Bool, Bool)) -> DreamGridArguments {
    let look = state.look
    let step = state.stepSeconds
    var g = DreamGridArguments()
    g.width = Int32(paddedWidth)
    g.height = Int32(paddedHeight)
    g.columns = Int32(paddedWidth / 16 + 1)
    g.zoom = Float(Exact.exponential(Double(look[.zoom]) * step))
    g.turn = Float(Double(look[.turn]) * step)
    g.flow = Float(Double(look[.flow]) * step)
    g.flowPhase = (
      turns(elapsed * 0.031), turns(elapsed * -0.023 + 0.2), turns(elapsed * 0.027 + 0.5),
      turns(elapsed * -0.037 + 0.7)
    )
    g.gazeStepX = Float(state.gaze.x - state.gazeBefore.x)
    g.gazeStepY = Float(state.gaze.y - state.gazeBefore.y)
    g.gazeX = Float(state.gaze.x)
    g.gazeY = Float(state.gaze.y)
    placePictures(state: state, elapsed: elapsed, in: &g)
    if hung.0 {
      hang(number: PictureShelf.due(at: elapsed).number, elapsed: elapsed, state: state, in: &g, first: true)
    }
    if hung.1 {
      hang(number: PictureShelf.due(at: elapsed).number + 1, elapsed: elapsed, state: state, in: &g, first: false)
    }
    g.light = Float(state.exposure.squareRoot())
    g.vignette = look[.vignette]
    g.cortexShare = look[.cortexShare]
    g.fovea = look[.fovea]
    g.swell = Float(state.swell.height)
    g.swellPhase = Float(state.swell.phase)
    state.ripples.write(to: &g, gain: look[.ripples])
    g.reactionScale = 2 * look[.reactionScale]
    g.reactionX = 20 * Float(Exact.sine(turns: elapsed * 0.007))
    g.reactionY = 20 * Float(Exact.sine(turns: elapsed * 0.009))
    g.frameGrid = frameGrid.base
    g.morphGrid = morphGrid.base
    return g
  }

  private func placePictures(state: DreamState, elapsed: Double, in g: inout DreamGridArguments) {
    let look = state.look
    let due = PictureShelf.due(at: elapsed)
    let place = { (number: Int, axis: Int) -> Float in
      let drift = state.pictureDrift * (Exact.chance(state.seed, number, 5 + axis) - 0.5) * 2
      let start = Exact.chance(state.seed, number, 7 + axis) * 1024 + drift + (axis == 0 ? state.steered : 0)
      return Float(8192 + start - (start / 1024).rounded(.down) * 1024)
    }
    let angle = { (number: Int) in Exact.chance(state.seed, number, 9) + 0.004 * elapsed * (number % 2 == 0 ? 1 : -1) }
    g.pictureX = (place(due.number, 0), place(due.number + 1, 0))
    g.pictureY = (place(due.number, 1), place(due.number + 1, 1))
    let (a, b) = (angle(due.number), angle(due.number + 1))
    g.pictureCosine = (Float(Exact.cosine(turns: a)), Float(Exact.cosine(turns: b)))
    g.pictureSine = (Float(Exact.sine(turns: a)), Float(Exact.sine(turns: b)))
    g.pictureScale = (look[.pictureScale], look[.pictureScale])
    g.pictureWarp = look[.pictureWarp]
    g.pictureWarpPhase = (
      turns(elapsed * 0.019 + Double(due.number) * 0.37), turns(elapsed * 0.019 + Double(due.number + 1) * 0.37)
    )
    let share = min(max(Double(look[.morphShare]), 0.05), 1)
    let morph = Exact.smooth((due.progress - (1 - share)) / share)
    g.morph = Float(2 * morph - 1)
    g.morphSoftness = look[.morphSoftness]
    g.morphPhase = turns(elapsed * 0.02)
  }

  /// The rings of spindles, which lie over the finished frame.
  private func ringsArguments(state: DreamState) -> DreamRingsArguments {
    var rings = DreamRingsArguments()
    rings.width = Int32(paddedWidth)
    rings.height = Int32(paddedHeight)
    rings.colour = state.look[colour: .glowRed].tuple
    rings.display = display.base
    state.ripples.writeRings(to: &rings, width: paddedWidth, height: paddedHeight, gain: state.look[.ripples])
    return rings
  }

  /// A still hangs upright in the middle, and breathes a little.
  private func hang(number: Int, elapsed: Double, state: DreamState, in g: inout DreamGridArguments, first: Bool) {
    let sway = Exact.chance(state.seed, number, 21)
    let x = 8192 + Hanging.middle.x + 14 * Float(Exact.sine(turns: elapsed * 0.011 + sway)) + Float(state.steered)
    let y = 8192 + Hanging.middle.y + 5 * Float(Exact.sine(turns: elapsed * 0.013 + 2 * sway))
    let turn = 0.003 * Exact.sine(turns: elapsed * 0.009 + sway)
    let cosine = Float(Exact.cosine(turns: turn)), sine = Float(Exact.sine(turns: turn))
    let scale = Hanging.pixelsAUnit * (1 + 0.03 * Float(Exact.sine(turns: elapsed * 0.017 + sway)))
    if first {
      (g.pictureX.0, g.pictureY.0, g.pictureCosine.0, g.pictureSine.0, g.pictureScale.0) = (x, y, cosine, sine, scale)
    } else {
      (g.pictureX.1, g.pictureY.1, g.pictureCosine.1, g.pictureSine.1, g.pictureScale.1) = (x, y, cosine, sine, scale)
    }
  }

  private func freshArguments(
    state: DreamState, view: (words: Slab<UInt32>, origin: Int), pictures: (first: Picture, second: Picture),
    quads: Slab<UInt64>, grown: Slab<UInt64>, points: (slab: Slab<DreamPoint>, count: Int)
  ) -> DreamFreshArguments {
    let look = state.look
    return DreamFreshArguments(
      width: Int32(paddedWidth), height: Int32(paddedHeight), map: view.words.base + view.origin,
      mapPitch: Int32(map.pitch), quads: quads.base, driftRadius: Int32(state.driftRadius),
      driftAngle: Int32(state.driftAngle), reaction: grown.base, reactionShade: look[.reactionShade],
      maskByReaction: look[.maskByReaction], frameGrid: frameGrid.base, morphGrid: morphGrid.base,
      maskByCortex: look[.maskByCortex], pictureA: pictures.first.words.base, pictureB: pictures.second.words.base,
      pointCount: Int32(points.count), points: points.slab.base,
      pictureMatrix: Canvas.matrix(saturation: look[.saturation], tint: look[colour: .tintRed]), emboss: look[.emboss],
      reliefRadius: look[.reliefRadius], reliefAngle: look[.reliefAngle], ambient: look[.ambient],
      cortexLow: look[colour: .lowRed].tuple, cortexHigh: look[colour: .highRed].tuple,
      cortexRim: look[colour: .rimRed].tuple, glow: look[colour: .glowRed].tuple, redBlue: freshRedBlue.base,
      green: freshGreen.base)
  }

  private func frameArguments(after before: Canvas, state: DreamState) -> DreamFrameArguments {
    let look = state.look
    var f = DreamFrameArguments(
      width: Int32(paddedWidth), height: Int32(paddedHeight), grid: frameGrid.base, prior: before.prior.base,
      priorWidth: Int32(before.paddedWidth), priorHeight: Int32(before.paddedHeight), redBlue: freshRedBlue.base,
      green: freshGreen.base, keep: 0, clarity: look[.clarity], isRaised: 1, glow: look[colour: .glowRed].tuple,
      grain: look[.grain], tone: Canvas.tone(contrast: look[.contrast]),
      noise: UInt32(truncatingIfNeeded: Exact.hash(state.seed, state.stepCount, 3)), next: next.base,
      display: display.base)
    f.keep = before.isEmpty ? 0 : Float(Exact.exponential(-state.stepSeconds / Double(look[.trailSeconds])))
    return f
  }

  /// The curve from exposed light to the display, from 0 (plain) to 1 (film): a cubic of the shoulder, whose 1.4-fold is
  /// one where it is brightest.
  private static func tone(contrast: Float) -> (Float, Float, Float) {
    let unit = 1.4 * dreamToneUnit
    return (
      (1.12 - 0.77 * contrast) * unit * 255, (-0.12 + 2.02 * contrast) * unit * unit * 255,
      -1.25 * contrast * unit * unit * unit * 255
    )
  }

  /// Saturation around luminance, then tint.
  static func matrix(
    saturation s: Float, tint: SIMD3<Float>
  ) -> (Float, Float, Float, Float, Float, Float, Float, Float, Float) {
    let grey = SIMD3<Float>(0.2126, 0.7152, 0.0722) * (1 - s)
    let red = (grey + SIMD3(s, 0, 0)) * tint.x
    let green = (grey + SIMD3(0, s, 0)) * tint.y
    let blue = (grey + SIMD3(0, 0, s)) * tint.z
    return (red.x, red.y, red.z, green.x, green.y, green.z, blue.x, blue.y, blue.z)
  }

  private func turns(_ t: Double) -> Float { Float(t - t.rounded(.down)) }

  /// Mean linear luminance of the last frame, from every eighth row.
  func meanLuminance(crew: Crew, kernels: DreamKernels) -> Double {
    let rows = paddedHeight / 8
    // Parts that are small enough for sums of 32 bits, as many as there are rows at most.
    let parts = min(rows, Canvas.luminanceParts)
    var arguments = DreamMeasureArguments(
      width: Int32(paddedWidth), height: Int32(rows), pitch: Int32(paddedWidth * 8), display: display.base,
      tileColumns: 1, tileRows: Int32(parts), redRatio: Limiter.redRatio, luminance: luminance.base,
      reddened: reddened.base, kept: nil, rowLines: nil, columnLines: nil)
    crew.run(kernels.measure, &arguments, rows: parts, band: 4)
    let sum = (0..<parts).reduce(0.0) { $0 + Double(luminance.base[$1]) }
    return sum / (65535 * Double(paddedWidth * rows))
  }

  func show(in frame: Frame, crew: Crew, kernels: DreamKernels) {
    if frame.width == width && frame.height == height {
      var arguments = DreamCopyArguments(
        width: Int32(width), pitch: Int32(frame.pitch), sourcePitch: Int32(paddedWidth), source: display.base,
        target: frame.words)
      crew.run(kernels.copy, &arguments, rows: height, band: 4 * Canvas.band)
    } else {
      var arguments = DreamResizeArguments(
        sourceWidth: Int32(width), sourceHeight: Int32(height), sourcePitch: Int32(paddedWidth), source: display.base,
        width: Int32(frame.width), height: Int32(frame.height), pitch: Int32(frame.pitch), target: frame.words)
      crew.run(kernels.resize, &arguments, rows: frame.height, band: 16)
    }
  }

  /// What it carries from frame to frame: the ground of the next one.
  func exchange(with ledger: inout StateLedger) {
    ledger.exchange(prior)
    ledger.exchange(&isEmpty)
  }
}
