import Sequencer
import Show

/// What the sensors of an artwork saw of its visitors: counted, never identified.
public struct VisitTally: DayTally, Sendable {
  /// What was seen at an artwork.
  public struct Visits: Hashable, Sendable {
    /// How often somebody came to where nobody was.
    public var presences = 0
    /// How long somebody was there, all together.
    public var presence: TimeSpan = .zero
    /// The most that were counted at once.
    public var most = 0.0
    /// The persons' time by the counts: three for a minute are three minutes.
    public var personTime: TimeSpan = .zero

    /// How long somebody was there on average.
    public var meanPresence: TimeSpan? {
      presences == 0 ? nil : .milliseconds(presence.milliseconds / Int64(presences))
    }
  }

  /// The artworks that have such sensors.
  public private(set) var visits: [ArtworkID: Visits] = [:]
  private var wasPresent: [SensorID: Bool] = [:]

  mutating func passed(_ span: TimeSpan, in hall: Sequencer) {
    guard hall.state.phase.phase != .closed else { return }
    forEachSensor(of: hall) { artwork, sensor, value in
      var seen = visits[artwork] ?? Visits()
      switch (sensor.kind, value) {
      case (.presence, .flag(true)?): seen.presence = seen.presence + span
      case (.count, .number(let number)?):
        let persons = Int64((Double(span.milliseconds) * number).rounded())
        seen.personTime = seen.personTime + .milliseconds(persons)
      default: break
      }
      visits[artwork] = seen
    }
  }

  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer) {
    var isPresent: [SensorID: Bool] = [:]
    let isOpen = hall.state.phase.phase != .closed
    forEachSensor(of: hall) { artwork, sensor, value in
      var seen = visits[artwork] ?? Visits()
      if sensor.kind == .presence {
        let isThere = isOpen && value == .flag(true)
        if isThere, wasPresent[sensor.id] != true { seen.presences += 1 }
        isPresent[sensor.id] = isThere
      } else if isOpen, let number = value?.number {
        seen.most = max(seen.most, number)
      }
      visits[artwork] = seen
    }
    wasPresent = isPresent
  }

  private func forEachSensor(of hall: Sequencer, _ body: (ArtworkID, Sensor, Value?) -> Void) {
    for artwork in hall.show.artworks {
      for id in Set(artwork.inputs.values) {
        guard let sensor = hall.show.hall.sensors[id], sensor.kind == .presence || sensor.kind == .count else {
          continue
        }
        body(artwork.id, sensor, hall.state.sensors[id]?.value)
      }
    }
  }
}
