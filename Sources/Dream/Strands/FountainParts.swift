/// Which segments droplets mix: those of the file, or of one of its parts, the first of which bear more loss than the last.
///
/// A droplet's seed chooses a part and then segments of it, more often of the first, as priority encoding does (Albanese and
/// others 1996, doi 10.1109/18.556657). Without beginnings there is one part, the file.
struct FountainParts {
  static let mostBeginnings = 2
  /// Beyond this a file takes no beginnings: labels tell their ends in two bytes.
  static let mostSegments = 65_535
  /// Droplets a segment, in fifths, without the overhead: twice as many for the first part as for the last.
  private static let weights = [10, 7, 5]

  private let starts: [Int]
  private let solitons: [RobustSoliton]
  /// Cumulated weights of the parts.
  private let cumulated: [Int]

  /// - Parameters:
  ///   - beginnings: segments from the file's beginning to the end of each part but the last, ascending and fewer than all.
  ///   - segmentCount: from 1.
  init(beginnings: [Int], segmentCount: Int) {
    starts = [0] + beginnings
    let counts = zip(starts, beginnings + [segmentCount]).map { $1 - $0 }
    solitons = counts.map { RobustSoliton(segmentCount: $0) }
    var sum = 0
    cumulated = zip(counts, FountainParts.weights.suffix(counts.count)).map {
      sum += $0 * $1
      return sum
    }
  }

  /// How many droplets there are.
  func dropletCount(overheadPercent: Double) -> Int {
    Int((Double(cumulated[cumulated.count - 1]) / 5 * (1 + overheadPercent / 100)).rounded(.up)) + 1
  }

  /// The segments that a droplet mixes, all different.
  func segments(ofDroplet seed: UInt32) -> [Int] {
    guard solitons.count > 1 else { return solitons[0].segments(ofDroplet: seed) }
    // Another stream than those that choose the segments and mix the payload.
    var chance = StrandChance(seed: UInt64(seed) | 0x5749 << 32)
    let drawn = chance.below(cumulated[cumulated.count - 1])
    let part = cumulated.firstIndex { drawn < $0 } ?? cumulated.count - 1
    return solitons[part].segments(ofDroplet: seed).map { starts[part] + $0 }
  }
}
