import Show

/// How long each thing of a rotation was on today: the next is always the one that was on least.
public struct RotationState: Hashable, Sendable, Codable {
  /// The time on of each, in the order of the rotation.
  public var airtime: [TimeSpan]
  /// Which is on now.
  public var onAir: Int?
  /// Since when, or since when its time was last added.
  public var since: ShowInstant = .zero
  /// The local day that is counted, in days since 1970; unknown until the clock is known to be right.
  public var day: Int64?
  /// The property that has the medium last taken, for rotations of media.
  public var path: PropertyPath?

  /// An account on which nothing stands.
  public init(count: Int) { airtime = Array(repeating: .zero, count: count) }

  /// Which was on least by now, of equals the first that is not on.
  func next(in rotation: Rotation, at now: ShowInstant, without passedOver: [String: String]) -> Int? {
    let names = rotation.names
    func key(_ place: Int) -> (TimeSpan, Int, Int) {
      let isOn = place == onAir
      return (isOn ? airtime[place] + (now - since) : airtime[place], isOn ? 1 : 0, place)
    }
    return airtime.indices.filter { passedOver[names[$0]] == nil }.min { key($0) < key($1) }
  }
}

/// Rotations: what is on, for how long, and what is next.
///
/// A medium is on while the scene that took it runs and the property has it; a scene while it runs. Nothing is on in a
/// blackout, an alarm, or for longer than a local day. Time stands still for no one here: what is held stays on screen.
extension Sequencer {
  /// Brings the time on up to now, and takes note of what is on.
  mutating func followAirtime(of artwork: Artwork) {
    for id in artwork.rotations.keys.sorted() {
      guard let rotation = artwork.rotations[id] else { continue }
      let before = state.artworks[artwork.id]?.rotations[id]
      var known = before ?? RotationState(count: rotation.names.count)
      let onAir = onAir(rotation, known, of: artwork)
      if onAir != known.onAir || today != known.day { add(to: &known, onAir: onAir) }
      if known != before { state.artworks[artwork.id]?.rotations[id] = known }
    }
  }

  /// What of a rotation is next: the one that was on least, of equals the first that is not on now.
  ///
  /// - Parameter passedOver: what cannot be shown where it would be on.
  mutating func next(
    of rotation: Rotation, _ artwork: Artwork, without passedOver: [String: String] = [:]
  ) -> Int? {
    var known = state.artworks[artwork.id]?.rotations[rotation.id] ?? RotationState(count: rotation.names.count)
    add(to: &known, onAir: known.onAir)
    state.artworks[artwork.id]?.rotations[rotation.id] = known
    return known.next(in: rotation, at: now, without: passedOver)
  }

  /// The scene with which an artwork begins or goes on: its start; where that takes turns with others, and was on for longer
  /// today than another of them, the one whose turn it is. So who takes a rotation over gives it back where it was.
  mutating func sceneInTurn(_ start: SceneID, of artwork: Artwork) -> SceneID {
    for (id, rotation) in artwork.rotations.sorted(by: { $0.key < $1.key }) {
      guard case .scenes(let scenes) = rotation.items, let own = scenes.firstIndex(of: start) else { continue }
      guard let place = next(of: rotation, artwork), let airtime = state.artworks[artwork.id]?.rotations[id]?.airtime,
        airtime[own] > airtime[place]
      else { return start }
      return scenes[place]
    }
    return start
  }

  private func add(to known: inout RotationState, onAir: Int?) {
    if let place = known.onAir, known.airtime.indices.contains(place) {
      known.airtime[place] = known.airtime[place] + (now - known.since)
    }
    if let today, today != known.day {
      if known.day != nil { known.airtime = known.airtime.map { _ in .zero } }
      known.day = today
    }
    (known.onAir, known.since) = (onAir, now)
  }

  private func onAir(_ rotation: Rotation, _ known: RotationState, of artwork: Artwork) -> Int? {
    guard !state.alarm.isLatched, !state.blackout.isOn, let current = state.artworks[artwork.id], let run = current.run
    else { return nil }
    switch rotation.items {
    case .scenes(let scenes): return scenes.firstIndex(of: run.scene)
    case .media(let media):
      guard let path = known.path, let value = current.layer[path], value.scene == run.scene, value.goesAt == nil,
        case .plain(.text(let name)) = value.fade.to
      else { return nil }
      return media.firstIndex(of: name)
    }
  }

  /// The local day, in days since 1970, once the clock is known to be right.
  var today: Int64? { trustedWall.map { localDay(of: $0) } }
}
