/// The candidate nearest to a misspelt word, for hints: `did you mean …`.
///
/// - Parameters:
///   - word: what was written; longer than 128 bytes, it is like nothing.
///   - candidates: what could have been meant.
/// - Returns: the candidate with the fewest edits (Levenshtein; two letters that changed places are one edit), if
///   those are at most a third of the word's length, rounded up.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  guard word.utf8.count <= 128 else { return nil }
  let limit = (word.count + 2) / 3
  let best = candidates.map { ($0, edits(from: word, to: $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
  guard let best, best.1 <= limit else { return nil }
  return best.0
}

private func edits(from left: String, to right: String) -> Int {
  let (a, b) = (Array(left.lowercased()), Array(right.lowercased()))
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var (twoAbove, above) = ([Int](), Array(0...b.count))
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var cost = min(above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), above[j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, twoAbove[j - 2] + 1) }
      row.append(cost)
    }
    (twoAbove, above) = (above, row)
  }
  return above[b.count]
}
