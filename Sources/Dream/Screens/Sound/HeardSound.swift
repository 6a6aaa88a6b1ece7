import Onirica
import Synchronization

/// What is heard now, told by one thread and asked by others, none of which waits. What was not told anew for a second is over.
final class HeardSound: SoundSource {
  private let strengths = Atomic<UInt64>(0)
  private let strokes = Atomic<Int>(0)
  private let toldNanoseconds = Atomic<Int64>(.min)
  private let isStopping = Atomic<Bool>(false)
  private let words = Mutex<String?>(nil)
  private static let lastsNanoseconds: Int64 = 1_000_000_000
  private let now: @Sendable () -> Int64

  /// - Parameter now: the clock that does not jump, in nanoseconds.
  init(now: @escaping @Sendable () -> Int64 = Clock.monotonicNanoseconds) { self.now = now }

  /// Tells what is heard; the four strengths are kept in one word of 16 bits each, so that none is of another instant.
  func tell(_ sound: Sound) {
    var word: UInt64 = 0
    for (index, value) in [sound.loudness, sound.low, sound.mid, sound.high].enumerated() {
      let bounded = value.isFinite ? min(max(value, 0), 1.5) : 0
      word |= UInt64((bounded * 40_000).rounded()) << UInt64(16 * index)
    }
    strengths.store(word, ordering: .relaxed)
    strokes.store(sound.onsets, ordering: .relaxed)
    toldNanoseconds.store(now(), ordering: .relaxed)
  }

  func sound(atSeconds seconds: Double) -> Sound {
    let onsets = strokes.load(ordering: .relaxed)
    let told = toldNanoseconds.load(ordering: .relaxed)
    guard told > .min, now() - told < HeardSound.lastsNanoseconds else { return Sound(onsets: onsets) }
    let word = strengths.load(ordering: .relaxed)
    let part = { (index: UInt64) in Float(word >> (16 * index) & 0xffff) / 40_000 }
    return Sound(loudness: part(0), low: part(1), mid: part(2), high: part(3), onsets: onsets)
  }

  /// What is not as it should be, in words.
  var warning: String? {
    get { words.withLock { $0 } }
    set { words.withLock { $0 = newValue } }
  }

  /// Whether the thread is to end.
  var stops: Bool { isStopping.load(ordering: .relaxed) }

  func stop() { isStopping.store(true, ordering: .relaxed) }
}

/// A sound that comes in while a screen runs; the picture never waits for it, and goes on without.
public protocol SoundInput: SoundSource {
  /// What is not as it should be, in words; nil while it is heard.
  var warning: String? { get }
  /// Ends its thread.
  func stop()
}
