import Crypto
import Onirica
import SleepLab

/// A film of a night: frame after frame, each limited, each the same on every machine where the processor draws.
final class Film {
  /// The last frame.
  var frame: Frame { limiter.shown }
  let planes: VideoPlanes
  private let dream: Dream
  let limiter: Limiter
  private let passage: Passage
  private let speed: Double
  private let framesPerSecond: Double
  private let startSeconds: Double
  private let sound: (any SoundSource)?
  private let chorus: FilmChorus
  /// Frames that were made.
  private(set) var index = 0

  init(
    night: Night, passage: Passage, speed: Double, plan: Dream.Plan, threadCount: Int, level: KernelLevel,
    stills: (any StillSource)? = nil, startSeconds: Double = 0, internalScale: Double = 1,
    sound: (any SoundSource)? = nil, chorus: FilmChorus = .none
  ) {
    let crew = Crew(threadCount: threadCount)
    self.passage = passage
    self.speed = speed
    self.sound = sound
    self.chorus = chorus
    framesPerSecond = plan.framesPerSecond
    self.startSeconds = startSeconds
    planes = VideoPlanes(width: plan.width, height: plan.height, crew: crew, level: level)
    limiter = Limiter(width: plan.width, height: plan.height, crew: crew, level: level)
    dream = Dream(night: night, plan: plan, crew: crew, level: level, scales: [internalScale], stills: stills)
    dream.join(chorus.nights)
  }

  /// What draws in the processor's stead, on the thread that makes the frames; nil for the processor.
  var renderer: (any PixelRenderer)? {
    get { dream.renderer }
    set { dream.renderer = newValue }
  }
  /// Why it was lost, if it was: the processor took over in the same frame.
  var rendererLoss: RendererLoss? { dream.rendererLoss }

  /// Lives through the pre-roll, before the first frame.
  func begin() {
    dream.begin(at: passage.position(after: 0), elapsed: startSeconds, chorus: chorus.moment(after: 0))
  }

  /// All that it carries from frame to frame, to be kept now.
  func state() -> [UInt8] {
    var ledger = StateLedger()
    exchange(with: &ledger)
    return ledger.bytes
  }

  /// Goes on from a state, in place of a beginning.
  ///
  /// - Parameter state: of a film of the same night, plan and way.
  /// - Returns: whether it was such a state; else the film cannot be used any longer.
  func goOn(from state: [UInt8]) -> Bool {
    var ledger = StateLedger(puttingBack: state)
    exchange(with: &ledger)
    return ledger.isSpent && index >= 0
  }

  private func exchange(with ledger: inout StateLedger) {
    ledger.exchange(&index)
    dream.exchange(with: &ledger)
    limiter.exchange(with: &ledger)
  }

  /// What the limiter did so far.
  var limiterAccount: Limiter.Account { limiter.account }

  /// What a frame is made of, in its order.
  enum Part: String, CaseIterable { case dream, show }

  /// Makes the next frame.
  ///
  /// - Parameter finished: is told of each part that is done.
  func advance(finished: (Part) -> Void = { _ in }) {
    let seconds = Double(index) / framesPerSecond
    dream.advance(
      to: passage.position(after: speed * seconds), elapsed: startSeconds + seconds,
      sound: sound?.sound(atSeconds: seconds) ?? .silence, chorus: chorus.moment(after: speed * seconds))
    finished(.dream)
    limiter.limit(dream, at: seconds)
    finished(.show)
    index += 1
  }
}

/// The digest of all frames of a film: SHA-256 over size and pixels, row by row.
struct FilmDigest {
  private var hash = SHA256()

  mutating func add(_ frame: Frame) {
    withUnsafeBytes(of: (UInt32(frame.width).littleEndian, UInt32(frame.height).littleEndian)) {
      hash.update(bufferPointer: $0)
    }
    for y in 0..<frame.height {
      let row = UnsafeRawBufferPointer(start: frame.words + y * frame.pitch, count: frame.width * 4)
      hash.update(bufferPointer: row)
    }
  }

  /// 64 hexadecimal digits.
  func text() -> String { FilmDigest.hexadecimal(hash.finalize()) }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
