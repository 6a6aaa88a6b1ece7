import MQTTLink

/// The world of a simulation: its time, what is to happen in it, and chance. Nothing in it waits.
///
/// `@unchecked Sendable`: one thread runs the whole simulation.
package final class World: @unchecked Sendable {
  private struct Happening {
    let instant: BootInstant
    let serial: Int
    let body: () -> Void
  }

  /// Now.
  package private(set) var now = BootInstant(nanoseconds: 0)
  /// Chance for what is no choice of the scenario: delays, and how a crash leaves the disk.
  var chance: Chance
  /// Everything observable, as one number.
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
  /// How many things have happened.
  private(set) var happenings = 0
  /// Called with lines for a person, where somebody reads them.
  package var trace: ((String) -> Void)?
  private var heap: [Happening] = []
  private var serial = 0

  /// A world whose chance comes from a seed.
  package init(seed: UInt64) { chance = Chance(seed: seed, stream: 1) }

  // MARK: What is to happen

  func after(_ delay: Duration, _ body: @escaping () -> Void) { at(now.advanced(by: delay), body) }

  func at(_ instant: BootInstant, _ body: @escaping () -> Void) {
    serial += 1
    heap.append(Happening(instant: max(instant, now), serial: serial, body: body))
    var child = heap.count - 1
    while child > 0, Self.isEarlier(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// The instant of what happens next.
  var next: BootInstant? { heap.first?.instant }

  /// Lets the next thing happen.
  func step() {
    guard let first = heap.first else { return }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    now = max(now, first.instant)
    happenings += 1
    first.body()
  }

  /// Lets time pass in which nothing happens.
  func pass(until instant: BootInstant) { now = max(now, instant) }

  /// Nothing of what was to happen happens any more.
  package func end() { heap = [] }

  private func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && Self.isEarlier(heap[child], heap[least])
      {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private static func isEarlier(_ left: Happening, _ right: Happening) -> Bool {
    (left.instant.nanoseconds, left.serial) < (right.instant.nanoseconds, right.serial)
  }

  // MARK: What can be observed

  /// Notes something observable; it becomes a part of the digest.
  func note(_ what: @autoclosure () -> String, _ bytes: [UInt8] = []) {
    let text = what()
    mix(UInt64(bitPattern: now.nanoseconds))
    var copy = text
    copy.withUTF8 { for byte in $0 { mix(byte) } }
    for byte in bytes { mix(byte) }
    if let trace { trace("\(time) \(text) \(String(decoding: bytes.prefix(300), as: UTF8.self))") }
  }

  /// Says something to whoever reads the trace.
  func say(_ what: @autoclosure () -> String) { if let trace { trace("\(time) · \(what())") } }

  /// Now, for a person: seconds.
  var time: String {
    let milliseconds = now.nanoseconds / 1_000_000
    let rest = "\(1000 + milliseconds % 1000)".dropFirst()
    return "\(milliseconds / 1000).\(rest)"
  }

  private func mix(_ byte: UInt8) { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
  private func mix(_ word: UInt64) { digest = (digest ^ word) &* 0x100_0000_01B3 }
}
