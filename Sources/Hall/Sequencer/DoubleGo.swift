import Show

/// Guards against a second change of an artwork right behind the last one: one press of a button that bounced, or two
/// people at one desk.
extension Sequencer {
  /// Refuses an act that follows the last one for the same artwork too closely.
  func guardAgainstDoubleGo(_ act: CommandAct) throws(Refusal) {
    let guarded = show.hall.doubleGo
    guard guarded > .zero, act.isGo, let id = act.artwork, let last = state.artworks[id]?.lastGo, now - last < guarded
    else { return }
    throw Refusal(
      .doubleGo, "\(id) was changed \(now - last) ago", hint: "wait \(guarded), as `double_go` in hall.yaml says")
  }

  /// Remembers an act that was carried out.
  mutating func rememberGo(_ act: CommandAct) {
    guard show.hall.doubleGo > .zero, act.isGo, let id = act.artwork else { return }
    let now = self.now
    state.artworks[id]?.lastGo = now
  }
}

extension CommandAct {
  /// Whether it moves an artwork on from where it is.
  var isGo: Bool {
    switch self {
    case .go, .next, .back, .restart, .skip: true
    default: false
    }
  }
}
