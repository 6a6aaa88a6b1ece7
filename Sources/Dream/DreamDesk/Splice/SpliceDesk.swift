import Onirica
import Screens
import SleepLab

/// Who has stills by name, and knows whose night they were made of.
protocol SplicedStills: NamedStills {
  /// The night whose mark a still bears.
  ///
  /// - Parameter name: its name.
  /// - Returns: nil where it bears none.
  func night(of name: String) -> NightID?
}

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

  private let stills: any SplicedStills
  private let layout: SpliceLayout
  private(set) var wish = SpliceWish()
  private(set) var skipped: [StillsReport.Skipped] = []
  /// Why the splice that is due was not made, though its stills can be shown.
  private(set) var refusal: String?
  private var unusable: [String: StillStamp?] = [:]
  private var kept: [(reel: SpliceReel, standing: SpliceStanding)] = []
  private var handled: Int?
  private var hasPrelude = false

  init(stills: any SplicedStills, layout: SpliceLayout) { (self.stills, self.layout) = (stills, layout) }

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
    refusal = nil
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
      refusal = "\(parents.first.name) cannot be spliced: \(error)"
      return nil
    }
  }

  /// The first two different stills that can be used, from the splice's place in the order on. As with `reverie splice`, two
  /// that bear the marks of two nights do not go together: what is made of both could bear but one.
  private mutating func parents(of number: Int) -> (
    first: (name: String, frame: Frame), second: (name: String, frame: Frame)
  )? {
    let count = wish.names.count
    var found: [(name: String, frame: Frame)] = []
    var night: NightID?
    refusal = nil
    // From any place on, twice the count meets each still in a round of its own.
    for offset in 0..<(2 * count) {
      let name = wish.names[
        StillOrder.indexWithoutEcho(of: 2 * number + offset, among: count, seed: wish.seed)]
      guard !found.contains(where: { $0.name == name }), let frame = decode(name) else { continue }
      let mark = stills.night(of: name)
      guard night == nil || mark == nil || night == mark else {
        refusal = "the stills are of more than one night, and a splice bears the mark of one: take one night's"
        continue
      }
      night = night ?? mark
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
      if unusable.removeValue(forKey: name) != nil { skipped.removeAll { $0.name == name } }
      return frame
    } catch {
      unusable[name] = .some(stamp)
      pass(over: name, because: error.description)
      return nil
    }
  }

  /// Stills that were passed over can be used.
  mutating func takeUp(_ names: [String]) {
    for name in names { unusable[name] = nil }
    skipped.removeAll { names.contains($0.name) }
  }

  private mutating func pass(over name: String, because why: String) {
    skipped.removeAll { $0.name == name }
    skipped.append(StillsReport.Skipped(name: name, why: why))
    if skipped.count > 20 { skipped.removeFirst() }
  }
}
