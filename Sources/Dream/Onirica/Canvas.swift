import DreamKernels

/// The pixels of one size: the layer, which is the picture at half its size, the layer before, the grid and the map.
final class Canvas {
  /// Size of the picture in pixels.
  let width: Int, height: Int
  /// Width in half heights.
  var widthUnits: Double { 2 * Double(width) / Double(height) }
  /// The size that the kernels work at.
  let paddedWidth: Int, paddedHeight: Int
  var layerWidth: Int { paddedWidth / 2 }
  var layerHeight: Int { paddedHeight / 2 }
  /// Where the first pixel of the layer lies in its planes.
  var layerOrigin: Int { Int(dreamLayerRow(Int32(layerWidth), 0)) }
  let map: RetinoCorticalMap
  let frameGrid: Slab<Float>, morphGrid: Slab<Float>
  let redBlue: Slab<UInt32>, green: Slab<UInt32>
  private(set) var prior: Slab<UInt32>, next: Slab<UInt32>
  private(set) var isEmpty = true
  private var grain: Float = 0, noise: UInt32 = 0
  private let luminance: Slab<UInt32>
  /// The picture, where it is shown in another size.
  private lazy var whole = Frame(width: max(16, paddedWidth), height: max(16, paddedHeight))
  private static let band = 16

  /// - Parameter isResized: whether it will be shown in another size than its own.
  init(width: Int, height: Int, isResized: Bool = false, crew: Crew, kernels: DreamKernels) {
    self.width = width
    self.height = height
    paddedWidth = (width + 15) / 16 * 16
    paddedHeight = (height + 1) / 2 * 2
    map = RetinoCorticalMap(width: paddedWidth / 2, height: paddedHeight / 2, crew: crew, kernels: kernels)
    let vertices = (paddedWidth / 16 + 1) * (paddedHeight / 16 + 3)
    frameGrid = Slab(count: vertices * 8, of: 0)
    morphGrid = Slab(count: vertices * 8, of: 0)
    let planeCount = (paddedWidth / 2 + 2 * Int(DREAM_LAYER_MARGIN)) * (paddedHeight / 2 + 2) + 64
    redBlue = Slab(count: planeCount, of: 0)
    green = Slab(count: planeCount, of: 0)
    prior = Slab(count: planeCount, of: 0)
    next = Slab(count: planeCount, of: 0)
    luminance = Slab(count: paddedHeight / 8, of: 0)
    // Made before the show, so that no frame allocates.
    if isResized { whole.fill(0) }
  }

  /// Makes the layer of the next frame.
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
    grid.priorWidth = Int32(before.layerWidth)
    grid.priorHeight = Int32(before.layerHeight)
    grid.mapRestX = Float(state.gaze.x - gazeX / unit)
    grid.mapRestY = Float(state.gaze.y - gazeY / unit)
    crew.run(kernels.grid, &grid, rows: paddedHeight / 16 + 2, band: 8)

    let points = points.placed(
      elapsed: elapsed, brightness: Double(state.look[.points]), drift: Double(state.look[.pointDrift]),
      fallen: state.fallen, colour: state.look[colour: .glowRed], width: paddedWidth, height: paddedHeight,
      chorus: state.chorus)
    var layer = layerArguments(
      after: before, state: state, view: view, pictures: pictures, quads: quads, grown: grown, points: points)
    layer.isRaised = grid.rippleCount > 0 ? 1 : 0
    let work = LayerWork(
      layer: layer, mapOrigin: view.origin, mapRows: map.rows,
      pictureEditions: (pictures.first.edition.value, pictures.second.edition.value), step: state.stepCount)
    let isElsewhere = place.render(work)
    if !isElsewhere { crew.run(kernels.layer, &layer, rows: layerHeight, band: Canvas.band) }
    var rings = ringsArguments(state: state)
    // With the rings comes the border, which a renderer leaves out.
    if isElsewhere || rings.count > 0 { crew.run(kernels.rings, &rings, rows: layerHeight, band: Canvas.band) }
    grain = state.look[.grain]
    noise = Canvas.noise(of: state, number: 25)
    swap(&prior, &next)
    isEmpty = false
  }

  /// Mean linear luminance of the last frame, from every fourth row of the layer.
  func meanLuminance(crew: Crew, kernels: DreamKernels) -> Double {
    var arguments = DreamLayerLightArguments(
      width: Int32(layerWidth), redBlue: redBlue.base, green: green.base, redRatio: Limiter.redRatio,
      luminance: luminance.base)
    crew.run(kernels.layerLight, &arguments, rows: luminance.count, band: 32)
    let sum = (0..<luminance.count).reduce(0.0) { $0 + Double(luminance.base[$1]) }
    return sum / (65535 * Double(layerWidth * luminance.count))
  }

  /// How the layer is enlarged into a frame; nil where the frame has neither the canvas's size nor twice that.
  func drawing(in frame: Frame) -> DreamFrameArguments? {
    if frame.width == width && frame.height == height { return drawing(in: frame, times: 2) }
    let isTwice = frame.width == 2 * paddedWidth && frame.height == 2 * paddedHeight
    return isTwice && frame.width <= Int(DREAM_FRAME_WIDTH_MAX) ? drawing(in: frame, times: 4) : nil
  }

  private func drawing(in target: Frame, times: Int) -> DreamFrameArguments {
    DreamFrameArguments(
      width: Int32(times * layerWidth), height: Int32(times == 2 ? target.height : times * layerHeight),
      pitch: Int32(target.pitch), times: Int32(times), redBlue: redBlue.base, green: green.base, grain: grain,
      noise: noise, display: target.words)
  }

  /// Enlarges the layer into a frame; one of another size is reached by interpolation.
  func show(in frame: Frame, crew: Crew, kernels: DreamKernels) {
    if var drawing = drawing(in: frame) {
      crew.run(kernels.frame, &drawing, rows: frame.height, band: Canvas.band)
      return
    }
    var drawing = drawing(in: whole, times: 2)
    crew.run(kernels.frame, &drawing, rows: whole.height, band: Canvas.band)
    var arguments = DreamResizeArguments(
      sourceWidth: Int32(width), sourceHeight: Int32(height), sourcePitch: Int32(whole.pitch), source: whole.words,
      width: Int32(frame.width), height: Int32(frame.height), pitch: Int32(frame.pitch), target: frame.words)
    crew.run(kernels.resize, &arguments, rows: frame.height, band: Canvas.band)
  }

  /// What it carries from frame to frame: the ground of the next one.
  func exchange(with ledger: inout StateLedger) {
    ledger.exchange(prior)
    ledger.exchange(&isEmpty)
  }
}
