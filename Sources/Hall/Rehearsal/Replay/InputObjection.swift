import Sequencer
import Show

extension InputEvent {
  /// Why it makes no sense in a show, in a few words; nothing if it does.
  ///
  /// - Parameter show: another show than the one that ran when it came.
  public func objection(in show: Show) -> String? {
    switch self {
    case .reading(let sensor, let value, _): show.hall.objection(to: value, of: sensor)
    case .report(let device, _), .availability(let device, _): show.hall.objection(to: device)
    case .scheduleEntry(_, let entry): entry.flatMap { show.objection(to: $0) }
    case .command(let command): command.act.objection(in: show)
    case .show, .restarted, .deadline, .clock, .agenda: nil
    }
  }
}

extension Show {
  /// Why an entry of the programme makes no sense in this show; nothing if it does.
  func objection(to entry: ScheduleEntry) -> String? {
    entry.destination.flatMap { artwork, scene in objection(to: artwork, scene) }
  }

  /// Why an artwork, or a scene of it, makes no sense in this show; nothing if it does.
  func objection(to id: ArtworkID, _ scene: SceneID? = nil) -> String? {
    guard let artwork = artwork(id) else {
      let isBroken = unavailable.contains { $0.id == id }
      return isBroken ? "the artwork \(id) is unavailable" : "there is no artwork \(id)"
    }
    guard let scene, artwork.scene(scene) == nil else { return nil }
    return "\(id) has no scene \(scene)"
  }
}

extension Hall {
  fileprivate func objection(to device: DeviceID) -> String? {
    devices[device] == nil ? "there is no device \(device)" : nil
  }

  fileprivate func objection(to value: Value, of id: SensorID) -> String? {
    guard let sensor = sensors[id] else { return "there is no sensor \(id)" }
    return sensor.type.admits(value) ? nil : "\(id) takes \(sensor.type)"
  }

  fileprivate func objection(to path: PropertyPath, _ value: Value?) -> String? {
    guard let device = devices[path.device] else { return objection(to: path.device) }
    guard let type = device.properties[path.property] else {
      return "\(path.device) has no property \(path.property.rawValue)"
    }
    return value.map { type.admits($0) } ?? true ? nil : "\(path) takes \(type)"
  }
}

extension CommandAct {
  fileprivate func objection(in show: Show) -> String? {
    switch self {
    case .go(let artwork, let scene): return show.objection(to: artwork, scene)
    case .arm(let id, let trigger, _):
      if let reason = show.objection(to: id) { return reason }
      return show.artwork(id)?.trigger(trigger) == nil ? "\(id) has no trigger \(trigger)" : nil
    case .release(let path): return show.hall.objection(to: path, nil)
    case .override(let path, let value): return show.hall.objection(to: path, value)
    case .sense(let sensor, let value): return show.hall.objection(to: value, of: sensor)
    case .hall(.mode(let mode)): return show.hall.modes[mode] == nil ? "the hall has no mode \(mode)" : nil
    default: return artwork.flatMap { show.objection(to: $0) }
    }
  }
}
