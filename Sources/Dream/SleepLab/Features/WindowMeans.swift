/// Means over windows that move on in time, several values at once.
enum WindowMeans {
  /// After so many windows all is added anew, so that what rounding leaves does not pile up.
  private static let turns = 100

  /// What means over windows tell, on all cores.
  ///
  /// - Parameters:
  ///   - windows: by sample, in the order of time; nil for none.
  ///   - values: what a sample has.
  ///   - told: what the means of a window tell.
  /// - Returns: a value a window; nil where there is none.
  static func told<Values: SIMD & Sendable>(
    by windows: [Range<Int>?], _ values: @Sendable (Int) -> Values, _ told: @Sendable (Values) -> Float
  ) -> [Float?] where Values.Scalar == Double {
    let ranges = Parallel.ranges(windows.count)
    let parts = Parallel.map(ranges.count) { part -> [Float?] in
      var sum = Values.zero
      var reached = 0..<0
      var turn = 0
      return windows[ranges[part]].map { window in
        guard let window, !window.isEmpty else { return nil }
        turn += 1
        if turn % turns == 1 || !reached.overlaps(window) {
          sum = window.reduce(Values.zero) { $0 + values($1) }
        } else {
          for index in reached.upperBound..<window.upperBound { sum += values(index) }
          for index in reached.lowerBound..<window.lowerBound { sum -= values(index) }
        }
        reached = window
        return told(sum / Double(window.count))
      }
    }
    return Array(parts.joined())
  }
}
