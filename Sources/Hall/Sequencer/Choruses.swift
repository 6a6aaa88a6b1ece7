import Show

/// Dreamers who come and go with the visitors: how many nights are dreamt beside that of a screen follows a count, live.
extension Sequencer {
  /// How long they take to come and go where the cue that named them has no `over`.
  static let chorusOver = TimeSpan.seconds(4)

  /// Lets as many nights join each dream as there are visitors for. An artwork that is held keeps those it has.
  mutating func followChoruses() {
    for (artwork, paths) in index.choruses {
      guard let current = state.artworks[artwork], current.time.pausedAt == nil else { continue }
      for path in paths {
        guard let value = current.layer[path], value.goesAt == nil, case .dream(let dream) = value.fade.to,
          let visitors = dream.chorus?.visitors, dream.stop != true
        else { continue }
        let count = state.sensors[visitors.sensor]?.value?.number
        guard let next = dream.joined(for: count, since: dream.since ?? value.fade.at) else { continue }
        let over = value.fade.over > .zero ? value.fade.over : Self.chorusOver
        let fade = Fade(to: .dream(next), at: now, over: over, curve: value.fade.curve)
        state.artworks[artwork]?.layer[path]?.fade = fade
        work.touchedDevices.insert(path.device)
        let size = 1 + (next.chorus?.size ?? 0)
        decide(
          Decision(
            .note, artwork: artwork, subject: path.device.text,
            "\(artwork): \(size) \(size == 1 ? "night is" : "nights") dreamt \(size == 1 ? "alone" : "together"), for "
              + "\(count.map { Value.number($0).description } ?? "no number") by \(visitors.sensor)",
            values: count.map { [visitors.sensor.text: .number($0)] } ?? [:]))
      }
    }
  }
}

extension Dream {
  /// This dream with as many nights beside it as a count wants; its position runs on.
  ///
  /// - Parameter since: from when its position runs.
  /// - Returns: nil where nothing changes.
  fileprivate func joined(for count: Double?, since: ShowInstant) -> Dream? {
    guard var chorus else { return nil }
    let size = chorus.wanted(for: count)
    guard size != chorus.size else { return nil }
    chorus.size = size
    var next = self
    (next.chorus, next.since) = (chorus, since)
    return next
  }
}
