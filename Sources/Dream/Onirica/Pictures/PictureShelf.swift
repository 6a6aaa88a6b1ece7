/// The pictures that a dream shows, is about to show, and has just shown.
///
/// Which picture is due is a function of time alone, so a screen that restarts shows the same ones. A film waits for
/// its pictures (`fetch`); a running screen does not: a thread of its own paints ahead (`paintAhead`), and a picture
/// that is late leaves the one before on show (`newest`).
final class PictureShelf: Sendable {
  /// Seconds from one picture to the next.
  static let slotSeconds = 7.0
  private static let slots = 4
  private let pictures: [Picture]
  /// The number of the picture in each slot, the least while there is none or it is being painted.
  private let labels: [PublishedNumber]
  /// What the picture that is to come into each slot is to be about: a wish's raw value.
  private let wanted: [PublishedNumber]
  private let seed: UInt64
  private let stills: (any StillSource)?

  init(seed: UInt64, stills: (any StillSource)? = nil) {
    self.seed = seed
    self.stills = stills
    pictures = (0..<PictureShelf.slots).map { _ in Picture() }
    labels = (0..<PictureShelf.slots).map { _ in PublishedNumber(.min) }
    wanted = (0..<PictureShelf.slots).map { _ in PublishedNumber(0) }
  }

  /// The picture that is due at an instant, and how far its slot has gone, 0 to 1.
  static func due(at seconds: Double) -> (number: Int, progress: Double) {
    let place = seconds / slotSeconds
    let number = place.rounded(.down)
    return (Int(number), place - number)
  }

  private func slot(of number: Int) -> Int {
    (number % PictureShelf.slots + PictureShelf.slots) % PictureShelf.slots
  }

  /// Takes what pictures are to be about that are not painted yet.
  func want(_ wishes: PictureWishes) {
    for wish in wishes.decided { wanted[slot(of: wish.number)].value = wish.wish.rawValue }
  }

  /// The picture, if it is there.
  func find(_ number: Int) -> Picture? {
    let slot = slot(of: number)
    return labels[slot].value == number ? pictures[slot] : nil
  }

  /// The picture itself, or the one that is nearest before it, or any.
  func newest(_ number: Int) -> Picture {
    for back in 0..<PictureShelf.slots {
      if let picture = find(number - back) { return picture }
    }
    return pictures[slot(of: number)]
  }

  /// Paints a picture unless it is there. One painter at a time.
  ///
  /// - Returns: whether there was something to paint.
  @discardableResult
  func fetch(_ number: Int, painter: Painter) -> Bool {
    if find(number) != nil { return false }
    let slot = slot(of: number)
    labels[slot].value = .min
    let wish = PictureWishes.Wish(rawValue: wanted[slot].value), theme = wish.theme
    if let still = stills?.still(number: number, seed: seed, theme: theme) {
      Hanging.hang(still, into: pictures[slot])
      pictures[slot].isStill.value = 1
    } else {
      painter.paint(number: number, seed: seed, theme: theme, into: pictures[slot])
      pictures[slot].isStill.value = 0
    }
    if wish.source > 0, theme != nil || pictures[slot].isStill.value == 1 {
      let source = Picture()
      painter.paint(number: number, seed: seed, theme: nil, into: source)
      pictures[slot].approach(source, share: UInt32(wish.source))
    }
    pictures[slot].edition.value += 1
    labels[slot].value = number
    return true
  }
}
