import Dispatch

/// Work on all cores.
enum Parallel {
  /// Computes parts at the same time and gives them back in their order.
  ///
  /// The results are written through one pointer, each part to its own place and none twice, which the compiler cannot
  /// see: hence `nonisolated(unsafe)`.
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
}
