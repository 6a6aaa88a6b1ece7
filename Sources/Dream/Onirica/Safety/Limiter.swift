import DreamKernels

/// The last in the chain, always: no frame leaves without it.
///
/// The picture is divided in 20 × 20 tiles (64 × 36 pixels at 1280 × 720). A tile whose luminance would change too
/// often is blended towards the frame before, softly across its borders; one that goes on wanting to is smoothed
/// (`TileUnrest`); red is bounded pixel by pixel. After blending the tiles are measured again; if a tile still goes too
/// far, it and then the whole picture is held, so what is shown always obeys the rule.
public final class Limiter {
  /// Tiles across and down.
  public static let tiles = 20
  /// Largest R/(R+G+B) in linear light.
  public static let redRatio: Float = 0.775

  /// What the limiter has done since its beginning.
  public struct Account: Sendable, Hashable {
    /// Frames that it changed because of flashes.
    public var interventions = 0
    /// Tiles that it blended, summed over the frames.
    public var tilesBlended = 0
    /// Frames that it held altogether.
    public var framesHeld = 0
    /// Frames in which it bounded red.
    public var framesReddened = 0
    /// Frames in which it took the contrast of bars back.
    public var framesBarred = 0
  }

  /// What it has done so far.
  public private(set) var account = Account()
  /// Mean linear luminance of the last frame, 0 to 1.
  public private(set) var meanLuminance: Float = 0

  /// How much of the film it withheld, a tile each, row by row: the sum over all frames of the share of the new frame
  /// that was not shown, because of flashes, bars or red.
  public private(set) var withheld: [Double]
  /// Frames that it has seen.
  public private(set) var frameCount = 0

  private let bars: BarRule
  private let sweep: TileSweep
  /// The frame before, and what the last sweep kept or drew: the frame before of the next one.
  private var before: Frame, kept: Frame
  private let shares: Slab<UInt16>, tileShares: Slab<UInt16>
  private let priorMeans: Slab<Float>
  private var means: Slab<Float> { sweep.means }
  private var counters: [FlashCounter] = []
  private var unrest: [TileUnrest] = []
  private var lastSeconds = 0.0
  private let crew: Crew
  private let kernels: DreamKernels

  /// A limiter for frames of one size.
  ///
  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  ///   - crew: who works.
  ///   - level: at which level.
  public init(width: Int, height: Int, crew: Crew, level: KernelLevel) {
    before = Frame(width: width, height: height)
    kept = Frame(width: width, height: height)
    let tileCount = Limiter.tiles * Limiter.tiles
    priorMeans = Slab(count: tileCount, of: 0)
    tileShares = Slab(count: tileCount, of: 256)
    shares = Slab(count: (Limiter.tiles + 1) * (Limiter.tiles + 1), of: 256)
    self.crew = crew
    guard let kernels = level.kernels else { preconditionFailure("level \(level) is not available here") }
    self.kernels = kernels
    sweep = TileSweep(width: width, height: height, crew: crew, kernels: kernels)
    bars = BarRule(width: width, height: height, crew: crew, kernels: kernels)
    withheld = [Double](repeating: 0, count: tileCount)
  }

  /// The last frame that was limited; nobody else's, and the same until the frame after the next.
  public var shown: Frame { before }

  /// Makes a frame safe, in place.
  ///
  /// - Parameters:
  ///   - frame: what somebody wants to show.
  ///   - seconds: when it will be shown, from any beginning; never earlier than the frame before.
  public func limit(_ frame: Frame, at seconds: Double) {
    precondition(frame.width == before.width && frame.height == before.height && frame !== before && frame !== kept)
    limit(frame, reds: measure(frame), at: seconds)
  }

  /// Draws the last picture of a dream and makes it safe: what is to be seen is `shown` then.
  ///
  /// - Parameters:
  ///   - dream: what is to be shown; another size than the limiter's is reached by interpolation.
  ///   - seconds: when it will be shown, from any beginning; never earlier than the frame before.
  public func limit(_ dream: Dream, at seconds: Double) {
    limit(kept, reds: dream.show(in: kept, seenBy: sweep), at: seconds)
  }

  private func limit(_ frame: Frame, reds: Int, at seconds: Double) {
    frameCount += 1
    if reds > 0 {
      account.framesReddened += 1
      noteReds(frame)
    }
    if bars.restrain(frame, seen: sweep, at: seconds) {
      account.framesBarred += 1
      for tile in withheld.indices { withheld[tile] += 1 - bars.share }
      _ = measure(frame)
    }
    if counters.isEmpty {
      counters = (0..<(Limiter.tiles * Limiter.tiles)).map { FlashCounter(luminance: means.base[$0]) }
      unrest = (0..<(Limiter.tiles * Limiter.tiles)).map { TileUnrest(luminance: means.base[$0]) }
    } else {
      let isSmoothed = smooth(frame, at: seconds)
      let isRestrained = restrain(frame, at: seconds)
      if isSmoothed || isRestrained { account.interventions += 1 }
    }
    lastSeconds = seconds
    var sum: Float = 0
    for tile in counters.indices {
      counters[tile].show(means.base[tile], at: seconds)
      sum += means.base[tile]
    }
    meanLuminance = sum / Float(counters.count)
    priorMeans.base.update(from: means.base, count: means.count)
    swap(&before, &kept)
  }

  private func noteReds(_ frame: Frame) {
    let pixels = Double(frame.width * frame.height / (Limiter.tiles * Limiter.tiles))
    for tile in withheld.indices { withheld[tile] += min(1, Double(sweep.reddened.base[tile]) / pixels) }
  }

  /// Lets restless tiles follow their picture more slowly.
  ///
  /// - Returns: whether there was one.
  private func smooth(_ frame: Frame, at seconds: Double) -> Bool {
    let elapsed = seconds - lastSeconds
    var smoothed = 0
    for tile in unrest.indices {
      unrest[tile].want(means.base[tile], at: seconds, after: elapsed)
      tileShares.base[tile] = unrest[tile].share(after: elapsed)
      if tileShares.base[tile] < 256 { smoothed += 1 }
    }
    guard smoothed > 0 else { return false }
    account.tilesBlended += smoothed
    blend(frame)
    noteShares()
    return true
  }

  private func noteShares() {
    for tile in withheld.indices { withheld[tile] += 1 - Double(tileShares.base[tile]) / 256 }
  }

  /// Blends until every tile is within its allowance.
  ///
  /// - Returns: whether anything had to be blended.
  private func restrain(_ frame: Frame, at seconds: Double) -> Bool {
    for tile in counters.indices { tileShares.base[tile] = 256 }
    var blended = 0
    for attempt in 0..<4 {
      var exceeding = 0
      for tile in counters.indices where !counters[tile].allowance(at: seconds).contains(means.base[tile]) {
        exceeding += 1
        tileShares.base[tile] = attempt == 0 ? share(of: tile, at: seconds) : 0
      }
      if exceeding == 0 { break }
      blended += exceeding
      if attempt == 3 {
        account.framesHeld += 1
        frame.copy(from: before)
        _ = measure(frame)
      } else {
        blend(frame)
      }
    }
    guard blended > 0 else { return false }
    account.tilesBlended += blended
    noteShares()
    return true
  }

  /// How much of the new frame a tile may show, in 1/256: as if luminance mixed like light, which holds closely enough
  /// for a first attempt.
  private func share(of tile: Int, at seconds: Double) -> UInt16 {
    let range = counters[tile].allowance(at: seconds)
    let new = means.base[tile]
    let old = priorMeans.base[tile]
    let wanted = new > range.upperBound ? range.upperBound : range.lowerBound
    guard abs(new - old) > 1e-4 else { return 0 }
    return UInt16(min(max((wanted - old) / (new - old), 0), 1) * 240)
  }

  private func measure(_ frame: Frame) -> Int { sweep.look(at: frame, keepingIn: frame === kept ? nil : kept) }

  /// Blends towards the frame before, and measures what has changed by it.
  private func blend(_ frame: Frame) {
    let side = Limiter.tiles
    for row in 0...side {
      for column in 0...side {
        var least: UInt16 = 256
        for tileRow in max(0, row - 1)...min(side - 1, row) {
          for tileColumn in max(0, column - 1)...min(side - 1, column) {
            least = min(least, tileShares.base[tileRow * side + tileColumn])
          }
        }
        shares.base[row * (side + 1) + column] = least
      }
    }
    var arguments = DreamBlendArguments(
      width: Int32(frame.width), height: Int32(frame.height), pitch: Int32(frame.pitch), display: frame.words,
      prior: before.words, tileColumns: Int32(side), tileRows: Int32(side), share: shares.base)
    crew.run(kernels.blend, &arguments, rows: side, band: 1)
    sweep.look(at: frame, keepingIn: frame === kept ? nil : kept, blendedBy: shares)
  }

  /// All that it remembers: its history, and its account.
  ///
  /// - Parameter ledger: what is written to, or put back from; of a limiter of the same size.
  public func exchange(with ledger: inout StateLedger) {
    bars.exchange(with: &ledger)
    ledger.exchange(before)
    ledger.exchange(priorMeans)
    var isRunning = !counters.isEmpty
    ledger.exchange(&isRunning)
    if isRunning, counters.isEmpty {
      counters = [FlashCounter](repeating: FlashCounter(luminance: 0), count: Limiter.tiles * Limiter.tiles)
      unrest = [TileUnrest](repeating: TileUnrest(luminance: 0), count: counters.count)
    }
    for tile in counters.indices {
      counters[tile].exchange(with: &ledger)
      unrest[tile].exchange(with: &ledger)
    }
    ledger.exchange(&lastSeconds)
    ledger.exchange(&meanLuminance)
    ledger.exchange(&withheld)
    ledger.exchange(&frameCount)
    for number in [
      \Account.interventions, \.tilesBlended, \.framesHeld, \.framesReddened, \.framesBarred,
    ] { ledger.exchange(&account[keyPath: number]) }
  }
}
