import Show

/// Where a list that things are taken from has got to: a seed and a count, whatever the length of the list.
public struct DrawState: Hashable, Sendable, Codable {
  /// What its chances are made of.
  public var seed: UInt64
  /// How many were taken or passed over.
  public var drawn: Int64 = 0
  /// Those of this round that were passed over, counted from 0; none where there are none.
  public var owed: [Int]?
  /// The one that came last, where none is to come twice in a row.
  public var last: Int?

  /// A list from which nothing was taken.
  public init(seed: UInt64) { self.seed = seed }

  /// A list of that name of an artwork: the same chances on every machine.
  public init(of name: String, artwork: ArtworkID) {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(artwork)/\(name)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.init(seed: hash)
  }

  /// Takes the next.
  ///
  /// - Parameters:
  ///   - order: how they are taken.
  ///   - count: how many there are, at least 1; the same at each draw, else a round begins anew in the middle.
  /// - Returns: which, counted from 0.
  public mutating func draw(_ order: DrawOrder, of count: Int) -> Int { draw(order, of: count) { _ in true } ?? 0 }

  /// Takes the next of those that can be used. What cannot be is passed over, and comes at the end of its round if it can be
  /// used by then: each that can be used comes once before any comes again.
  ///
  /// - Parameters:
  ///   - order: how they are taken.
  ///   - count: how many there are, at least 1; the same at each draw.
  ///   - isUsable: whether one can be used now.
  /// - Returns: which, counted from 0; nothing where none can be used.
  public mutating func draw(_ order: DrawOrder, of count: Int, where isUsable: (Int) -> Bool) -> Int? {
    let length = Int64(max(count, 1))
    // What is left of this round, and all of the next one.
    for _ in 0..<(2 * count + 2) {
      if drawn % length == 0, let place = takeOwed(where: isUsable) { return place }
      let place = place(of: drawn, order, of: count)
      drawn += 1
      let isEcho = place == last && order == .noRepeat && count > 1
      if isUsable(place), !isEcho {
        if order == .noRepeat { last = place }
        return place
      }
      if order == .noRepeat { owe(place) }
    }
    // By chance none was met that can be used, or the one that came last is the only one.
    return (0..<count).first { isUsable($0) && $0 != last } ?? (0..<count).first(where: isUsable)
  }

  /// What was taken last was not shown: it comes at the end of its round, if it can be used by then.
  ///
  /// - Parameters:
  ///   - place: which, counted from 0.
  ///   - order: how they are taken.
  public mutating func giveBack(_ place: Int, _ order: DrawOrder) {
    if last == place { last = nil }
    if order == .noRepeat { owe(place) }
  }

  /// What was taken in the round that goes on, or is just over, and was not passed over; nothing where it is by chance.
  ///
  /// - Parameters:
  ///   - order: how they are taken.
  ///   - count: how many there are.
  public func taken(_ order: DrawOrder, of count: Int) -> [Int] {
    guard order != .random, count > 0, drawn > 0 else { return [] }
    let first = (drawn - 1) / Int64(count) * Int64(count)
    return (first..<drawn).map { place(of: $0, order, of: count) }.filter { owed?.contains($0) != true }
  }

  private mutating func owe(_ place: Int) {
    if owed?.contains(place) != true { owed = (owed ?? []) + [place] }
  }

  /// At the end of a round: one that was passed over in it and can be used now. Where there is none, the round is over.
  private mutating func takeOwed(where isUsable: (Int) -> Bool) -> Int? {
    guard let owed else { return nil }
    guard let found = owed.firstIndex(where: { isUsable($0) && $0 != last }) else {
      self.owed = nil
      return nil
    }
    self.owed?.remove(at: found)
    last = owed[found]
    return last
  }

  private func place(of number: Int64, _ order: DrawOrder, of count: Int) -> Int {
    guard count > 1 else { return 0 }
    let (round, place) = number.quotientAndRemainder(dividingBy: Int64(count))
    switch order {
    case .sequence: return Int(place)
    case .random: return Int(mixed(seed &+ UInt64(bitPattern: number)).multipliedFullWidth(by: UInt64(count)).high)
    case .noRepeat: return shuffled(Int(place), round: round, of: count)
    }
  }

  /// A place of a round's shuffled order. The first of a round is not the last of the round before: there the first two
  /// change places, which leaves the last as it is. Two things take turns.
  private func shuffled(_ place: Int, round: Int64, of count: Int) -> Int {
    guard count > 2 else { return place }
    let order = Shuffle(count: count, key: key(of: round))
    guard place < 2, round > 0 else { return order[place] }
    let repeats = order[0] == Shuffle(count: count, key: key(of: round - 1))[count - 1]
    return order[repeats ? 1 - place : place]
  }

  private func key(of round: Int64) -> UInt64 { mixed(seed ^ UInt64(bitPattern: round) &* 0x9e37_79b9_7f4a_7c15) }
}

/// A shuffled order of the numbers below a count, of which any place can be had without making the others.
///
/// A Feistel network of four rounds over the next even number of bits, walked until it falls below the count
/// (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002): at most four steps on average.
struct Shuffle {
  private let count: UInt64
  private let key: UInt64
  private let halfBits: UInt64

  init(count: Int, key: UInt64) {
    (self.count, self.key) = (UInt64(max(count, 1)), key)
    let bits = UInt64.bitWidth - (self.count - 1).leadingZeroBitCount
    halfBits = UInt64(max(1, (bits + 1) / 2))
  }

  /// The number at a place, both counted from 0 and below the count.
  subscript(place: Int) -> Int {
    var number = UInt64(place)
    repeat { number = encrypted(number) } while number >= count
    return Int(number)
  }

  private func encrypted(_ number: UInt64) -> UInt64 {
    let mask = (UInt64(1) << halfBits) - 1
    var (left, right) = (number >> halfBits, number & mask)
    for round in UInt64(0)..<4 {
      (left, right) = (right, left ^ (mixed(key &+ round << 32 &+ right) & mask))
    }
    return left << halfBits | right
  }
}

/// A number that looks like chance, always the same for the same one (SplitMix64; Steele, Lea and Flood, 2014).
public func mixed(_ number: UInt64) -> UInt64 {
  var mix = number &+ 0x9e37_79b9_7f4a_7c15
  mix = (mix ^ (mix >> 30)) &* 0xbf58_476d_1ce4_e5b9
  mix = (mix ^ (mix >> 27)) &* 0x94d0_49bb_1331_11eb
  return mix ^ (mix >> 31)
}

/// What actions take from pools and rotations.
extension Sequencer {
  /// Takes the next of a list that an artwork keeps, by its name.
  mutating func draw(_ order: DrawOrder, of count: Int, from name: String, _ artwork: ArtworkID) -> Int {
    var list = state.artworks[artwork]?.draws[name] ?? DrawState(of: name, artwork: artwork)
    defer { state.artworks[artwork]?.draws[name] = list }
    return list.draw(order, of: count)
  }

  /// The name of a medium: itself, or the next of a pool or a rotation.
  ///
  /// - Parameter path: the property that will have it, by which a rotation sees how long it is on.
  mutating func name(of medium: Medium, at path: PropertyPath, of artwork: Artwork) -> String? {
    switch medium {
    case .named(let name): return name
    case .next(let id):
      if let pool = artwork.pools[id], !pool.items.isEmpty {
        var list = state.artworks[artwork.id]?.draws[id.text] ?? DrawState(of: id.text, artwork: artwork.id)
        let place = list.draw(from: pool, without: passedOver(on: path.device))
        state.artworks[artwork.id]?.draws[id.text] = list
        guard let place else { return nil }
        tell(pool.items[place], from: id, of: artwork, "number \(place + 1) of \(pool.items.count)")
        return pool.items[place]
      }
      guard let rotation = artwork.rotations[id], case .media(let media) = rotation.items,
        let place = next(of: rotation, artwork, without: passedOver(on: path.device))
      else { return nil }
      state.artworks[artwork.id]?.rotations[id]?.path = path
      tell(media[place], from: id, of: artwork, "on for the least time today")
      return media[place]
    }
  }

  /// The medium that a pool or a rotation would give next, if nothing changes until then.
  func nextMedium(of id: SourceID, on device: DeviceID, _ artwork: Artwork) -> String? {
    if let pool = artwork.pools[id], !pool.items.isEmpty {
      var list = state.artworks[artwork.id]?.draws[id.text] ?? DrawState(of: id.text, artwork: artwork.id)
      return list.draw(from: pool, without: passedOver(on: device)).map { pool.items[$0] }
    }
    guard let rotation = artwork.rotations[id], case .media(let media) = rotation.items else { return nil }
    let known = state.artworks[artwork.id]?.rotations[id] ?? RotationState(count: media.count)
    return known.next(in: rotation, at: now, without: passedOver(on: device)).map { media[$0] }
  }

  /// Enters the scene of a rotation that was on least today.
  mutating func goNext(
    _ id: SourceID, of artwork: Artwork, _ reason: String, values: [String: Value], when: String?, subject: String?
  ) {
    guard let rotation = artwork.rotations[id], case .scenes(let scenes) = rotation.items,
      let place = next(of: rotation, artwork)
    else { return }
    enter(
      scenes[place], of: artwork, because: "\(reason): of \(id) it was on least today", values: values, when: when,
      subject: subject)
  }

  private mutating func tell(_ name: String, from id: SourceID, of artwork: Artwork, _ why: String) {
    decide(
      Decision(
        .draw, artwork: artwork.id, subject: id.text, "\(artwork.id): \(id) gives \(name), \(why)",
        values: [Decision.given: .text(name)]))
  }
}

extension DrawState {
  /// Takes the next of a pool, and passes over what cannot be shown.
  mutating func draw(from pool: Pool, without passedOver: [String: String]) -> Int? {
    draw(pool.order, of: pool.items.count) { passedOver[pool.items[$0]] == nil }
  }
}

extension Decision {
  /// Under which name a draw tells what was given.
  public static let given = "given"
  /// Under which name it tells what was given before and could not be shown.
  public static let passedOver = "passed_over"
}
