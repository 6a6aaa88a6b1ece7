/// The hall as `hall.yaml` declares it.
public struct Hall: Hashable, Sendable, Codable {
  /// The hall's name, for example `7.1`.
  public var name: String
  /// What people read.
  public var title: String
  /// The base of its topics, for example `hall/7.1`.
  public var topics: String
  /// The IANA name of its time zone.
  public var timeZone: String
  /// A scene goes on after an outage shorter than this; after a longer one the artwork starts afresh.
  public var resumeWithin: TimeSpan
  /// The artworks that belong to it, in the order in which they are stepped.
  public var artworkOrder: [ArtworkID]
  /// Who may do what.
  public var operators: [OperatorName: Role]
  /// The sensors.
  public var sensors: [SensorID: Sensor]
  /// The devices.
  public var devices: [DeviceID: Device]
  /// The universes that go out to fixtures, by number.
  public var universes: [Int: LightUniverse] = [:]
  /// The profile of each light that is patched, by the model that its declaration names.
  public var fixtures: [String: FixtureProfile] = [:]
  /// The paintings, and what light they may have.
  public var canvases: [CanvasID: Canvas] = [:]
  /// The sound zones, by name.
  public var zones: [SoundZoneID: SoundZone] = [:]
  /// The declared modes.
  public var modes: [HallModeName: HallMode]
  /// The entries of its programme that the file gives.
  public var schedule: [ScheduleEntry]
  /// Within what time the closed looks are reached.
  public var closeWithin: TimeSpan
  /// Within what time a blackout is reached.
  public var blackoutWithin: TimeSpan
  /// Within what time the safe looks of an alarm are reached.
  public var alarmWithin: TimeSpan
  /// Within what time after closing begins all that sleeps is dark and silent; never looked at unless given.
  public var darkWithin: TimeSpan?
  /// How long before the doors the hall looks by itself whether they can open.
  public var preflight: TimeSpan = .minutes(2)
  /// Within what time a second `go`, `next`, `back`, `restart` or `skip` for one artwork is refused; zero is never.
  public var doubleGo: TimeSpan
  /// How many commands a second an operator may send, 1 to 1000.
  public var rate: Int
  /// How many commands an operator may send at once, 1 to 1000.
  public var burst: Int

  /// A hall; see the properties for meanings.
  public init(
    name: String, title: String = "", topics: String, timeZone: String = "UTC", resumeWithin: TimeSpan = .seconds(30),
    artworkOrder: [ArtworkID] = [], operators: [OperatorName: Role] = [:], sensors: [SensorID: Sensor] = [:],
    devices: [DeviceID: Device] = [:], modes: [HallModeName: HallMode] = [:], schedule: [ScheduleEntry] = [],
    closeWithin: TimeSpan = .seconds(60), blackoutWithin: TimeSpan = .seconds(1), alarmWithin: TimeSpan = .seconds(1),
    doubleGo: TimeSpan = .zero, rate: Int = 20, burst: Int = 40
  ) {
    (self.name, self.title, self.topics, self.timeZone) = (name, title.isEmpty ? name : title, topics, timeZone)
    (self.resumeWithin, self.artworkOrder, self.operators) = (resumeWithin, artworkOrder, operators)
    (self.sensors, self.devices, self.modes, self.schedule) = (sensors, devices, modes, schedule)
    (self.closeWithin, self.blackoutWithin, self.alarmWithin) = (closeWithin, blackoutWithin, alarmWithin)
    (self.doubleGo, self.rate, self.burst) = (doubleGo, rate, burst)
  }
}

/// What an operator may do; each role may do what the ones before it may.
public enum Role: String, Codable, Sendable, CaseIterable, Comparable {
  case viewer, `operator`, technician, admin

  /// Less allowed before more allowed.
  public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
  private var rank: Int {
    switch self {
    case .viewer: 0
    case .operator: 1
    case .technician: 2
    case .admin: 3
    }
  }
}

/// A declared look of the hall beside open and closed.
public struct HallMode: Hashable, Sendable, Codable {
  /// Its name.
  public var id: HallModeName
  /// What people read.
  public var title: String
  /// What artworks do that name no scene for it: their `start`, or their `closed` scene.
  public var likeOpen: Bool
  /// Values that the mode gives to devices, above those of scenes.
  public var values: [PropertyPath: PropertyValue]
  /// How long these take.
  public var over: TimeSpan

  /// A declared mode of the hall.
  public init(
    id: HallModeName, title: String = "", likeOpen: Bool = false, values: [PropertyPath: PropertyValue] = [:],
    over: TimeSpan = .zero
  ) {
    (self.id, self.title, self.likeOpen) = (id, title.isEmpty ? id.text : title, likeOpen)
    (self.values, self.over) = (values, over)
  }
}

/// The phase of the hall.
public enum HallPhase: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Not open to visitors.
  case closed
  /// Shortly before the doors: projectors warm, looks set.
  case opening
  /// Open to visitors.
  case open
  /// On the way to the closed looks.
  case closing
  /// A declared mode.
  case mode(HallModeName)

  /// Reads a phase or a mode by its name.
  public init(_ text: String) {
    self =
      switch text {
      case "closed": .closed
      case "opening": .opening
      case "open": .open
      case "closing": .closing
      default: .mode(HallModeName(text))
      }
  }
  /// Reads a phase from its name.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }
  /// Writes the phase's name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
  /// The name of the phase, or of the mode.
  public var description: String {
    switch self {
    case .closed: "closed"
    case .opening: "opening"
    case .open: "open"
    case .closing: "closing"
    case .mode(let name): name.text
    }
  }
  /// The names that a mode may not have.
  public static let reservedNames: Set<String> = ["closed", "opening", "open", "closing", "close", "auto"]
}

/// All of it: the hall and the scenes of its artworks, loaded and checked.
public struct Show: Hashable, Sendable, Codable {
  /// The hall.
  public var hall: Hall
  /// The artworks that can be shown, in the hall's order.
  public var artworks: [Artwork]
  /// The artworks whose files have faults.
  public var unavailable: [UnavailableArtwork]
  /// The SHA-256 of the text of its files, in hexadecimal: which show this is.
  public var fingerprint: String

  /// A show; the loader makes it from files.
  public init(hall: Hall, artworks: [Artwork], unavailable: [UnavailableArtwork] = [], fingerprint: String = "") {
    (self.hall, self.artworks, self.unavailable, self.fingerprint) = (hall, artworks, unavailable, fingerprint)
  }

  /// The artwork of that name, if it can be shown.
  public func artwork(_ id: ArtworkID) -> Artwork? { artworks.first { $0.id == id } }
}
