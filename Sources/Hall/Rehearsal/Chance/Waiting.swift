import Show

/// What waits for its instant: the earliest comes first, of two at one instant the one that came in first.
struct Waiting<Happening: Sendable>: Sendable {
  private struct Item: Sendable {
    var at: ShowInstant
    var order: Int
    var happening: Happening

    static func < (left: Item, right: Item) -> Bool { (left.at, left.order) < (right.at, right.order) }
  }

  private var heap: [Item] = []
  private var count = 0

  /// When the next one is due.
  var next: ShowInstant? { heap.first?.at }

  /// Lets something wait.
  mutating func add(_ happening: Happening, at instant: ShowInstant) {
    heap.append(Item(at: instant, order: count, happening: happening))
    count += 1
    var place = heap.count - 1
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the next one that is due by an instant.
  mutating func take(by instant: ShowInstant) -> (at: ShowInstant, happening: Happening)? {
    guard let first = heap.first, first.at <= instant else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      if least == place { break }
      heap.swapAt(place, least)
      place = least
    }
    return (first.at, first.happening)
  }

  /// Forgets all that wait.
  mutating func removeAll() { heap.removeAll() }
}
