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
    /// What it gave twice before all had been given, each with the number of the entry that did so.
    public var repeats: [String] = []
    /// Which round of the pool goes on, and what it gave in it.
    var round: Int64 = 0
    var inRound: Set<String> = []
    var given: Set<String> = []
  }

  /// The pools, by artwork and name.
  public private(set) var pools: [RotationTally.Key: Draws] = [:]
  private var places: [RotationTally.Key: DrawState] = [:]

  mutating func passed(_ span: TimeSpan, in hall: Sequencer) {
    for artwork in hall.show.artworks where !artwork.pools.isEmpty {
      for (source, pool) in artwork.pools {
        let key = RotationTally.Key(artwork: artwork.id, source: source)
        if pools[key]?.count != pool.items.count || pools[key]?.order != pool.order {
          pools[key] = Draws(order: pool.order, count: pool.items.count)
        }
        places[key] =
          hall.state.artworks[artwork.id]?.draws[source.text] ?? DrawState(of: source.text, artwork: artwork.id)
      }
    }
  }

  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer) {
    for decision in step.decisions where decision.kind == .draw {
      guard let artwork = decision.artwork, let source = decision.subject.map({ SourceID($0) }),
        let pool = hall.show.artwork(artwork)?.pools[source]
      else { continue }
      let key = RotationTally.Key(artwork: artwork, source: source)
      guard var known = pools[key], var place = places[key], pool.items.count == known.count else { continue }
      let round = place.drawn / Int64(max(known.count, 1))
      let name = pool.items[place.draw(pool.order, of: pool.items.count)]
      if round != known.round { (known.round, known.inRound) = (round, []) }
      known.draws += 1
      known.given.insert(name)
      if known.inRound.insert(name).inserted == false, known.order != .random {
        known.repeats.append("\(name), by entry \(input.seq)")
      }
      (pools[key], places[key]) = (known, place)
    }
  }
}
