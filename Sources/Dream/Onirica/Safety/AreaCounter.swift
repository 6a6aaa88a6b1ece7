/// Counts changes of the picture as a whole: tiles that keep their own allowance, but out of step, would add up to more
/// flashes over a large area than each of them makes.
///
/// Changes of tiles are summed until they come to `share` of the picture: that is one change of the area. While four lie
/// in the last second, no tile may make another. Source: WCAG 2.3.1 (a quarter of any ten degrees), with a margin.
struct AreaCounter: Sendable, Hashable {
  /// The part of the picture whose change counts.
  static let share = 0.1

  private let tileCount: Int
  /// Tiles that changed since the last change of the area.
  private var changed = 0
  /// When the first of them did, in seconds.
  private var changedSince = -Double.infinity
  /// When the area changed, in seconds, oldest first.
  private var changes: SIMD4<Double> = SIMD4(repeating: -.infinity)

  /// Nothing has changed yet.
  ///
  /// - Parameter tileCount: tiles of the picture.
  init(tileCount: Int) { self.tileCount = tileCount }

  /// Whether tiles may make no further change now.
  ///
  /// - Parameter seconds: when the next frame will be shown.
  func isExhausted(at seconds: Double) -> Bool { seconds - changes[0] < 1 }

  /// Takes note of a frame that was shown.
  ///
  /// - Parameters:
  ///   - tiles: how many tiles made a change in it.
  ///   - seconds: when.
  mutating func show(changedTiles tiles: Int, at seconds: Double) {
    if changed == 0 || seconds - changedSince > 1 { (changed, changedSince) = (0, seconds) }
    changed += tiles
    guard changed > 0, Double(changed) >= AreaCounter.share * Double(tileCount) else { return }
    changes = SIMD4(changes[1], changes[2], changes[3], seconds)
    changed = 0
  }
}
