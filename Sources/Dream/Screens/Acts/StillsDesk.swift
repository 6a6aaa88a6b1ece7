import Onirica

/// Decides which still is decoded next and when it comes; decodes it. Lives beside the frames.
///
/// | state | what happens | then |
/// |---|---|---|
/// | nothing hangs | the still that is due is decoded, on the way from one to the next both | it is delivered |
/// | one comes | nothing, until it hangs whole and the frame thread has taken it | |
/// | one hangs | the one after is decoded and delivered with its instant | it comes by itself |
///
/// A still that cannot be used is passed over, told, and left alone until its file changes; the one before stays.
struct StillsDesk {
  /// A still that goes, one that comes, and when: what the frame thread needs to know.
  struct Delivery: Sendable {
    struct Item: Sendable {
      let still: HungStill
      let number: Int
      /// When it began to come, in seconds since 1970.
      let sinceUnixSeconds: Double
    }

    var going: Item, coming: Item
    var overSeconds: Double
    var transition: StillTransition

    var settlesUnixSeconds: Double { coming.sinceUnixSeconds + overSeconds }
  }

  /// Stills in memory: the one that goes, the one that comes, the one ahead, and one for a wish that changes.
  private static let slotCount = 4
  private static let skippedAtMost = 20
  /// How many corrupt stills in a row are passed over at once.
  private static let passedAtMost = 64

  private let stills: any NamedStills
  private let size: (width: Int, height: Int)
  private(set) var wish = StillsWish()
  private(set) var report = StillsReport()
  private var slots: [HungStill] = []
  private var names: [Int: String] = [:]
  private var hung: (delivery: Delivery, line: StillsWish.Line, fit: StillFit)?
  /// The last showing of a walk that was delivered or passed over.
  private var handled = Int.min
  /// Looked at ahead for a wish to come, by its slot.
  private var ahead: (name: String, slot: Int)?
  /// What cannot be used, and the state of its file then.
  private var unusable: [String: StillStamp?] = [:]
  private var singles = 0

  init(stills: any NamedStills, width: Int, height: Int) {
    (self.stills, size) = (stills, (width, height))
  }

  mutating func want(_ wish: StillsWish) { self.wish = wish }

  /// Stills that were passed over can be used.
  mutating func takeUp(_ names: [String]) {
    for name in names { unusable[name] = nil }
    report.skipped.removeAll { names.contains($0.name) }
  }

  /// What is to be delivered now, if anything.
  ///
  /// - Parameters:
  ///   - unixSeconds: now.
  ///   - hasTaken: whether the frame thread has taken what was delivered last.
  mutating func delivery(at unixSeconds: Double, hasTaken: Bool) -> Delivery? {
    guard hasTaken else { return nil }
    tell(at: unixSeconds)
    if let hung, unixSeconds < hung.delivery.settlesUnixSeconds {
      guard hung.line != wish.line || hung.fit != wish.fit, unixSeconds < hung.delivery.coming.sinceUnixSeconds - 0.25
      else { return nil }
      // What was to come is not wished for any more: what hangs stays where it is.
      self.hung?.delivery.coming = hung.delivery.going
      self.hung?.delivery.overSeconds = 0
    }
    let next: Delivery?
    switch wish.line {
    case .nothing: next = nil
    case .one(let name, let later, let since): next = one(name, later: later, since: since)
    case .walk(let walk): next = step(of: walk, at: unixSeconds)
    }
    guard let next else { return nil }
    hung = (next, wish.line, wish.fit)
    tell(at: unixSeconds)
    return next
  }

  // MARK: One still

  private mutating func one(_ name: String, later: String?, since: Double) -> Delivery? {
    if let hung, hung.fit == wish.fit, case .one(name, _, _) = hung.line {
      self.hung?.line = wish.line
      if let later, ahead?.name != later, let slot = decode(later) { ahead = (later, slot) }
      return nil
    }
    guard let slot = ahead?.name == name ? ahead?.slot : decode(name) else {
      // It is not tried again before it changes; what hangs is what was wished for, as far as it goes.
      return nil
    }
    ahead = nil
    singles += 1
    return deliver(slot, number: singles, since: since)
  }

  // MARK: A walk

  private mutating func step(of walk: StillsWish.Walk, at now: Double) -> Delivery? {
    let due = walk.number(at: now)
    let goesOn: Bool
    if let hung, case .walk(let before) = hung.line, before == walk, hung.fit == wish.fit {
      goesOn = true
    } else {
      goesOn = false
    }
    guard goesOn, handled >= due else { return begin(walk, due: due, at: now, goesOn: goesOn) }
    // What hangs is the newest that is due: the one after is looked at ahead.
    guard handled <= due else { return nil }
    handled += 1
    return decode(name(handled, of: walk)).map { deliver($0, number: handled, since: walk.start(of: handled)) }
  }

  /// The showing that is due, or the nearest before it that can be used.
  private mutating func begin(_ walk: StillsWish.Walk, due: Int, at now: Double, goesOn: Bool) -> Delivery? {
    handled = due
    for number in (0..<min(walk.names.count, StillsDesk.passedAtMost)).map({ due - $0 }) {
      guard let slot = decode(name(number, of: walk)) else { continue }
      let start = walk.start(of: number)
      let isComing = number == due && now < start + wish.comingSeconds
      if hung == nil, isComing, let before = decode(name(number - 1, of: walk), besides: [slot]) {
        // A restart amid a change: the one that goes is shown too.
        let going = item(before, number: number - 1, since: walk.start(of: number - 1))
        return Delivery(
          going: going, coming: item(slot, number: number, since: start), overSeconds: wish.comingSeconds,
          transition: wish.transition)
      }
      return deliver(slot, number: number, since: hung != nil && !isComing ? now : start)
    }
    return nil
  }

  private func name(_ number: Int, of walk: StillsWish.Walk) -> String {
    walk.names[StillOrder.indexWithoutEcho(of: number, among: walk.names.count, seed: wish.seed)]
  }

  // MARK: Slots

  private func item(_ slot: Int, number: Int, since: Double) -> Delivery.Item {
    Delivery.Item(still: slots[slot], number: number, sinceUnixSeconds: since)
  }

  private func deliver(_ slot: Int, number: Int, since: Double) -> Delivery {
    let coming = item(slot, number: number, since: since)
    guard let hung else {
      return Delivery(going: coming, coming: coming, overSeconds: 0, transition: wish.transition)
    }
    return Delivery(
      going: hung.delivery.coming, coming: coming, overSeconds: wish.comingSeconds, transition: wish.transition)
  }

  /// Decodes a still into a slot that nobody looks at.
  private mutating func decode(_ name: String, besides: [Int] = []) -> Int? {
    let stamp = stills.stamp(of: name)
    if let known = unusable[name], known == stamp { return nil }
    do throws(StillFault) {
      let still = try stills.decoded(name)
      if slots.isEmpty {
        slots = (0..<StillsDesk.slotCount).map { _ in HungStill(width: size.width, height: size.height) }
      }
      let used = [hung?.delivery.coming.still, ahead.map { slots[$0.slot] }].compactMap { $0 }
      let free = slots.indices.first { slot in !besides.contains(slot) && !used.contains { $0 === slots[slot] } }
      guard let free else { return nil }
      slots[free].hang(still, fit: wish.fit)
      names[free] = name
      if unusable.removeValue(forKey: name) != nil { report.skipped.removeAll { $0.name == name } }
      return free
    } catch {
      unusable[name] = .some(stamp)
      report.skipped.removeAll { $0.name == name }
      report.skipped.append(StillsReport.Skipped(name: name, why: error.description))
      if report.skipped.count > StillsDesk.skippedAtMost { report.skipped.removeFirst() }
      return nil
    }
  }

  private mutating func tell(at now: Double) {
    guard let delivery = hung?.delivery else { return }
    let isToCome = now < delivery.coming.sinceUnixSeconds
    report.shown = name(of: isToCome ? delivery.going : delivery.coming)
    report.next = isToCome ? name(of: delivery.coming) : ahead?.name
  }

  private func name(of item: Delivery.Item) -> String? {
    slots.firstIndex { $0 === item.still }.flatMap { names[$0] }
  }
}
