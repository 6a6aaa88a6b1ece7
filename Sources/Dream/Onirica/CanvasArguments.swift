import DreamKernels

/// What the kernels are given for a frame.
extension Canvas {
  func gridArguments(state: DreamState, elapsed: Double, hung: (Bool, Bool)) -> DreamGridArguments {
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
    state.chorus.write(to: &g, widthUnits: widthUnits)
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

  /// The rings of spindles, which lie over the layer.
  func ringsArguments(state: DreamState) -> DreamRingsArguments {
    var rings = DreamRingsArguments()
    rings.width = Int32(layerWidth)
    rings.height = Int32(layerHeight)
    rings.redBlue = redBlue.base
    rings.green = green.base
    rings.colour = state.look[colour: .glowRed].tuple
    state.ripples.writeRings(to: &rings, width: layerWidth, height: layerHeight, gain: state.look[.ripples])
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

  func layerArguments(
    after before: Canvas, state: DreamState, view: (words: Slab<UInt32>, origin: Int),
    pictures: (first: Picture, second: Picture), quads: Slab<UInt64>, grown: Slab<UInt64>,
    points: (slab: Slab<DreamPoint>, count: Int)
  ) -> DreamLayerArguments {
    let look = state.look
    let keep = before.isEmpty ? 0 : Float(Exact.exponential(-state.stepSeconds / Double(look[.trailSeconds])))
    return DreamLayerArguments(
      width: Int32(layerWidth), height: Int32(layerHeight), map: view.words.base + view.origin,
      mapPitch: Int32(map.pitch), quads: quads.base, driftRadius: Int32(state.driftRadius),
      driftAngle: Int32(state.driftAngle), reaction: grown.base, reactionShade: look[.reactionShade],
      maskByReaction: look[.maskByReaction], frameGrid: frameGrid.base, morphGrid: morphGrid.base,
      maskByCortex: look[.maskByCortex], pictureA: pictures.first.words.base, pictureB: pictures.second.words.base,
      pointCount: Int32(points.count), points: points.slab.base,
      pictureMatrix: Canvas.matrix(saturation: look[.saturation], tint: look[colour: .tintRed]), emboss: look[.emboss],
      reliefRadius: look[.reliefRadius], reliefAngle: look[.reliefAngle], ambient: look[.ambient],
      cortexLow: look[colour: .lowRed].tuple, cortexHigh: look[colour: .highRed].tuple,
      cortexRim: look[colour: .rimRed].tuple, isRaised: 0, glow: look[colour: .glowRed].tuple,
      prior: before.prior.base + before.layerOrigin, priorWidth: Int32(before.layerWidth),
      priorHeight: Int32(before.layerHeight), keep: keep, clarity: look[.clarity],
      tone: Canvas.tone(contrast: look[.contrast]), noise: Canvas.noise(of: state, number: 3), next: next.base,
      redBlue: redBlue.base, green: green.base)
  }

  /// A counter of a frame's noise.
  static func noise(of state: DreamState, number: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: Exact.hash(state.seed, state.stepCount, number))
  }

  /// The curve from exposed light to the layer's codes, from 0 (plain) to 1 (film): a cubic of the shoulder, whose 1.4-fold
  /// is one where it is brightest.
  private static func tone(contrast: Float) -> (Float, Float, Float) {
    let unit = 1.4 * dreamToneUnit, white = Float(DREAM_LAYER_WHITE)
    return (
      (1.12 - 0.77 * contrast) * unit * white, (-0.12 + 2.02 * contrast) * unit * unit * white,
      -1.25 * contrast * unit * unit * unit * white
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
}
