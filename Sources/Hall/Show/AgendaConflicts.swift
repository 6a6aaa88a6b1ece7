/// Finds entries of an agenda that want different things at one time, and says what wins.
struct AgendaConflicts {
  /// How many pairs of occurrences are looked at, so that a hostile programme costs no minutes.
  static let mostPairs = 200_000
  static let mostSentences = 100

  let clock: LocalClock
  private var pairsLeft = Self.mostPairs
  /// What was found for each pair of entries, in the order of finding, and how often.
  private var found: [(pair: [ScheduleEntryID], sentence: String, times: Int)] = []

  init(clock: LocalClock) { self.clock = clock }

  /// One sentence for each pair of entries, at the first time they meet.
  var sentences: [String] {
    let all = found.map { $0.times == 1 ? $0.sentence : "\($0.sentence) (and \($0.times - 1) more times)" }
    guard pairsLeft <= 0 || all.count > Self.mostSentences else { return all }
    return Array(all.prefix(Self.mostSentences)) + ["there are more conflicts than are named here"]
  }

  /// Openings that overlap: the hall is open from the first to the last.
  mutating func find(among openings: [Agenda.Opening]) {
    for (index, first) in openings.enumerated() {
      for second in openings[(index + 1)...] {
        guard second.from < first.to, takePair() else { break }
        add(
          [first.entry, second.entry],
          "openings \(first.entry) and \(second.entry) overlap from \(shown(second.from)): the hall is open from the "
            + "first start to the last end")
      }
    }
  }

  /// Windows of one artwork that overlap: the higher priority wins, then the narrower.
  mutating func find(among windows: [Agenda.Window]) {
    for (_, windows) in Dictionary(grouping: windows, by: \.artwork).sorted(by: { $0.key < $1.key }) {
      for (index, first) in windows.enumerated() {
        for second in windows[(index + 1)...] {
          guard second.from < first.to, takePair() else { break }
          if first.scene != second.scene { add([first.entry, second.entry], sentence(first, second)) }
        }
      }
    }
  }

  /// Moments of one artwork at one instant: the higher priority wins.
  mutating func find(among moments: [Agenda.Moment]) {
    for (_, moments) in Dictionary(grouping: moments, by: \.artwork).sorted(by: { $0.key < $1.key }) {
      for (index, first) in moments.enumerated() {
        for second in moments[(index + 1)...] {
          guard second.at == first.at, takePair() else { break }
          if first.scene != second.scene { add([first.entry, second.entry], sentence(first, second)) }
        }
      }
    }
  }

  private mutating func takePair() -> Bool {
    pairsLeft -= 1
    return pairsLeft > 0
  }

  private mutating func add(_ pair: [ScheduleEntryID], _ sentence: String) {
    let pair = pair.sorted()
    if let index = found.firstIndex(where: { $0.pair == pair }) {
      found[index].times += 1
    } else if found.count <= Self.mostSentences {
      found.append((pair, sentence, 1))
    }
  }

  private func shown(_ instant: WallInstant) -> String {
    clock.localTime(at: instant)?.description ?? "\(instant.milliseconds)"
  }

  private func sentence(_ first: Agenda.Window, _ second: Agenda.Window) -> String {
    let span = "from \(shown(second.from)) to \(shown(min(first.to, second.to)))"
    let both = "windows \(first.entry) and \(second.entry) of \(first.artwork) overlap \(span)"
    if first.priority != second.priority {
      let winner = first.priority > second.priority ? first : second
      return "\(both): \(winner.entry) wins by its priority, with scene \(winner.scene)"
    }
    let (firstLength, secondLength) = (first.to - first.from, second.to - second.from)
    if firstLength != secondLength {
      let winner = firstLength < secondLength ? first : second
      return "\(both): \(winner.entry) wins, for it is shorter, with scene \(winner.scene)"
    }
    return "unresolved: \(both), equal in priority and length; give one of them a higher priority"
  }

  private func sentence(_ first: Agenda.Moment, _ second: Agenda.Moment) -> String {
    let both = "moments \(first.entry) and \(second.entry) of \(first.artwork) fall together at \(shown(first.at))"
    guard first.priority != second.priority else {
      return "unresolved: \(both), with one priority; give one of them a higher priority"
    }
    let winner = first.priority > second.priority ? first : second
    return "\(both): \(winner.entry) wins by its priority, with scene \(winner.scene)"
  }
}
