import Sequencer
import Show

/// What pools gave, and whether one that promises it repeated nothing before all had been shown.
public struct PoolTally: DayTally, Sendable {
  /// What came of a pool.
  public struct Draws: Hashable, Sendable {
    /// How it is drawn from.
    public var order: DrawOrder
    /// How many things it has.
    public var count: Int
    /// How often it gave something.
    public var draws = 0
    /// How many different things it gave.
    public var distinct: Int { given.count }
    /// What it gave twice before all that could be shown had been, each with the number of the entry that did so.
    public var repeats: [String] = []
    /// How often something that it gave could not be shown, and another was given in its stead.
    public var passedOver = 0
    /// What it gave in the round that goes on.
    var inRound: Set<String> = []
    var given: Set<String> = []

    mutating func give(_ name: String, by seq: Int64, without unusable: [String: String]) {
      // A round is over when everything has been shown that can be.
      let unshown = unusable.keys.count { !inRound.contains($0) && items.contains($0) }
      if inRound.count + unshown >= items.count { inRound = [] }
      draws += 1
      given.insert(name)
      if inRound.insert(name).inserted == false, order != .random { repeats.append("\(name), by entry \(seq)") }
    }

    /// What was given could not be shown: it does not count.
    mutating func takeBack(_ name: String) {
      passedOver += 1
      draws -= 1
      inRound.remove(name)
    }

    /// The different things of it.
    var items: Set<String>
  }

  /// The pools, by artwork and name.
  public private(set) var pools: [RotationTally.Key: Draws] = [:]

  mutating func passed(_ span: TimeSpan, in hall: Sequencer) {
    for artwork in hall.show.artworks where !artwork.pools.isEmpty {
      for (source, pool) in artwork.pools {
        let key = RotationTally.Key(artwork: artwork.id, source: source)
        if pools[key]?.count == pool.items.count, pools[key]?.order == pool.order { continue }
        var draws = Draws(order: pool.order, count: pool.items.count, items: Set(pool.items))
        // The round that goes on may have begun before.
        let taken = hall.state.artworks[artwork.id]?.draws[source.text]?.taken(pool.order, of: pool.items.count)
        draws.inRound = Set((taken ?? []).map { pool.items[$0] })
        pools[key] = draws
      }
    }
  }

  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer) {
    for decision in step.decisions where decision.kind == .draw {
      guard let artwork = decision.artwork, let source = decision.subject.map({ SourceID($0) }),
        hall.show.artwork(artwork)?.pools[source] != nil
      else { continue }
      let key = RotationTally.Key(artwork: artwork, source: source)
      if let name = decision.values[Decision.passedOver]?.text { pools[key]?.takeBack(name) }
      guard let name = decision.values[Decision.given]?.text else { continue }
      pools[key]?.give(name, by: input.seq, without: hall.unusable(for: artwork))
    }
  }
}

extension Sequencer {
  /// The stills that some screen of an artwork cannot show, and why.
  fileprivate func unusable(for artwork: ArtworkID) -> [String: String] {
    let devices = show.artwork(artwork)?.devices ?? []
    return devices.compactMap { state.devices[$0]?.passedOver }.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }
}
