import Sequencer
import Show

/// How long each thing of the rotations was on, and whether that was fair.
public struct RotationTally: Sendable {
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

  private struct Showing: Sendable {
    var name: String
    var lasting: TimeSpan
    /// The longest time of what shows before it came on.
    var longestBefore: TimeSpan
  }

  /// What came of each rotation, its things in their order.
  public private(set) var airtimes: [Key: [Airtime]] = [:]
  private var running: [Key: Showing] = [:]

  /// What is on, of each rotation of a hall.
  ///
  /// - Parameter hall: the hall.
  static func onAir(in hall: Sequencer) -> [Key: String] {
    var onAir: [Key: String] = [:]
    for artwork in hall.show.artworks where !artwork.rotations.isEmpty {
      for (source, rotation) in artwork.rotations {
        let names = rotation.names
        guard let place = hall.state.artworks[artwork.id]?.rotations[source]?.onAir, names.indices.contains(place)
        else {
          continue
        }
        onAir[Key(artwork: artwork.id, source: source)] = names[place]
      }
    }
    return onAir
  }

  /// Takes up what rotations a show has; what was counted before stays.
  mutating func follow(_ show: Show) {
    for artwork in show.artworks {
      for (source, rotation) in artwork.rotations {
        let key = Key(artwork: artwork.id, source: source)
        for name in rotation.names where airtimes[key]?.contains(where: { $0.name == name }) != true {
          airtimes[key, default: []].append(Airtime(name: name))
        }
      }
    }
  }

  /// Time passed in which the same was on.
  mutating func passed(_ span: TimeSpan, with onAir: [Key: String]) {
    guard span > .zero else { return }
    for key in running.keys where onAir[key] == nil { running[key] = nil }
    for (key, name) in onAir {
      guard let place = airtimes[key]?.firstIndex(where: { $0.name == name }), var airtime = airtimes[key]?[place]
      else {
        continue
      }
      var showing = Showing(name: name, lasting: .zero, longestBefore: airtime.longest)
      if let known = running[key], known.name == name { showing = known } else { airtime.showings += 1 }
      showing.lasting = showing.lasting + span
      airtime.time = airtime.time + span
      airtime.longest = max(airtime.longest, showing.lasting)
      airtimes[key]?[place] = airtime
      running[key] = showing
    }
  }

  /// What is taken anew begins another showing, also of the same thing; what could not be shown was on for nobody.
  mutating func took(_ step: Step) {
    for decision in step.decisions where decision.kind == .draw || decision.kind == .scene {
      guard let artwork = decision.artwork else { continue }
      if let name = decision.values[Decision.passedOver]?.text, let source = decision.subject {
        takeBack(name, of: Key(artwork: artwork, source: SourceID(source)))
      }
      for key in running.keys where key.artwork == artwork { running[key] = nil }
    }
  }

  private mutating func takeBack(_ name: String, of key: Key) {
    guard let showing = running[key], showing.name == name,
      let place = airtimes[key]?.firstIndex(where: { $0.name == name }), var airtime = airtimes[key]?[place]
    else { return }
    airtime.time = airtime.time - showing.lasting
    airtime.showings -= 1
    airtime.longest = showing.longestBefore
    airtimes[key]?[place] = airtime
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
