import Show

/// How a hall is, for people and scripts: one value that the command line and a page both render.
///
/// Made from the state alone, so that it can be made from a journal's snapshot too.
public struct HallReport: Hashable, Sendable, Codable {
  /// An artwork.
  public struct ArtworkLine: Hashable, Sendable, Codable {
    /// Its name.
    public var id: ArtworkID
    /// Its title.
    public var title: String
    /// Who made it.
    public var by: String
    /// Its state.
    public var state: ArtworkStateText
  }
  /// A device.
  public struct DeviceLine: Hashable, Sendable, Codable {
    /// Its name.
    public var id: DeviceID
    /// What it is.
    public var kind: DeviceKind
    /// What it is to be, property by property, for a person.
    public var desired: [PropertyName: String]
    /// The number of the desired state.
    public var rev: Int64
    /// The number of the last desired state that it confirmed.
    public var confirmed: Int64
    /// Its state in one word, as it last told.
    @Explicit public var reported: String?
    /// Whether it said that it is there; `null` if it never did.
    @Explicit public var online: Bool?
    /// `ok`, `waiting` or `silent`; `quiet` for those that never report.
    public var health: String
  }
  /// A sensor.
  public struct SensorLine: Hashable, Sendable, Codable {
    /// Its name.
    public var id: SensorID
    /// Its value; `null` without one.
    @Explicit public var value: Value?
    /// Since when it has it.
    @Explicit public var since: String?
    /// Whether its readings have stopped.
    public var stale: Bool
    /// Whether its value was injected.
    public var injected: Bool
  }
  /// An override.
  public struct OverrideLine: Hashable, Sendable, Codable {
    /// The property as `DEVICE.PROPERTY`.
    public var property: String
    /// Its value.
    public var value: Value
    /// Who wants it.
    public var by: OperatorName
    /// Until when.
    @Explicit public var until: String?
  }

  /// The hall's name.
  public var hall: String
  /// What people read.
  public var title: String
  /// When this was true, if the clock is known.
  @Explicit public var at: String?
  /// The number of the last step's last entry.
  public var seq: Int64
  /// The fingerprint of the show that runs.
  public var show: String
  /// The phase, and who wants it.
  public var state: HallStateText
  /// The artworks, in the hall's order.
  public var artworks: [ArtworkLine]
  /// The devices, by name.
  public var devices: [DeviceLine]
  /// The sensors, by name.
  public var sensors: [SensorLine]
  /// The overrides, by property.
  public var overrides: [OverrideLine]
  /// What a technician should look at, oldest first.
  public var warnings: [ControllerText.WarningText]
}

extension HallReport {
  /// The report of a sequencer's state.
  public init(_ sequencer: Sequencer) {
    let (show, state) = (sequencer.show, sequencer.state)
    let clock = state.clock
    let write: InstantWriter = { clock.synchronised ? clock.wall(at: $0)?.rfc3339 : nil }
    (hall, title, seq, self.show) = (show.hall.name, show.hall.title, state.lastSeq, state.showFingerprint)
    _at = Explicit(wrappedValue: write(state.now))
    self.state = HallStateText(sequencer.hallStatus)
    artworks = show.hall.artworkOrder.compactMap { id in
      guard let status = sequencer.status(of: id) else { return nil }
      let artwork = show.artwork(id)
      return ArtworkLine(
        id: id, title: artwork?.title ?? id.text, by: artwork?.by ?? "", state: ArtworkStateText(status, at: write))
    }
    devices = show.hall.devices.sorted { $0.key < $1.key }.map { DeviceLine($0.value, state) }
    sensors = show.hall.sensors.keys.sorted().map { id in
      let known = state.sensors[id]
      return SensorLine(
        id: id, value: Explicit(wrappedValue: known?.value), since: Explicit(wrappedValue: known?.since.flatMap(write)),
        stale: known?.isStale ?? false, injected: known?.injectedUntil != nil)
    }
    overrides = state.overrides.sorted { $0.key < $1.key }.map { path, override in
      OverrideLine(
        property: path.description, value: override.value, by: override.by,
        until: Explicit(wrappedValue: override.until.flatMap { $0.text(clock) }))
    }
    warnings = sequencer.activeWarnings.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.map {
      ControllerText.WarningText(id: $0.id, text: $0.text, since: write($0.since))
    }
  }
}

extension HallReport.DeviceLine {
  init(_ device: Device, _ state: HallState) {
    let known = state.devices[device.id] ?? DeviceState()
    (id, kind, rev, confirmed) = (device.id, device.kind, known.desired.rev, known.confirmedRev)
    desired = known.desired.properties.mapValues { $0.to.description }
    _reported = Explicit(wrappedValue: known.reported)
    _online = Explicit(wrappedValue: known.online)
    let isSilent = state.warnings.keys.contains { $0.hasPrefix("device-") && $0.hasSuffix(":\(device.id)") }
    if !device.reports {
      health = "quiet"
    } else if isSilent {
      health = "silent"
    } else {
      health = known.confirmBy == nil ? "ok" : "waiting"
    }
  }
}

extension HallReport.SensorLine {
  init(id: SensorID, value: Explicit<Value>, since: Explicit<String>, stale: Bool, injected: Bool) {
    (self.id, _value, _since, self.stale, self.injected) = (id, value, since, stale, injected)
  }
}

extension HallReport.OverrideLine {
  init(property: String, value: Value, by: OperatorName, until: Explicit<String>) {
    (self.property, self.value, self.by, _until) = (property, value, by, until)
  }
}

extension Until {
  fileprivate func text(_ clock: ClockState) -> String? {
    switch self {
    case .show(let instant): clock.synchronised ? clock.wall(at: instant)?.rfc3339 : nil
    case .wall(let instant): instant.rfc3339
    }
  }
}
