/// In which row each box stands: arrows lead down, but for the fewest that would close a circle, which lead up.
struct GraphRanking {
  /// The row of each box, from 0.
  private(set) var ranks: [Int]
  /// Whether each way leads up.
  private(set) var isReversed: [Bool]

  private var above: [[Int]]
  private var below: [[Int]]

  /// Ranks boxes.
  ///
  /// - Parameters:
  ///   - count: how many boxes there are.
  ///   - ways: from which box to which others ways lead; none to itself.
  ///   - first: the box that is looked at first, and so stands as high as it can.
  init(count: Int, ways: [(from: Int, to: Int)], first: Int?) {
    ranks = Array(repeating: 0, count: count)
    isReversed = Array(repeating: false, count: ways.count)
    above = Array(repeating: [], count: count)
    below = above
    let order = breakCircles(count, ways, first)
    for (place, way) in ways.enumerated() {
      let (upper, lower) = isReversed[place] ? (way.to, way.from) : (way.from, way.to)
      below[upper].append(lower)
      above[lower].append(upper)
    }
    for box in order { ranks[box] = (above[box].map { ranks[$0] + 1 }).max() ?? 0 }
    for _ in 0..<8 where !tighten(order) { break }
    let lowest = ranks.min() ?? 0
    ranks = ranks.map { $0 - lowest }
  }

  /// Turns every way that leads back to a box on the path to it.
  ///
  /// - Returns: the boxes, each behind those that lead down to it.
  private mutating func breakCircles(_ count: Int, _ ways: [(from: Int, to: Int)], _ first: Int?) -> [Int] {
    var leaving: [[Int]] = Array(repeating: [], count: count)
    for (place, way) in ways.enumerated() { leaving[way.from].append(place) }
    var (isOpen, isDone) = (Array(repeating: false, count: count), Array(repeating: false, count: count))
    var finished: [Int] = []
    for root in ([first].compactMap { $0 } + Array(0..<count)) where !isDone[root] {
      var path: [(box: Int, next: Int)] = [(root, 0)]
      isOpen[root] = true
      while let top = path.last {
        guard top.next < leaving[top.box].count else {
          isOpen[top.box] = false
          isDone[top.box] = true
          finished.append(top.box)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let way = leaving[top.box][top.next]
        let target = ways[way].to
        if isOpen[target] {
          isReversed[way] = true
        } else if !isDone[target] {
          isOpen[target] = true
          path.append((target, 0))
        }
      }
    }
    return finished.reversed()
  }

  /// Moves boxes towards where most of their arrows are.
  ///
  /// - Returns: whether any moved.
  private mutating func tighten(_ order: [Int]) -> Bool {
    var hasMoved = false
    for box in order.reversed() + order {
      let highest = above[box].map { ranks[$0] + 1 }.max()
      let lowest = below[box].map { ranks[$0] - 1 }.min()
      let wanted = below[box].count > above[box].count ? lowest ?? highest : highest ?? lowest
      guard let wanted, wanted != ranks[box] else { continue }
      ranks[box] = wanted
      hasMoved = true
    }
    return hasMoved
  }
}
