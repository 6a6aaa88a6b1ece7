import Show

/// What a line of a script does.
public enum ScriptAct: Hashable, Sendable {
  /// A sensor reads a value: live, or held by the broker. The sensor reads it until visitors change it.
  case reading(SensorID, Value, held: Bool)
  /// A sensor breaks, or is in order again.
  case sensor(SensorID, SensorDefect?)
  /// An operator's command.
  case command(OperatorName, CommandAct, ScriptEnd?)
  /// A device tells its state in a word.
  case report(DeviceID, String)
  /// A device comes or goes.
  case availability(DeviceID, online: Bool)
  /// A simulated device behaves otherwise from now on.
  case manner(DeviceID, DeviceManner)
  /// Visitors come, or nobody does and all leave.
  case visitors(Bool)
  /// So many groups come in an hour.
  case visitorsPerHour(Double)
  /// A group of so many comes, to an artwork first if one is named.
  case group(Int, ArtworkID?)
  /// The broker is away, or there again: no message passes meanwhile.
  case broker(isUp: Bool)
  /// Nothing is in the programme from now on.
  case emptyProgramme
  /// The programme gets an opening of the hall.
  case opening(ScriptOpening)
  /// The wall clock is set.
  case clock(ScriptClock)
  /// The daemon ends and starts again after a while; nothing if it does not know how long that was.
  case restart(after: TimeSpan?)
  /// Something that has to be so.
  case expect(ScriptExpectation)
  /// A note for the reader of trace and timeline.
  case note(String)
}

/// What is wrong with a simulated sensor.
public enum SensorDefect: Hashable, Sendable {
  /// It sends nothing.
  case silent
  /// It always reads what it read last.
  case stuck
}

/// What the wall clock is set to.
public enum ScriptClock: Hashable, Sendable {
  /// A time of the day that it shows.
  case at(TimeOfDay)
  /// A day and a time.
  case on(LocalTime)
  /// It is no longer known whether it is right.
  case unknown
  /// It is right, and known to be.
  case right
}

/// Until when an operator's act in a script lasts.
public enum ScriptEnd: Hashable, Sendable, CustomStringConvertible {
  /// For so long.
  case after(TimeSpan)
  /// Until the next such time of day.
  case at(TimeOfDay)
  /// Until a time of a day.
  case on(LocalTime)
  /// Until an instant.
  case instant(WallInstant)
  /// Until the next opening of the hall begins its lead.
  case nextOpening

  /// The end of a command.
  public init(_ end: CommandEnd) {
    self =
      switch end {
      case .after(let span): .after(span)
      case .until(let instant): .instant(instant)
      case .nextOpening: .nextOpening
      }
  }

  /// As it is written behind a command.
  public var description: String {
    switch self {
    case .after(let span): "for \(span)"
    case .at(let time): "until \(time)"
    case .on(let local): "until \(local)"
    case .instant(let instant): "until \(instant.rfc3339)"
    case .nextOpening: "until next-opening"
    }
  }
}

/// Something that has to be so at its place in a script.
public enum ScriptExpectation: Hashable, Sendable {
  /// An artwork is in a scene, or is not.
  case scene(ArtworkID, SceneID, isIn: Bool)
  /// An artwork's mode: `auto`, `manual`, `held`, `stopped`, `out-of-order`.
  case mode(ArtworkID, String)
  /// An artwork is well, or degraded.
  case health(ArtworkID, isWell: Bool)
  /// The phase of the hall.
  case phase(HallPhase)
  /// Whether a blackout is on.
  case blackout(Bool)
  /// Whether an alarm is latched.
  case alarm(Bool)
  /// The value that a device's property is to have now.
  case property(PropertyPath, Comparison, Value)
  /// The value of a sensor, or of a counter as `ARTWORK/COUNTER`.
  case sensor(SensorID, Comparison, Value)
  /// Whether a warning stands, by its id or the beginning of its id.
  case warning(String, stands: Bool)

  /// How two values are compared.
  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = "="
    case other = "!="
    case above = ">"
    case below = "<"
  }
}
