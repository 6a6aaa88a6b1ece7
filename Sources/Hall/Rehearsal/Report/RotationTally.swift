import Sequencer
import Show

/// How long each thing of the rotations was on, and whether that was fair.
public struct RotationTally: DayTally, Sendable {
  /// A rotation of an artwork.
  public struct Key: Hashable, Sendable, Comparable {
    /// The artwork.
    public var artwork: ArtworkID
    /// The rotation.
    public var source: SourceID

    /// By artwork, then rotation.
    public static func < (left: Key, right: Key) -> Bool { (left.artwork, left.source) < (right.artwork, right.source) }
  }

  /// What came of one thing of a rotation.
  public struct Airtime: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// How long it was on.
    public var time: TimeSpan = .zero
    /// How often it came on.
    public var showings = 0
    /// Its longest time without a break.
    public var longest: TimeSpan = .zero
  }

  /// What came of each rotation, its things in their order.
  public private(set) var airtimes: [Key: [Airtime]] = [:]
  private var running: [Key: (name: String, since: TimeSpan)] = [:]

  mutating func passed(_ span: TimeSpan, in hall: Sequencer) {
    for (key, names, onAir) in rotations(of: hall) {
      var airtimes = self.airtimes[key] ?? []
      for name in names where !airtimes.contains(where: { $0.name == name }) { airtimes.append(Airtime(name: name)) }
      defer { self.airtimes[key] = airtimes }
      guard let onAir, let place = airtimes.firstIndex(where: { $0.name == onAir }) else {
        running[key] = nil
        continue
      }
      let since = running[key].flatMap { $0.name == onAir ? $0.since : nil }
      if since == nil { airtimes[place].showings += 1 }
      let lasting = (since ?? .zero) + span
      running[key] = (onAir, lasting)
      airtimes[place].time = airtimes[place].time + span
      airtimes[place].longest = max(airtimes[place].longest, lasting)
    }
  }

  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer) {
    // What is taken anew begins another showing, also of the same thing.
    for decision in step.decisions where decision.kind == .draw || decision.kind == .scene {
      guard let artwork = decision.artwork else { continue }
      for key in running.keys where key.artwork == artwork { running[key] = nil }
    }
  }

  private func rotations(of hall: Sequencer) -> [(Key, [String], String?)] {
    hall.show.artworks.flatMap { artwork in
      artwork.rotations.sorted { $0.key < $1.key }.map { source, rotation in
        let names = rotation.names
        let place = hall.state.artworks[artwork.id]?.rotations[source]?.onAir
        return (
          Key(artwork: artwork.id, source: source), names,
          place.flatMap { names.indices.contains($0) ? names[$0] : nil }
        )
      }
    }
  }
}

extension [RotationTally.Airtime] {
  /// The longest time for which one of them was on without a break.
  public var longestShowing: TimeSpan { map(\.longest).max() ?? .zero }
  /// How much longer the one that was on most was on than the one that was on least.
  public var spread: TimeSpan { (map(\.time).max() ?? .zero) - (map(\.time).min() ?? .zero) }
  /// Whether all were on for the same time, as near as turns allow: within one showing.
  public var isFair: Bool { spread <= longestShowing }
}
