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
    (fit, transition, seed, motion) = (garden.fit, garden.transition, garden.seed, garden.motion)
    (growth, night, cadence) = (state.growth, state.night, Cadence(picturesPerSecond: garden.fps))
    overSeconds = garden.over ?? 2
    if case .still(let name) = state.picture {
      line = .one(name, next: garden.next, sinceUnixSeconds: state.stillAtUnixSeconds)
      overSeconds = state.stillOverSeconds
    } else if let path = garden.folder {
      line = .walk(try garden.walk(through: folder.names(in: path)))
    } else if !garden.items.isEmpty {
      line = .walk(garden.walk(through: garden.items))
    }
  }
}

extension DesiredState.Garden {
  fileprivate func walk(through names: [String]) -> StillsWish.Walk {
    StillsWish.Walk(names: names, everySeconds: every, anchorUnixSeconds: atUnixSeconds ?? 0)
  }
}
