import DreamKernels

/// How one still passes over into the next.
public enum StillTransition: String, Sendable, Codable, CaseIterable {
  /// Evenly, in linear light.
  case fade
  /// By a border with folds that runs through the picture, while both stills bend.
  case morph
}

/// What hangs on a screen at an instant.
public struct StillsMoment: Sendable {
  /// A still and since when it hangs, in seconds; `number` tells one from another and decides how it moves.
  public struct Hanging: Sendable {
    /// The still.
    public var still: HungStill
    /// Of which the still's own motion is made.
    public var number: Int
    /// Seconds that it has hung, below 0 while it is to come.
    public var seconds: Double

    /// A still that hangs.
    ///
    /// - Parameters:
    ///   - still: the still.
    ///   - number: tells one from another.
    ///   - seconds: that it has hung.
    public init(still: HungStill, number: Int, seconds: Double) {
      (self.still, self.number, self.seconds) = (still, number, seconds)
    }
  }

  /// The still that goes, the one that comes, and how far it has come, 0 to 1, eased.
  public var going: Hanging, coming: Hanging
  /// How far the one that comes has come, 0 to 1.
  public var share: Double
  /// How it comes.
  public var transition: StillTransition
  /// How much of the garden stands, 0 to 1.
  public var growth: Double
  /// Day 0, night 1.
  public var night: Double
  /// How much stills are come nearer to and walked over, 0 for not at all, to 1.
  public var motion: Double
  /// What chance comes from.
  public var seed: UInt64
  /// The clock that all screens share, in seconds.
  public var elapsed: Double

  /// One still, by day, all of it.
  ///
  /// - Parameters:
  ///   - hanging: the still.
  ///   - elapsed: the clock that all screens share, in seconds.
  public init(_ hanging: Hanging, elapsed: Double) {
    (going, coming, share, transition) = (hanging, hanging, 1, .fade)
    (growth, night, motion, seed, self.elapsed) = (1, 0, 0, 1, elapsed)
  }
}

/// Paints what hangs on a screen. A frame is a function of the moment, bit for bit, on any number of threads and at any
/// level of the kernels; nothing is allocated.
public final class StillsPainter {
  private let grid: Slab<Float>

  /// A painter of frames up to a size.
  ///
  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  public init(width: Int, height: Int) {
    let columns = (width + 15) / 16 + 1
    grid = Slab(count: columns * (height / 16 + 3) * Int(DREAM_VERTEX_FLOATS), of: 0)
  }

  /// Paints a frame.
  ///
  /// - Parameters:
  ///   - moment: what hangs; both stills of one size.
  ///   - frame: no larger than the painter's.
  ///   - tools: who works.
  public func paint(_ moment: StillsMoment, into frame: Frame, tools: FrameTools) {
    let share = Exact.smooth(moment.share)
    // A still that is alone is the first.
    let isMixed = share > 0 && share < 1
    let (going, coming) =
      isMixed
      ? (moment.going, moment.coming) : share > 0 ? (moment.coming, moment.coming) : (moment.going, moment.going)
    let first = going.still.frame, second = coming.still.frame
    precondition(first.width == second.width && first.height == second.height, "stills of one size")
    precondition((frame.pitch / 16 + 1) * (frame.height / 16 + 3) * Int(DREAM_VERTEX_FLOATS) <= grid.count)
    let night = NightSky(moment.night)
    let places = (StillMotion(of: going, in: moment), StillMotion(of: coming, in: moment))
    let unit = Float(first.height) / 2
    var arguments = DreamStillsArguments(
      width: Int32(frame.width), height: Int32(frame.height), pitch: Int32(frame.pitch),
      columns: Int32(frame.pitch / 16 + 1), first: first.words, second: second.words, sourceWidth: Int32(first.width),
      sourceHeight: Int32(first.height), sourcePitch: Int32(first.pitch),
      middleX: (places.0.middleX(in: first), places.1.middleX(in: first)),
      middleY: (places.0.middleY(in: first), places.1.middleY(in: first)),
      scale: (unit / Float(places.0.zoom), unit / Float(places.1.zoom)), isMixed: isMixed ? 1 : 0, share: Float(share),
      isMorph: isMixed && moment.transition == .morph ? 1 : 0, morphSoftness: 0.55,
      morphWarp: isMixed && moment.transition == .morph ? 0.11 * unit : 0,
      morphPhase: Float(Exact.chance(moment.seed, coming.number, 3)),
      foldSeed: UInt32(truncatingIfNeeded: Exact.hash(moment.seed, coming.number, 4)),
      gardenSeed: UInt32(truncatingIfNeeded: moment.seed),
      growth: Float(StillsPainter.sprouting(moment.growth)),
      sway: 0.02 * Float(Exact.sine(turns: moment.elapsed * 0.11)),
      earth: (0.030, 0.019, 0.011), matrix: night.matrix, vignette: night.vignette, grid: grid.base,
      target: frame.words)
    tools.paintStills(&arguments)
  }
}

extension StillsPainter {
  /// Growth as it is seen: quick at first, so that a little of it is a little green.
  fileprivate static func sprouting(_ growth: Double) -> Double {
    let share = min(max(growth, 0), 1)
    return share * (1.6 - 0.6 * share)
  }
}

/// Where a still is looked at: it is come nearer to and walked over, slowly and from rest; and the picture always wanders by
/// some pixels, so that no edge burns in.
struct StillMotion {
  private(set) var x = 0.0, y = 0.0
  private(set) var zoom = HungStill.zoomAtRest
  private static let wander = 0.011

  init(of hanging: StillsMoment.Hanging, in moment: StillsMoment) {
    if moment.motion > 0, hanging.seconds > 0 {
      let near = (1 - Exact.cosine(turns: hanging.seconds / 44)) / 2
      zoom *= 1 + 0.085 * moment.motion * near
      let way = Exact.chance(moment.seed, hanging.number, 1)
      let room = 1 - 1 / zoom - StillMotion.wander
      x = 1.2 * room * near * Exact.sine(turns: way)
      y = 0.8 * room * near * Exact.cosine(turns: way)
    }
    x += StillMotion.wander * Exact.sine(turns: moment.elapsed / 211)
    y += StillMotion.wander * Exact.sine(turns: moment.elapsed / 173)
  }

  func middleX(in frame: Frame) -> Float { Float(frame.width - 1) / 2 + Float(x * Double(frame.height) / 2) }
  func middleY(in frame: Frame) -> Float { Float(frame.height - 1) / 2 + Float(y * Double(frame.height) / 2) }
}

/// Day and night: at night there is less light, less colour, and what is left is blue, as eyes see by the moon.
struct NightSky {
  let matrix: (Float, Float, Float, Float, Float, Float, Float, Float, Float)
  let vignette: Float

  /// - Parameter night: day 0, night 1.
  init(_ night: Double) {
    let share = Float(Exact.smooth(night))
    let moon = SIMD3<Float>(0.13, 0.20, 0.42)
    matrix = Canvas.matrix(saturation: 1 - 0.55 * share, tint: 1 + (moon - 1) * share)
    vignette = 0.55 * share
  }
}
