import Show

/// Gathers boxes and arrows of a graph from a show.
struct SceneGraphBuilder {
  let artwork: Artwork
  let show: Show
  private(set) var boxes: [SceneGraph.Box] = []
  private(set) var arrows: [SceneGraph.Arrow] = []
  private var places: [SceneGraph.Place: Int] = [:]

  init(artwork: Artwork, show: Show) { (self.artwork, self.show) = (artwork, show) }

  /// The scenes and all that leads out of them.
  mutating func addScenes() {
    for scene in artwork.scenes {
      var marks: [String] = []
      if scene.id == artwork.start { marks.append("start") }
      if scene.id == artwork.closed { marks.append("closed") }
      if scene.id == artwork.opening { marks.append("opening") }
      if scene.entryByScheduleOnly { marks.append("by programme or operator") }
      let title = scene.title == scene.id.text ? "" : scene.title
      let box = SceneGraph.Box(place: .scene(scene.id), name: scene.id.text, title: title, marks: marks)
      places[box.place] = boxes.count
      boxes.append(box)
    }
    addArrows(from: artwork)
  }

  /// What the phases and modes of the hall lead to.
  mutating func addPhases() {
    if let opening = artwork.opening { lead(.phase("the lead begins"), "", to: opening) }
    lead(.phase("the hall opens"), "", to: artwork.start)
    lead(.phase("the hall closes"), "", to: artwork.closed)
    for (mode, scene) in artwork.modeScenes.sorted(by: { $0.key < $1.key }) {
      let title = show.hall.modes[mode]?.title ?? ""
      lead(.phase("mode \(mode)"), title == mode.text ? "" : title, to: scene)
    }
  }

  /// What an entry of the programme leads to.
  mutating func add(_ entry: ScheduleEntry) {
    guard let (id, scene) = entry.destination, id == artwork.id else { return }
    let kind = entry.isWindow ? "window" : "moment"
    lead(.entry(entry.id), entry.timeText, to: scene, name: "\(kind) \(entry.id)")
  }

  /// The arrows from scenes of an artwork, as far as this artwork has to do with them.
  mutating func addArrows(from source: Artwork) {
    for scene in source.scenes {
      for trigger in scene.triggers {
        for timed in trigger.actions {
          for way in source.ways(of: timed.action) {
            let cause: SceneGraph.Cause = trigger.event.isOfTime ? .time : .sensor
            add(way, from: source, scene, cause, source.words(of: trigger), trigger.whenText)
          }
        }
      }
      for (place, cue) in scene.cues.enumerated() {
        for way in source.ways(of: cue.action) { add(way, from: source, scene, .cue, scene.words(ofCue: place), "") }
        guard case .abandonScene = cue.onFailure, scene.id != source.start else { continue }
        let names = cue.action.devices.sorted().map(\.text).joined(separator: " or ")
        add(Way(nil, source.start), from: source, scene, .fault, "\(names) does not confirm", "")
      }
    }
  }

  /// The order of operators' `next`.
  mutating func addOperators() {
    let order = artwork.scenes.filter { !$0.entryByScheduleOnly }.map(\.id)
    guard order.count > 1 else { return }
    for (place, scene) in order.enumerated() {
      guard let from = places[.scene(scene)], let to = places[.scene(order[(place + 1) % order.count])] else {
        continue
      }
      arrows.append(SceneGraph.Arrow(from: from, to: to, cause: .operators, reason: ""))
    }
  }

  private mutating func add(
    _ way: Way, from source: Artwork, _ scene: Scene, _ cause: SceneGraph.Cause, _ reason: String, _ condition: String
  ) {
    let target = way.artwork ?? source.id
    guard target == artwork.id || source.id == artwork.id else { return }
    let isForeign = target != source.id
    guard let to = box(target, way.scene) else { return }
    guard let from = box(source.id, scene.id) else { return }
    guard let turn = way.turn, !isForeign else {
      let cause = isForeign ? .foreign : cause
      return append(SceneGraph.Arrow(from: from, to: to, cause: cause, reason: reason, condition: condition))
    }
    // All lead into the rotation, and it leads to each: not from each to each.
    let hub = rotation(turn)
    append(SceneGraph.Arrow(from: from, to: hub, cause: cause, reason: reason, condition: condition))
    append(SceneGraph.Arrow(from: hub, to: to, cause: .turn, reason: ""))
  }

  private mutating func append(_ arrow: SceneGraph.Arrow) {
    let isTurn = arrow.cause == .turn || boxes[arrow.to].look == .rotation
    if isTurn && arrows.contains(arrow) { return }
    arrows.append(arrow)
  }

  private mutating func rotation(_ id: SourceID) -> Int {
    let place = SceneGraph.Place.rotation(id)
    if let known = places[place] { return known }
    places[place] = boxes.count
    boxes.append(SceneGraph.Box(place: place, name: "\(id)", title: "whoever was on least today"))
    return boxes.count - 1
  }

  private mutating func lead(_ place: SceneGraph.Place, _ title: String, to scene: SceneID, name: String? = nil) {
    guard let to = places[.scene(scene)] else { return }
    var text = name ?? ""
    if case .phase(let phase) = place { text = phase }
    let from = places[place] ?? boxes.count
    if from == boxes.count { boxes.append(SceneGraph.Box(place: place, name: text, title: title)) }
    places[place] = from
    arrows.append(SceneGraph.Arrow(from: from, to: to, cause: .programme, reason: ""))
  }

  private mutating func box(_ id: ArtworkID, _ scene: SceneID) -> Int? {
    if id == artwork.id { return places[.scene(scene)] }
    let place = SceneGraph.Place.foreign(id, scene)
    if let known = places[place] { return known }
    places[place] = boxes.count
    let title = show.artwork(id)?.title ?? ""
    boxes.append(SceneGraph.Box(place: place, name: "\(id): \(scene)", title: title == id.text ? "" : title))
    return boxes.count - 1
  }
}

/// Where an action leads.
struct Way: Hashable {
  var artwork: ArtworkID?
  var scene: SceneID
  /// The rotation that has the scene take turns with others.
  var turn: SourceID?

  init(_ artwork: ArtworkID?, _ scene: SceneID, turn: SourceID? = nil) {
    (self.artwork, self.scene, self.turn) = (artwork, scene, turn)
  }
}

extension Artwork {
  /// The scenes that an action may lead to.
  func ways(of action: Action) -> [Way] {
    if case .go(let other, let scene) = action { return [Way(other, scene)] }
    guard case .goNext(let id) = action, case .scenes(let scenes)? = rotations[id]?.items else { return [] }
    return scenes.map { Way(nil, $0, turn: id) }
  }
}
