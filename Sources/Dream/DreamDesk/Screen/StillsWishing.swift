import Onirica
import Screens

extension StillsWish {
  /// What a desired state wishes for.
  ///
  /// - Parameters:
  ///   - state: in mode `stills`.
  ///   - folder: in which stills are named.
  /// - Throws: where a folder that is named has no stills.
  init(_ state: DesiredState, among folder: StillFolder) throws(StillFolder.Fault) {
    self.init()
    let garden = state.garden
    (fit, transition, seed, motion) = (garden.fit, garden.transition, garden.way.seed, garden.motion)
    (growth, night, cadence) = (state.growth, state.night, Cadence(picturesPerSecond: garden.way.fps))
    overSeconds = garden.over ?? 2
    if case .still(let name) = state.picture {
      line = .one(name, next: garden.next, sinceUnixSeconds: state.stillAtUnixSeconds)
      overSeconds = state.stillOverSeconds
    } else {
      let names = try garden.way.names(among: folder)
      guard !names.isEmpty else { return }
      line = .walk(
        StillsWish.Walk(
          names: names, everySeconds: garden.way.every, anchorUnixSeconds: garden.way.atUnixSeconds ?? 0))
    }
  }
}

extension SpliceWish {
  /// What a desired state wishes for.
  ///
  /// - Parameters:
  ///   - state: in mode `splice`.
  ///   - folder: in which stills are named.
  /// - Throws: where there are not two stills.
  init(_ state: DesiredState, among folder: StillFolder) throws(StillFolder.Fault) {
    let graft = state.graft
    names = try graft.way.names(among: folder)
    guard names.count >= 2 else { throw .tooFew }
    (everySeconds, anchorUnixSeconds) = (graft.way.every, graft.way.atUnixSeconds ?? 0)
    (seed, losses, substitutions) = (graft.way.seed, graft.losses, graft.substitutions)
    cadence = Cadence(picturesPerSecond: graft.way.fps)
  }
}

extension DesiredState.Way {
  fileprivate func names(among stills: StillFolder) throws(StillFolder.Fault) -> [String] {
    if let folder { return try stills.names(in: folder) }
    return items
  }
}
