import Show

/// An artwork as visitors meet it: where they can stand, and what they can touch.
struct Stand: Sendable {
  /// The artwork.
  let artwork: ArtworkID
  /// Sensors of presence: a group stands before one of them, then perhaps before the next.
  let spots: [SensorID]
  /// Contacts that somebody of a group may make.
  let contacts: [SensorID]
  /// Counters of those who are there.
  let counters: [SensorID]

  /// The stand of an artwork: the sensors that its file names among its inputs.
  init(_ artwork: Artwork, in hall: Hall) {
    self.artwork = artwork.id
    let sensors = Set(artwork.inputs.values).sorted().compactMap { hall.sensors[$0] }
    func those(_ kind: SensorKind) -> [SensorID] { sensors.filter { $0.kind == kind && !$0.alarm }.map(\.id) }
    (spots, contacts, counters) = (those(.presence), those(.contact), those(.count))
  }
}

/// What was seen of the visitors of an artwork: numbers alone.
public struct VisitCount: Hashable, Sendable, Codable {
  /// How many groups stopped there.
  public var groups = 0
  /// How many visitors stopped there.
  public var visits = 0
  /// How long they stayed, one by one, all together.
  public var stayed: TimeSpan = .zero
  /// The most who were there at once.
  public var most = 0
  /// How often somebody made a contact.
  public var touches = 0

  /// The mean stay; none without a visit.
  public var meanStay: TimeSpan? { visits == 0 ? nil : .milliseconds(stayed.milliseconds / Int64(visits)) }
}
