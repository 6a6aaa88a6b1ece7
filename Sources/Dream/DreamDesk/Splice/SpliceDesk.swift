import Onirica
import Screens

/// What a screen tells of its splice.
struct SpliceStanding: Sendable, Hashable {
  /// Names of the parents.
  var first: String, second: String
  /// Which splice, from the first one on.
  var number: Int
  /// `whole`, `coarser` or `nothing`.
  var returned: String
}

/// Makes the reel of the splice that is due, and of the next one ahead; lives beside the frames.
struct SpliceDesk {
  /// Reels that somebody may look at: the one that is shown, the next, and the one before.
  private static let keptAtMost = 3

  private let stills: any NamedStills
  private let layout: SpliceLayout
  private(set) var wish = SpliceWish()
  private(set) var skipped: [StillsReport.Skipped] = []
  private var unusable: [String: StillStamp?] = [:]
  private var kept: [(reel: SpliceReel, standing: SpliceStanding)] = []
  private var handled: Int?
  private var hasPrelude = false

  init(stills: any NamedStills, layout: SpliceLayout) { (self.stills, self.layout) = (stills, layout) }

  mutating func want(_ wish: SpliceWish) {
    if wish != self.wish { (handled, hasPrelude) = (nil, false) }
    self.wish = wish
  }

  /// What stands on the screen at an instant.
  func standing(at unixSeconds: Double) -> SpliceStanding? {
    kept.last { $0.reel.startUnixSeconds <= unixSeconds }?.standing
  }

  /// The reel that is to be delivered now, if one is: that of the splice that is due, then the next.
  mutating func reel(at unixSeconds: Double) -> SpliceReel? {
    guard wish.names.count >= 2 else { return nil }
    let due = wish.number(at: unixSeconds)
    let number = handled.map { $0 < due ? due : $0 + 1 } ?? due
    // The next one is made while this one is shown, the one after not yet.
    guard number <= due + 1 else { return nil }
    // A splice takes seconds to make: its parents are there meanwhile.
    let isPrelude = handled == nil && !hasPrelude
    if !isPrelude { handled = number }
    guard let parents = parents(of: number) else { return nil }
    do {
      if isPrelude {
        hasPrelude = true
        return try SpliceReel(
          preludeOf: (parents.first.frame, parents.second.frame), number: number, wish: wish, layout: layout)
      }
      let reel = try SpliceReel(
        parents: (parents.first.frame, parents.second.frame), number: number, wish: wish, layout: layout)
      let how =
        switch reel.how {
        case .whole: "whole"
        case .coarser: "coarser"
        case .nothing: "nothing"
        }
      kept.append(
        (
          reel,
          SpliceStanding(first: parents.first.name, second: parents.second.name, number: number, returned: how)
        ))
      if kept.count > SpliceDesk.keptAtMost { kept.removeFirst() }
      return reel
    } catch {
      pass(over: parents.first.name, because: "it cannot be spliced: \(error)")
      return nil
    }
  }

  /// The first two different stills that can be used, from the splice's place in the order on.
  private mutating func parents(of number: Int) -> (
    first: (name: String, frame: Frame), second: (name: String, frame: Frame)
  )? {
    let count = wish.names.count
    var found: [(name: String, frame: Frame)] = []
    for offset in 0..<(count + 1) {
      let name = wish.names[
        StillOrder.indexWithoutEcho(of: 2 * number + offset, among: count, seed: wish.seed)]
      guard !found.contains(where: { $0.name == name }), let frame = decode(name) else { continue }
      found.append((name, frame))
      if found.count == 2 { return (found[0], found[1]) }
    }
    return nil
  }

  private mutating func decode(_ name: String) -> Frame? {
    let stamp = stills.stamp(of: name)
    if let known = unusable[name], known == stamp { return nil }
    do throws(StillFault) {
      let frame = try stills.decoded(name)
      unusable[name] = nil
      return frame
    } catch {
      unusable[name] = .some(stamp)
      pass(over: name, because: error.description)
      return nil
    }
  }

  private mutating func pass(over name: String, because why: String) {
    skipped.removeAll { $0.name == name }
    skipped.append(StillsReport.Skipped(name: name, why: why))
    if skipped.count > 20 { skipped.removeFirst() }
  }
}
