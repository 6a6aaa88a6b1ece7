import Dispatch

/// Work on all cores.
///
/// The results are written through pointers, each part to its own place and none twice, which the compiler cannot see:
/// hence `nonisolated(unsafe)`.
enum Parallel {
  /// Computes parts at the same time and gives them back in their order.
  ///
  /// - Parameters:
  ///   - count: how many parts.
  ///   - part: computes one; it may run on any thread.
  /// - Returns: the results by part.
  static func map<Result>(_ count: Int, _ part: @Sendable (Int) -> Result) -> [Result] {
    guard count > 1 else { return (0..<max(0, count)).map(part) }
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: count) { places[$0] = part($0) }
    }
    return results.compactMap { $0 }
  }

  /// Cuts a count into ranges of about the same length, enough of them to keep all cores busy.
  static func ranges(_ count: Int, parts: Int = 16) -> [Range<Int>] {
    let parts = max(1, min(parts, count))
    return (0..<parts).map { ($0 * count / parts)..<(($0 + 1) * count / parts) }
  }

  /// Makes columns of one length whose parts are written at the same time, where they stay.
  ///
  /// - Parameters:
  ///   - columnCount: how many columns.
  ///   - length: how many values each has.
  ///   - partCount: how many parts.
  ///   - part: writes one; together they must write every value, each once; it may run on any thread.
  /// - Returns: the columns.
  static func columns(
    _ columnCount: Int, length: Int, partCount: Int,
    _ part: @Sendable (_ part: Int, _ columns: [UnsafeMutableBufferPointer<Float>]) -> Void
  ) -> [[Float]] {
    columns(columnCount, length: length, above: []) { buffers in
      nonisolated(unsafe) let places = buffers
      if partCount > 1 {
        DispatchQueue.concurrentPerform(iterations: partCount) { part($0, places) }
      } else if partCount == 1 {
        part(0, places)
      }
    }
  }

  /// Makes one column whose stretches are written at the same time.
  ///
  /// - Parameters:
  ///   - length: how many values it has.
  ///   - write: writes the values of a range, every one.
  static func column(
    length: Int, _ write: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Float>) -> Void
  ) -> [Float] {
    let ranges = ranges(length)
    return columns(1, length: length, partCount: ranges.count) { part, columns in
      write(ranges[part], columns[0])
    }.first ?? []
  }

  /// Each column lends its memory while those below it are made.
  private static func columns(
    _ count: Int, length: Int, above: [UnsafeMutableBufferPointer<Float>],
    _ fill: ([UnsafeMutableBufferPointer<Float>]) -> Void
  ) -> [[Float]] {
    guard count > 0 else {
      fill(above)
      return []
    }
    var below: [[Float]] = []
    let own = [Float](unsafeUninitializedCapacity: length) { buffer, initializedCount in
      LargePages.advise(UnsafeMutableRawBufferPointer(buffer))
      below = columns(count - 1, length: length, above: above + [buffer], fill)
      initializedCount = length
    }
    return [own] + below
  }
}
