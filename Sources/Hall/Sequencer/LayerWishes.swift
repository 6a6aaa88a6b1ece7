import Show

/// What a layer wishes for a property, and whether it won.
public struct LayerWish: Hashable, Sendable {
  /// The layer.
  public var layer: Sequencer.Layer
  /// The value.
  public var value: PropertyValue
  /// Whose wish it is: a sensor, an operator, a mode, an artwork; nothing for those that are nobody's.
  public var owner: String?
  /// The artwork, of a scene's wish.
  public var artwork: ArtworkID?
  /// The scene, of a scene's wish.
  public var scene: SceneID?
  /// The artwork's priority, of a scene's wish.
  public var priority: Int?
  /// Since when.
  public var since: ShowInstant
  /// Whether it is being given back, and goes once it has faded out.
  public var isReleased = false
  /// Whether the property has its value from here.
  public var won = false
}

extension Sequencer {
  /// What the layers wish for a property, the highest first, scenes in the hall's order.
  public func wishes(for path: PropertyPath) -> [LayerWish] {
    guard let device = show.hall.devices[path.device] else { return [] }
    var found: [LayerWish] = []
    if state.alarm.isLatched, let value = safeValue(of: path.property, device) {
      found.append(LayerWish(layer: .alarm, value: value, owner: state.alarm.raisedBy?.text, since: state.alarm.since))
    }
    if state.blackout.isOn, !device.egress, let value = device.kind.blackoutValue(of: path.property) {
      found.append(LayerWish(layer: .blackout, value: value, since: state.blackout.since))
    }
    if let override = state.overrides[path] {
      found.append(
        LayerWish(layer: .override, value: .plain(override.value), owner: override.by.text, since: override.since))
    }
    if case .mode(let id) = state.phase.phase, let value = show.hall.modes[id]?.values[path] {
      found.append(LayerWish(layer: .mode, value: value, owner: id.text, since: state.phase.since))
    }
    for id in index.users[path.device] ?? [] {
      guard let artwork = artwork(id), let wish = state.artworks[id]?.layer[path] else { continue }
      found.append(
        LayerWish(
          layer: .scene, value: wish.fade.to, owner: "\(id) \(wish.scene)", artwork: id, scene: wish.scene,
          priority: artwork.priority, since: wish.fade.at, isReleased: wish.goesAt != nil))
    }
    if let fade = hoursValue(of: path.property, device) {
      found.append(LayerWish(layer: .hours, value: fade.to, since: state.phase.since))
    }
    if let value = device.defaultValue(of: path.property) {
      found.append(LayerWish(layer: .default, value: value, since: .zero))
    }
    guard let won = resolve(path),
      let place = found.firstIndex(where: { $0.layer == won.layer && $0.artwork == won.artwork })
    else { return found }
    found[place].won = true
    return found
  }
}
