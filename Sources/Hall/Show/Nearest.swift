/// The candidate nearest to a misspelt word, for hints: `did you mean …`.
///
/// - Parameters:
///   - word: what was written.
///   - candidates: what could have been meant.
/// - Returns: the candidate with the fewest edits (Levenshtein), if those are at most a third of the word's length, rounded up.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let limit = (word.count + 2) / 3
  let best = candidates.map { ($0, edits(from: word, to: $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
  guard let best, best.1 <= limit else { return nil }
  return best.0
}

private func edits(from left: String, to right: String) -> Int {
  let (a, b) = (Array(left.lowercased()), Array(right.lowercased()))
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var row = Array(0...b.count)
  for i in 1...a.count {
    var diagonal = row[0]
    row[0] = i
    for j in 1...b.count {
      let substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)
      diagonal = row[j]
      row[j] = min(substituted, row[j] + 1, row[j - 1] + 1)
    }
  }
  return row[b.count]
}
