import DreamKernels
import SleepLab

/// The generator: from a night to frames.
///
/// `B(x) = g·B′(w(x)) + (1−g)·[(1−m)·P(x) + m·C(x) + E(x)]` in linear light, `g = exp(−Δt/τ)`: the frame before seen
/// through a slow warp, two pictures morphed, the cortex seen through the retino-cortical map, and what the events of
/// the night raise. A frame is a function of night, seed, size, step and start, bit for bit, on any number of threads
/// and at any level of the kernels.
public final class Dream {
  /// Seconds of show that pass before the first frame that anyone sees.
  public static let preRollSeconds = 1.0
  /// Milliseconds of the field that pass before that.
  /// Driven presets need longer to find their pattern.
  static let fieldPreRollMilliseconds = (driven: 1800.0, free: 500.0)
  static let fieldEdge = 256
  /// Steps of the reaction that pass before that, where it shows.
  static let reactionPreRollSteps = 3000.0
  /// Seconds in which new looks are taken over.
  static let looksSeconds = 1.0

  /// The plan that it follows.
  public let plan: Plan
  /// The night that it follows.
  public private(set) var night: Night
  /// Who works; another crew may take over between two steps.
  public var crew: Crew
  /// The looks that it has now; others are taken over within some seconds, from the next frame on.
  public var wantedLooks: StageLooks?
  /// Share of their steps that the field and what grows over the pictures take, 0 to 1; a screen that is late takes fewer.
  public var fieldShare = 1.0
  /// What makes the pixels in the processor's stead, from the next frame on: to be set on the thread that advances the
  /// dream. One that is lost leaves its place to the processor in the same frame.
  public var renderer: (any PixelRenderer)? {
    get { place.renderer }
    set { place.renderer = newValue }
  }
  /// Why the last renderer is gone, if it was lost.
  public var rendererLoss: RendererLoss? { place.loss }
  private let place = RendererPlace()
  private var looks: StageLooks
  let kernels: DreamKernels
  private let field: NeuralField
  private let sheet: CortexSheet
  private let reaction: Reaction
  private let grown: CortexSheet
  private var tints: [ReportTint]
  var dreamers: [Dreamer?] = []
  private let shelf: PictureShelf
  private var painter: Painter?
  private let points: LightPoints
  private var canvases: [Canvas]
  private var canvas: Canvas
  /// The canvas that made the frame before, where the size has just changed.
  private var formerCanvas: Canvas?
  private var state: DreamState

  /// A dream that has not begun.
  ///
  /// - Parameters:
  ///   - night: the night to follow.
  ///   - plan: size, step, seed and looks.
  ///   - crew: who works.
  ///   - level: at which level, one that is available.
  ///   - stills: pictures to show; those that are missing are painted.
  ///   - scales: internal sizes that a governor may choose among, as shares of the plan's; the first is in force.
  public init(
    night: Night, plan: Plan, crew: Crew, level: KernelLevel = .best, scales: [Double] = [1],
    stills: (any StillSource)? = nil
  ) {
    precondition(!scales.isEmpty && scales.allSatisfy { $0 > 0 && $0 <= 1 })
    guard let kernels = level.kernels else { preconditionFailure("level \(level) is not available here") }
    self.night = night
    self.plan = plan
    self.crew = crew
    self.kernels = kernels
    field = NeuralField(edge: Dream.fieldEdge, seed: plan.seed)
    sheet = CortexSheet(fieldEdge: Dream.fieldEdge)
    reaction = Reaction(edge: Dream.fieldEdge, seed: plan.seed)
    grown = CortexSheet(fieldEdge: Dream.fieldEdge)
    tints = ReportTint.all(of: night)
    looks = plan.looks
    shelf = PictureShelf(seed: plan.seed, stills: stills)
    points = LightPoints(seed: plan.seed)
    canvases = scales.map { scale in
      Canvas(
        width: max(16, Int(Double(plan.width) * scale)), height: max(16, Int(Double(plan.height) * scale)),
        isResized: scale < 1, crew: crew, kernels: kernels)
    }
    canvas = canvases[0]
    state = DreamState(seed: plan.seed, stepSeconds: 1 / plan.framesPerSecond)
  }

  /// Follows another night from the next frame on; what is on show flows over into it.
  ///
  /// - Parameter night: the night.
  public func follow(_ night: Night) {
    self.night = night
    tints = ReportTint.all(of: night)
    state.forgetPosition()
  }

  /// Goes on at another internal size.
  ///
  /// - Parameter index: of the scales.
  public func useScale(_ index: Int) {
    guard canvases.indices.contains(index), canvases[index] !== canvas else { return }
    formerCanvas = canvas
    canvas = canvases[index]
  }

  /// The internal size in force, in pixels.
  public var internalSize: (width: Int, height: Int) { (canvas.width, canvas.height) }

  /// Lives through the pre-roll, so that the first frame is a dream and not a beginning.
  ///
  /// - Parameters:
  ///   - position: seconds of the night at which the first frame will be.
  ///   - elapsed: seconds of show at which the first frame will be.
  ///   - preRollSeconds: seconds of show that pass before; a screen that is waited for takes fewer.
  ///   - chorus: where those are who dream beside it.
  public func begin(
    at position: Double, elapsed: Double, preRollSeconds: Double = Dream.preRollSeconds, chorus: ChorusMoment = .alone
  ) {
    state.begin(night: night, position: position)
    let look = looks.mixed(by: state.weights)
    let preset = look.field
    if look[.reactionShade] > 0.01 { grow(by: look, steps: Dream.reactionPreRollSteps, atMost: .max) }
    let milliseconds = Dream.fieldPreRollMilliseconds
    field.advance(
      milliseconds: preset.isDriven ? milliseconds.driven : milliseconds.free, preset: preset, stepsAtMost: 2000,
      crew: crew, kernels: kernels)
    let steps = Int(preRollSeconds * plan.framesPerSecond)
    for step in 0..<steps {
      advance(to: position, elapsed: elapsed - Double(steps - step) / plan.framesPerSecond, chorus: chorus)
    }
    state.endPreRoll()
  }

  /// Advances by one step.
  ///
  /// - Parameters:
  ///   - position: seconds of the night at which this frame is.
  ///   - elapsed: seconds of show at which it is: drifts, pictures and points of light depend on them.
  ///   - sound: what is heard then; in silence the frames are those without a sound, bit for bit.
  ///   - chorus: where those are who dream beside it; alone, the frames are those without any, bit for bit.
  public func advance(
    to position: Double, elapsed: Double, sound: Sound = .silence, chorus: ChorusMoment = .alone
  ) {
    state.advance(
      night: night, position: position, elapsed: elapsed, looks: looks, tints: tints, widthUnits: canvas.widthUnits,
      sound: sound, dreamers: dreamers, moment: chorus)
    approachLooks()
    let look = state.look
    if state.hasNewStage { field.stir(share: 0.7) }
    if state.hasNewStage, look[.reactionShade] < 0.01 { reaction.begin(places: 26) }
    field.advance(
      milliseconds: Double(look[.fieldRate]) * state.stepSeconds * fieldShare, preset: look.field, stepsAtMost: 6,
      crew: crew, kernels: kernels)
    sheet.take(
      field, preset: look.field, stepSeconds: state.stepSeconds, lowPassSeconds: Double(look[.lowPassSeconds]),
      crew: crew, kernels: kernels)
    if look[.reactionShade] > 0 {
      grow(by: look, steps: Double(look[.reactionRate]) * state.stepSeconds * fieldShare, atMost: 12)
      grown.take(
        reaction.concentration, low: 0.04, high: 0.34, approach: 1, crew: crew, kernels: kernels)
    }
    canvas.compose(
      after: formerCanvas, state: state, elapsed: elapsed, pictures: pictures(at: elapsed),
      quads: sheet.quads, grown: grown.quads,
      points: points, place: place, crew: crew, kernels: kernels)
    formerCanvas = nil
    state.expose(meanLuminance: canvas.meanLuminance(crew: crew, kernels: kernels))
  }

  /// Draws the picture of the last step, before the limiter.
  ///
  /// - Parameter frame: where to; another size than the plan's is reached by interpolation.
  public func show(in frame: Frame) {
    canvas.show(in: frame, crew: crew, kernels: kernels)
  }

  /// Draws the picture of the last step, and lets the limiter's eye sweep over it.
  ///
  /// - Returns: how many pixels had too much red.
  func show(in frame: Frame, seenBy sweep: TileSweep) -> Int {
    if let drawing = canvas.drawing(in: frame) { return sweep.look(drawing: drawing, in: frame) }
    show(in: frame)
    return sweep.look(at: frame, keepingIn: nil)
  }

  /// Seconds of the night, stage weights and mean luminance of the last step: for reports and tests.
  public var stageWeights: StageWeights { state.weights }

  private func grow(by look: Look, steps: Double, atMost: Int) {
    reaction.advance(
      steps: steps, feed: look[.reactionFeed], kill: look[.reactionKill], atMost: atMost, crew: crew, kernels: kernels)
  }

  private func approachLooks() {
    guard let wantedLooks else { return }
    let share = Float(1 - Exact.exponential(-state.stepSeconds / Dream.looksSeconds))
    if !looks.approach(wantedLooks, share: share) { self.wantedLooks = nil }
  }

  private func pictures(at elapsed: Double) -> (first: Picture, second: Picture) {
    let due = PictureShelf.due(at: elapsed)
    shelf.want(state.wishes)
    if !paintsAhead {
      let painter = self.painter ?? Painter(crew: crew, kernels: kernels)
      self.painter = painter
      shelf.fetch(due.number, painter: painter)
      shelf.fetch(due.number + 1, painter: painter)
    }
    return (shelf.newest(due.number), shelf.newest(due.number + 1))
  }

  private var paintsAhead = false

  /// Hands the painting of pictures to someone else; frames no longer wait for them.
  ///
  /// - Returns: who paints, to be asked from one thread and again and again.
  public func paintAhead() -> AheadPainter {
    paintsAhead = true
    return AheadPainter(shelf: shelf, aside: AsidePainter(kernels: kernels))
  }

  /// All that it carries from step to step, but for its plan, its night and its pictures: put back into a dream of the
  /// same plan and night, it goes on as if it had never stopped, bit for bit.
  ///
  /// - Parameter ledger: what is written to, or put back from.
  public func exchange(with ledger: inout StateLedger) {
    precondition(formerCanvas == nil && wantedLooks == nil, "kept between two frames of a film, where nothing is tuned")
    field.exchange(with: &ledger)
    sheet.exchange(with: &ledger)
    reaction.exchange(with: &ledger)
    grown.exchange(with: &ledger)
    canvas.exchange(with: &ledger)
    state.exchange(with: &ledger)
  }
}
