/// A named part of an artwork's show: a timeline of cues, and the triggers that lead out of it.
public struct Scene: Hashable, Sendable, Codable {
  /// Its name.
  public var id: SceneID
  /// What people read.
  public var title: String
  /// Reached by the schedule or an operator alone: `next` and `back` pass it by.
  public var entryByScheduleOnly: Bool
  /// The cues, in the order of the file; the members of a group right behind it.
  public var cues: [Cue]
  /// The triggers, in the order of the file; the first that fires wins.
  public var triggers: [Trigger]
  /// How long properties that the scene before set, and this one does not, take back to their default.
  public var release: TimeSpan
  /// Properties of the scene before that stay as they are.
  public var keep: Set<PropertyPath>

  /// A scene; see the properties for meanings.
  public init(
    id: SceneID, title: String = "", entryByScheduleOnly: Bool = false, cues: [Cue] = [], triggers: [Trigger] = [],
    release: TimeSpan = .seconds(1), keep: Set<PropertyPath> = []
  ) {
    (self.id, self.title, self.entryByScheduleOnly) = (id, title.isEmpty ? id.text : title, entryByScheduleOnly)
    (self.cues, self.triggers, self.release, self.keep) = (cues, triggers, release, keep)
  }
}

/// An artwork and its scenes, as its file declares them.
public struct Artwork: Hashable, Sendable, Codable {
  /// Its name.
  public var id: ArtworkID
  /// The work's title.
  public var title: String
  /// Who made it.
  public var by: String
  /// The scene it begins in while the hall is open or opening.
  public var start: SceneID
  /// The scene it goes to when the hall closes.
  public var closed: SceneID
  /// The scene it is in during the lead before the doors; its start unless the file says otherwise.
  public var opening: SceneID?
  /// The scenes for declared modes of the hall; a mode not named here is as the mode's `like` says.
  public var modeScenes: [HallModeName: SceneID]
  /// Its priority where artworks share a device, 0 to 100; 50 unless the file says otherwise.
  public var priority: Int
  /// The sensors it uses, by the names its file gives them.
  public var inputs: [String: SensorID]
  /// The numbers it keeps.
  public var counters: [Counter]
  /// The pools that its cues take media from.
  public var pools: [SourceID: Pool]
  /// The rotations that its cues take media or scenes from.
  public var rotations: [SourceID: Rotation]
  /// Its scenes, in the order of the file.
  public var scenes: [Scene]

  /// An artwork; see the properties for meanings.
  public init(
    id: ArtworkID, title: String = "", by: String = "", start: SceneID, closed: SceneID,
    modeScenes: [HallModeName: SceneID] = [:], priority: Int = 50, inputs: [String: SensorID] = [:],
    counters: [Counter] = [], pools: [SourceID: Pool] = [:], rotations: [SourceID: Rotation] = [:], scenes: [Scene]
  ) {
    (self.id, self.title, self.by, self.start, self.closed) = (id, title.isEmpty ? id.text : title, by, start, closed)
    (self.modeScenes, self.priority, self.inputs, self.scenes) = (modeScenes, priority, inputs, scenes)
    (self.counters, self.pools, self.rotations) = (counters, pools, rotations)
  }

  /// The scene of that name.
  public func scene(_ id: SceneID) -> Scene? { scenes.first { $0.id == id } }

  /// What its file calls a sensor or a counter.
  public func name(of sensor: SensorID) -> String {
    inputs.filter { $0.value == sensor }.keys.min()
      ?? counters.first { $0.sensor(of: id).id == sensor }?.name ?? sensor.text
  }

  /// The trigger of that name and the scene it stands in.
  public func trigger(_ id: TriggerID) -> (scene: Scene, trigger: Trigger)? {
    for scene in scenes {
      for trigger in scene.triggers where trigger.id == id { return (scene, trigger) }
    }
    return nil
  }

  /// All devices that its scenes change.
  public var devices: Set<DeviceID> {
    var found: Set<DeviceID> = []
    for scene in scenes {
      for cue in scene.cues { found.formUnion(cue.action.devices) }
      for trigger in scene.triggers { for timed in trigger.actions { found.formUnion(timed.action.devices) } }
    }
    return found
  }
}

/// An artwork whose file has faults: it is shown as unavailable, the others run.
public struct UnavailableArtwork: Hashable, Sendable, Codable {
  /// Its name.
  public var id: ArtworkID
  /// Its first fault, with its place.
  public var reason: String

  /// An artwork that cannot be shown, and why.
  public init(id: ArtworkID, reason: String) { (self.id, self.reason) = (id, reason) }
}
