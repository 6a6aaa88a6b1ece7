import Show

/// What a step looks up in a show, found once when the show is adopted.
struct ShowIndex: Sendable {
  /// Where each artwork stands in the show.
  let place: [ArtworkID: Int]
  /// The artworks that watch each sensor, in the hall's order.
  let watchers: [SensorID: [ArtworkID]]
  /// The artworks that change each device, in the hall's order.
  let users: [DeviceID: [ArtworkID]]
  /// The names of all devices, sorted.
  let devices: [DeviceID]
  /// The names of the properties of each device, sorted.
  let properties: [DeviceID: [PropertyName]]
  /// The properties of each device that are done anew each time they are set.
  let pulses: [DeviceID: Set<PropertyName>]
  /// The devices that wake and sleep with the hall, sorted.
  let sleepers: [DeviceID]
  /// The screens of each artwork on which nights come and go with the visitors, in the hall's order.
  let choruses: [(ArtworkID, [PropertyPath])]
  /// The artworks, in the hall's order.
  let order: [ArtworkID]
  /// The canvases, by their names.
  let canvases: [Canvas]
  /// The sensors that raise the alarm, sorted.
  let alarmSensors: [SensorID]
  /// The sound zone of each player that is in one.
  let zones: [DeviceID: SoundZoneID]

  init(_ show: Show) {
    place = Dictionary(uniqueKeysWithValues: show.artworks.enumerated().map { ($1.id, $0) })
    var watchers: [SensorID: [ArtworkID]] = [:]
    var users: [DeviceID: [ArtworkID]] = [:]
    for artwork in show.artworks {
      var sensors: Set<SensorID> = Set(artwork.inputs.values)
      for trigger in artwork.scenes.flatMap(\.triggers) {
        sensors.formUnion(trigger.when.sensors)
        if let sensor = trigger.event.sensor { sensors.insert(sensor) }
      }
      for sensor in sensors.sorted() { watchers[sensor, default: []].append(artwork.id) }
      for device in artwork.devices.sorted() { users[device, default: []].append(artwork.id) }
    }
    self.watchers = watchers
    self.users = users
    devices = show.hall.devices.keys.sorted()
    properties = show.hall.devices.mapValues(\.propertyNames)
    pulses = show.hall.devices.mapValues(\.pulses).filter { $0.value.isEmpty == false }
    sleepers = show.hall.devices.values.filter { $0.awake == .opening }.map(\.id).sorted()
    order = show.artworks.map(\.id)
    choruses = show.artworks.compactMap { artwork in
      let paths = artwork.followedChoruses.map { PropertyPath($0.screen, .dream) }
      return paths.isEmpty ? nil : (artwork.id, Set(paths).sorted())
    }
    canvases = show.hall.canvases.values.sorted { $0.id < $1.id }
    var zones: [DeviceID: SoundZoneID] = [:]
    for zone in show.hall.zones.values { for player in zone.players { zones[player] = zone.id } }
    self.zones = zones
    alarmSensors = show.hall.sensors.values.filter(\.alarm).map(\.id).sorted()
  }
}
