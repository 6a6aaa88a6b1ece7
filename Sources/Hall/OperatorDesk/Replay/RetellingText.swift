import Rehearsal
import Sequencer
import Show

extension Retelling {
  /// The artworks of both shows: in the other show's order, then those that only were.
  var artworks: [ArtworkID] {
    let now = after.record.lanes.map(\.artwork)
    return now + before.record.lanes.map(\.artwork).filter { !now.contains($0) }
  }

  /// The scenes of an artwork in both shows, in the order of their files.
  func scenes(of artwork: ArtworkID) -> [SceneID] {
    [after, before].flatMap { $0.record.lanes.first { $0.artwork == artwork }?.rows.map(\.scene) ?? [] }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The triggers of an artwork that something started in one of both.
  func triggers(of artwork: ArtworkID) -> [TriggerID] {
    Set([before, after].flatMap { $0.triggers[artwork]?.keys.map { $0 } ?? [] }).sorted()
  }

  /// The ways of an artwork that were taken in only one of both.
  func onlyTransitions(of artwork: ArtworkID) -> (was: [HallTally.Transition], wouldBe: [HallTally.Transition]) {
    func ways(_ one: HallTally, without other: HallTally) -> [HallTally.Transition] {
      one.transitions.keys.filter { $0.artwork == artwork && other.transitions[$0] == nil }.sorted()
    }
    return (ways(before, without: after), ways(after, without: before))
  }

  /// Whether all that is counted of an artwork would have been the same.
  func isSame(_ artwork: ArtworkID) -> Bool {
    func counts(_ tally: HallTally) -> [HallTally.Transition: Int] {
      tally.transitions.filter { $0.key.artwork == artwork }.mapValues(\.times)
    }
    return before.scenes(of: artwork) == after.scenes(of: artwork) && counts(before) == counts(after)
      && before.triggers[artwork] == after.triggers[artwork] && before.draws[artwork] == after.draws[artwork]
      && before.airtime(of: artwork) == after.airtime(of: artwork)
  }

  /// What came of it, as people read it.
  func lines(on terminal: Terminal) -> [String] {
    var lines = [Style.heading.applied(to: printable(other.show.hall.title), on: terminal), remark]
    lines += passedOver.map { printable($0) }
    lines += ["", firstDifference]
    let changed = artworks.filter { !isSame($0) }
    for artwork in changed { lines += [""] + self.lines(of: artwork, on: terminal) }
    let same = artworks.filter { !changed.contains($0) }.map(\.text)
    if !same.isEmpty, !changed.isEmpty { lines += ["", "The same: \(same.joined(separator: ", "))"] }
    lines += deviceLines(on: terminal)
    let skipped = other.skipped
    if !skipped.isEmpty {
      lines += ["", Style.warning.applied(to: "Left out, for the other show does not know it", on: terminal)]
      lines += skipped.map { skip in
        "  \(counted(skip.count, "input")): \(printable(skip.reason)) (first: entry \(skip.first))"
      }
    }
    return lines
  }

  private var firstDifference: String {
    guard let found = comparison.difference else {
      return "Nothing that was decided or told would have been otherwise."
    }
    let clock = HallClock(timeZone: other.show.hall.timeZone)
    let at = [found.was?.at, found.wouldBe?.at].compactMap { $0 }.min() ?? found.input.at
    let time = wall(at).map { clock.dayAndTime($0) } ?? "show time \(at)"
    return "The first difference is at entry \(found.seq), \(time):\n"
      + "  was       \(printable(found.was?.sentence ?? "nothing"))\n"
      + "  would be  \(printable(found.wouldBe?.sentence ?? "nothing"))"
  }

  private func lines(of artwork: ArtworkID, on terminal: Terminal) -> [String] {
    let title = [after, before].compactMap { $0.record.lanes.first { $0.artwork == artwork }?.title }.first ?? ""
    var lines = [Style.heading.applied(to: "\(artwork)", on: terminal) + "  \(printable(title))"]
    let (was, would) = (before.scenes(of: artwork), after.scenes(of: artwork))
    var table = Table(["scene", "was", "", "of the open time", "would be", "", "of the open time"])
    for scene in scenes(of: artwork) {
      let cells = [(was[scene], before), (would[scene], after)].flatMap { count, tally -> [Table.Cell] in
        guard let count else { return ["—", "", ""] }
        return [
          .init("\(count.count)×"), .init(shortLength(count.time)), .init(part(count.timeOpen, of: tally.timeOpen)),
        ]
      }
      table.add([.init(scene.text, was[scene] == would[scene] ? .plain : .warning)] + cells)
    }
    lines += table.lines(on: terminal, indent: 2)
    lines += triggerLines(of: artwork, on: terminal)
    let only = onlyTransitions(of: artwork)
    for (ways, tally, words) in [(only.was, before, "only was"), (only.wouldBe, after, "only would be")] {
      for way in ways {
        guard let count = tally.transitions[way] else { continue }
        lines.append("  \(words): \(counted(count.times, "time")), \(printable(count.sentence))")
      }
    }
    return lines + sourceLines(of: artwork)
  }

  private func triggerLines(of artwork: ArtworkID, on terminal: Terminal) -> [String] {
    let (was, would) = (before.triggers[artwork] ?? [:], after.triggers[artwork] ?? [:])
    var table = Table(["trigger", "fired", "would", "held back", "would", ""])
    for trigger in triggers(of: artwork) {
      let (left, right) = (was[trigger] ?? .init(), would[trigger] ?? .init())
      guard left != right else { continue }
      table.add([
        .init(trigger.text), .init("\(left.fired)"), .init("\(right.fired)"), .init("\(left.notFired)"),
        .init("\(right.notFired)"), .init(right.lastReason ?? left.lastReason ?? "", .faint),
      ])
    }
    if table.isEmpty { return [] }
    return table.lines(on: terminal, indent: 2)
  }

  private func sourceLines(of artwork: ArtworkID) -> [String] {
    var lines: [String] = []
    let (was, would) = (before.draws[artwork] ?? [:], after.draws[artwork] ?? [:])
    for source in Set(was.keys).union(would.keys).sorted() where was[source] != would[source] {
      lines.append("  \(source) gave \(was[source] ?? 0), would give \(would[source] ?? 0)")
    }
    let (aired, airing) = (before.airtime(of: artwork), after.airtime(of: artwork))
    for source in Set(aired.keys).union(airing.keys).sorted() {
      let (left, right) = (aired[source] ?? [:], airing[source] ?? [:])
      for name in Set(left.keys).union(right.keys).sorted() where left[name] != right[name] {
        let times = [left, right].map { shortLength($0[name] ?? .zero) }
        lines.append("  \(source): \(printable(name)) was on \(times[0]), would be \(times[1])")
      }
    }
    return lines
  }

  /// What devices and topics were told another number of times.
  private func deviceLines(on terminal: Terminal) -> [String] {
    var table = Table(["told", "was", "would be"])
    var same = 0
    func add(_ was: [String: Int], _ wouldBe: [String: Int]) {
      for name in Set(was.keys).union(wouldBe.keys).sorted() {
        let (left, right) = (was[name] ?? 0, wouldBe[name] ?? 0)
        if left == right { same += 1 } else { table.add([.init(name), .init("\(left)×"), .init("\(right)×")]) }
      }
    }
    add(before.told.byText, after.told.byText)
    add(before.messages, after.messages)
    if table.isEmpty { return [] }
    return [""] + table.lines(on: terminal) + (same > 0 ? ["\(counted(same, "other")) as often"] : [])
  }

  private func part(_ span: TimeSpan, of whole: TimeSpan) -> String {
    guard whole > .zero else { return "" }
    return "\(Int((100 * Double(span.milliseconds) / Double(whole.milliseconds)).rounded())) %"
  }
}

extension [DeviceID: Int] {
  /// The numbers by the devices' names.
  fileprivate var byText: [String: Int] { [String: Int](uniqueKeysWithValues: map { ($0.key.text, $0.value) }) }
}
