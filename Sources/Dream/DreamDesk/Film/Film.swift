import Crypto
import Onirica
import SleepLab

/// A film of a night: frame after frame, each limited, each the same on every machine.
final class Film {
  let frame: Frame
  let planes: VideoPlanes
  private let dream: Dream
  let limiter: Limiter
  private let passage: Passage
  private let speed: Double
  private let framesPerSecond: Double
  private let startSeconds: Double
  private var index = 0

  init(
    night: Night, passage: Passage, speed: Double, plan: Dream.Plan, threadCount: Int, level: KernelLevel,
    stills: (any StillSource)? = nil, startSeconds: Double = 0, internalScale: Double = 1
  ) {
    let crew = Crew(threadCount: threadCount)
    self.passage = passage
    self.speed = speed
    framesPerSecond = plan.framesPerSecond
    self.startSeconds = startSeconds
    frame = Frame(width: plan.width, height: plan.height)
    planes = VideoPlanes(width: plan.width, height: plan.height, crew: crew, level: level)
    limiter = Limiter(width: plan.width, height: plan.height, crew: crew, level: level)
    dream = Dream(night: night, plan: plan, crew: crew, level: level, scales: [internalScale], stills: stills)
    dream.begin(at: passage.position(after: 0), elapsed: startSeconds)
  }

  /// What the limiter did so far.
  var limiterAccount: Limiter.Account { limiter.account }

  /// What a frame is made of, in its order.
  enum Part: String, CaseIterable { case dream, show, limit }

  /// Makes the next frame.
  ///
  /// - Parameter finished: is told of each part that is done.
  func advance(finished: (Part) -> Void = { _ in }) {
    let seconds = Double(index) / framesPerSecond
    dream.advance(to: passage.position(after: speed * seconds), elapsed: startSeconds + seconds)
    finished(.dream)
    dream.show(in: frame)
    finished(.show)
    limiter.limit(frame, at: seconds)
    finished(.limit)
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
  func text() -> String {
    let digits = Array("0123456789abcdef")
    return String(hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
