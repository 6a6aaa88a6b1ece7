import Show

/// Reads what a cue or a trigger does: the word of the action, and what stands behind it.
struct ActionReader {
  let surroundings: Surroundings
  let faults: FaultList

  /// The words of actions. One more is added here, in ``action(_:)`` and in the list of fields that carry a time.
  static let words = [
    "set", "fade", "dream", "stills", "splice", "play", "still", "stop", "power", "publish", "osc", "http", "go",
    "count", "release",
    "note",
  ]
  /// Those that take `over` and `curve`.
  static let timedWords: Set<String> = ["fade", "dream", "stills", "splice", "still"]

  /// An action that was read, and the time that stands within it.
  struct Result {
    var action: Action
    var over: TimeSpan?
  }

  /// Reads the action of an entry whose key is one of ``words``.
  func action(_ entry: Written.Entry) -> Result? {
    if case .nothing = entry.value.content {
      faults.fault(entry.keyPlace, "`\(entry.key)` has no value", "say what it is about, or leave it out")
      return nil
    }
    let written = entry.value
    switch entry.key {
    case "set", "fade": return set(entry).map { Result(action: .set($0)) }
    case "dream":
      let reader = DreamReader(surroundings: surroundings, faults: faults)
      return reader.action(written).map { Result(action: $0.action, over: $0.over) }
    case "stills":
      return ScreenWayReader(surroundings: surroundings, faults: faults).stillsAction(written).map {
        Result(action: $0)
      }
    case "splice":
      return ScreenWayReader(surroundings: surroundings, faults: faults).spliceAction(written).map {
        Result(action: $0)
      }
    case "play": return play(written).map { Result(action: .play($0)) }
    case "still": return still(written).map { Result(action: $0) }
    case "stop": return stop(written).map { Result(action: $0) }
    case "power": return power(written).map { Result(action: .set($0)) }
    case "publish": return publish(written).map { Result(action: .publish($0)) }
    case "osc": return OutsideReader(faults: faults).osc(written).map { Result(action: .send(.osc($0))) }
    case "http": return OutsideReader(faults: faults).http(written).map { Result(action: .send(.http($0))) }
    case "go": return go(written).map { Result(action: $0) }
    case "count": return count(written).map { Result(action: .count($0)) }
    case "release": return release(written).map { Result(action: .release($0)) }
    case "note": return written.text("note", faults).map { Result(action: .note($0)) }
    default: return nil
    }
  }

  /// The entries behind an action's word; none, and a fault, if there are none.
  func entries(_ written: Written, _ word: String, _ example: String) -> [Written.Entry]? {
    if let entries = written.entries, entries.isEmpty == false { return entries }
    faults.fault(
      written.place, "`\(word)` names devices and what they are to be, not \(written.kindInWords)",
      "write for example `\(example)`")
    return nil
  }

  private func set(_ entry: Written.Entry) -> [PropertyPath: PropertyValue]? {
    guard let entries = entries(entry.value, entry.key, "\(entry.key): { wash: \"#0a1230\" }") else { return nil }
    return values(entries)
  }

  /// Values of devices, by DEVICE or DEVICE.PROPERTY.
  func values(_ entries: [Written.Entry]) -> [PropertyPath: PropertyValue] {
    let reader = PropertyReader(surroundings: surroundings, faults: faults)
    var values: [PropertyPath: PropertyValue] = [:]
    for entry in entries {
      guard let (device, property) = surroundings.target(named: entry.key, at: entry.keyPlace, faults) else { continue }
      let found =
        property.map { one in reader.value(entry.value, of: one, of: device).map { [one: $0] } ?? [:] }
        ?? reader.values(entry.value, of: device)
      for (property, value) in found {
        let path = PropertyPath(device.id, property)
        if values.updateValue(value, forKey: path) != nil {
          faults.fault(entry.keyPlace, "\(path) is given twice in one action", "leave one of them")
        }
      }
    }
    return values
  }

  private func device(_ entry: Written.Entry, _ kinds: [DeviceKind], _ hint: String) -> Device? {
    device(named: entry.key, at: entry.keyPlace, kinds, hint)
  }

  private func device(named name: String, at place: Place, _ kinds: [DeviceKind], _ hint: String) -> Device? {
    guard let device = surroundings.device(named: name, at: place, faults) else { return nil }
    if kinds.contains(device.kind) { return device }
    faults.fault(place, "\(device.id) is a \(device.kind.rawValue)", hint)
    return nil
  }

  private func play(_ written: Written) -> [DeviceID: Playback]? {
    guard let entries = entries(written, "play", "play: { voice: reports/next }") else { return nil }
    var players: [DeviceID: Playback] = [:]
    for entry in entries {
      guard let device = device(entry, [.player], "only players play; a screen shows `still` or `dream`") else {
        continue
      }
      players[device.id] = playback(entry.value)
    }
    return players
  }

  private func playback(_ written: Written) -> Playback? {
    let media = PropertyReader(surroundings: surroundings, faults: faults)
    if written.entries == nil {
      return written.text("play", faults).flatMap { media.medium($0, at: written.place) }.map { Playback(media: $0) }
    }
    guard let fields = Fields(written, "a playback", keys: Self.playbackKeys, faults) else { return nil }
    let (loop, gain) = (fields.flag("loop"), fields.number("gain", in: -100...12))
    let position = fields.number("position", in: 0...864_000)
    if let from = fields["from"] {
      if let entry = fields.entry("media") {
        faults.fault(entry.keyPlace, "a playback has a medium or takes one from a pool", "leave `media` or `from`")
      }
      return surroundings.source(from, of: .media, faults)
        .map { Playback(media: .next($0), loop: loop ?? false, gain: gain, position: position ?? 0) }
    }
    guard let name = fields.required("media", "name the medium to be played"), let text = name.text("media", faults),
      let medium = media.medium(text, at: name.place)
    else { return nil }
    return Playback(media: medium, loop: loop ?? false, gain: gain, position: position ?? 0)
  }

  static let playbackKeys = ["media", "from", "loop", "gain", "position"]

  private func still(_ written: Written) -> Action? {
    guard let entries = entries(written, "still", "still: { screen: poster-1 }") else { return nil }
    let reader = PropertyReader(surroundings: surroundings, faults: faults)
    var (values, sources): ([PropertyPath: PropertyValue], [DeviceID: SourceID]) = ([:], [:])
    for entry in entries {
      guard let device = device(entry, [.screen], "only screens show stills") else { continue }
      if entry.value.entries == nil {
        values[PropertyPath(device.id, .still)] = reader.value(entry.value, of: .still, of: device)
      } else if let fields = Fields(entry.value, "a still that is taken", keys: ["from"], faults),
        let from = fields.required("from", "name the pool or rotation it is taken from")
      {
        sources[device.id] = surroundings.source(from, of: .media, faults)
      }
    }
    if sources.isEmpty { return .set(values) }
    if values.isEmpty == false {
      faults.fault(written.place, "one `still` names some media and takes others from a pool", "write a cue for each")
    }
    return .still(sources)
  }

  private func stop(_ written: Written) -> Action? {
    var names = [written]
    if case .list(let items) = written.content { names = items }
    var values: [PropertyPath: PropertyValue] = [:]
    for name in names {
      guard let text = name.text("stop", faults),
        let device = device(
          named: text, at: name.place, [.player, .screen], "`stop` is for players and screens; use `set` or `power`")
      else { continue }
      if device.kind == .player {
        values[PropertyPath(device.id, .playing)] = .plain(.flag(false))
      } else {
        values[PropertyPath(device.id, .dream)] = .dream(Dream(stop: true))
      }
    }
    return .set(values)
  }

  private func power(_ written: Written) -> [PropertyPath: PropertyValue]? {
    guard let entries = entries(written, "power", "power: { projector: on }") else { return nil }
    var values: [PropertyPath: PropertyValue] = [:]
    for entry in entries {
      let hint = "`power` is for projectors, displays, switches, and boxes that have it"
      guard let device = device(entry, [.projector, .display, .switch, .box], hint) else { continue }
      guard device.properties[.power] != nil else {
        faults.fault(entry.keyPlace, "\(device.id) has no `power`", hint)
        continue
      }
      values[PropertyPath(device.id, .power)] = entry.value.flag("power", faults).map { .plain(.flag($0)) }
    }
    return values
  }

  private func go(_ written: Written) -> Action? {
    if written.entries == nil {
      guard let text = written.text("go", faults), let own = surroundings.artwork else { return nil }
      return surroundings.scene(named: text, of: own, at: written.place, faults).map { .go(artwork: nil, scene: $0) }
    }
    guard let fields = Fields(written, "`go`", keys: Self.goKeys, faults) else { return nil }
    if let from = fields["from"] {
      for key in ["artwork", "scene"] {
        guard let entry = fields.entry(key) else { continue }
        faults.fault(entry.keyPlace, "a rotation names its scenes itself", "leave `from` or `\(key)`")
      }
      return surroundings.source(from, of: .scenes, faults).map { .goNext($0) }
    }
    guard let artwork = fields.required("artwork", "to go to a scene of this artwork write `go: SCENE`"),
      let scene = fields.required("scene", "name the scene to go to"),
      let artworkText = artwork.text("artwork", faults), let sceneText = scene.text("scene", faults),
      let id = surroundings.artwork(named: artworkText, at: artwork.place, faults)
    else { return nil }
    return surroundings.scene(named: sceneText, of: id, at: scene.place, faults)
      .map { .go(artwork: id == surroundings.artwork ? nil : id, scene: $0) }
  }

  static let goKeys = ["artwork", "scene", "from"]

  private func publish(_ written: Written) -> Publication? {
    PublicationReader(topics: surroundings.topics, faults: faults).read(written)
  }
}
