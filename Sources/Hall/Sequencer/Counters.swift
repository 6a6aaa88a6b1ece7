import Show

/// The numbers that artworks keep: conditions and triggers see them as sensors that only the artwork itself writes.
extension Sequencer {
  /// Changes a counter, within its range; triggers see the edge.
  mutating func count(_ id: SensorID, _ change: CounterChange, of artwork: Artwork) {
    guard let counter = artwork.counters.first(where: { $0.sensor(of: artwork.id).id == id }) else { return }
    let before = state.sensors[id]?.value?.number ?? counter.start
    let wanted =
      switch change {
      case .add(let amount): before + amount
      case .set(let number): number
      }
    let number = min(max(wanted, counter.range.lowerBound), counter.range.upperBound)
    guard number != before else { return }
    let value = Value.number(number)
    set(counter.sensor(of: artwork.id), value, isEdge: true) { _, _ in }
    decide(Decision(.counter, artwork: artwork.id, subject: counter.name, "\(artwork.id): \(counter.name) is \(value)"))
  }

  /// Gives counters that the show has and the state has not their first number, and forgets those that are gone.
  mutating func adoptCounters() {
    let counters = show.artworks.flatMap { artwork in artwork.counters.map { ($0, $0.sensor(of: artwork.id)) } }
    let known = Set(counters.map(\.1.id))
    for id in state.sensors.keys where id.isCounter && !known.contains(id) { state.sensors[id] = nil }
    for (counter, sensor) in counters {
      guard let number = state.sensors[sensor.id]?.value?.number, counter.range.contains(number) else {
        state.sensors[sensor.id] = SensorState(value: .number(counter.start), since: now)
        continue
      }
    }
  }
}

extension SensorID {
  /// Whether it is how an artwork's counter is seen.
  public var isCounter: Bool { text.utf8.contains(UInt8(ascii: "/")) }
}
