/// The places of an axis that get a mark: round numbers, few enough to read.
public enum AxisTicks {
  /// Chooses marks.
  ///
  /// - Parameters:
  ///   - range: what the axis shows.
  ///   - most: how many marks fit, 2 or more.
  ///   - steps: the distances to choose from, ascending.
  /// - Returns: the multiples of the smallest distance that fits.
  public static func places(in range: ClosedRange<Double>, most: Int, steps: [Double]) -> [Double] {
    let length = range.upperBound - range.lowerBound
    guard length.isFinite, length > 0, most >= 2,
      let step = steps.first(where: { $0 > 0 && length / $0 <= Double(most) }) ?? steps.last
    else { return [] }
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000 else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }
}
