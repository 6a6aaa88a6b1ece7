import Show

/// What a search says of the scenes of an artwork: which nothing reaches or leaves, which go round, which only a fault
/// enters, and which closed look does not last.
struct SceneProof {
  let artwork: Artwork
  let search: StateSearch
  /// The scenes that windows, moments and other artworks enter.
  let outside: Set<SceneID>
  /// The scenes of windows, which the programme leaves.
  let windows: Set<SceneID>
  /// Whether another artwork takes this one out of whatever scene it is in.
  let isTakenOut: Bool

  /// Words by which devices tell that they are out of order.
  static let faultWords: Set<String> = ["fault", "error", "failed", "offline", "stuck"]

  var findings: [ProofFinding] {
    circle + unreached + trapped + brokenClosing + onlyByFault + missedEdges
      + (search.openEnds.isEmpty ? [] : [unproven])
  }

  private var homes: Set<SceneID> {
    Set([artwork.start, artwork.closed] + [artwork.opening].compactMap(\.self) + artwork.modeScenes.values)
  }

  private func isOwn(_ edge: StateSearch.Edge) -> Bool { if case .own = edge.cause { true } else { false } }

  private var circle: [ProofFinding] {
    guard let circle = search.circle else { return [] }
    let first = artwork.scenes.map(\.id).first(where: circle.scenes.contains) ?? artwork.start
    let names = artwork.scenes.map(\.id).filter(circle.scenes.contains).map(\.text).joined(separator: ", ")
    return [
      ProofFinding(
        .circle, .scene(artwork.id, first), "it goes round in a circle that takes no time: \(names)",
        hint: "give one of the triggers a `for`, or an `after`", trace: circle.lines)
    ]
  }

  private var unreached: [ProofFinding] {
    guard search.openEnds.isEmpty else { return [] }
    let reached = Set(search.edges.keys.filter { $0.cause != .operators }.map(\.to)).union(outside)
    return artwork.scenes.filter { !reached.contains($0.id) && !$0.entryByScheduleOnly }.map { scene in
      ProofFinding(
        .unreached, .scene(artwork.id, scene.id), "nothing reaches the scene \(scene.id)",
        hint: scene.id == artwork.closed || scene.id == artwork.start
          ? "look at the phases of the hall" : "let a trigger lead to it, or give it `entry: schedule`")
    }
  }

  private var trapped: [ProofFinding] {
    guard search.openEnds.isEmpty, search.circle == nil else { return [] }
    var leaves: Set<SceneID> = []
    for edge in search.edges.keys where isOwn(edge) { if let from = edge.from, from != edge.to { leaves.insert(from) } }
    // The programme ends a window, but takes nobody out of its scene who came there by a trigger.
    let left = windows.filter { scene in !search.edges.keys.contains { isOwn($0) && $0.to == scene } }
    let ways = Dictionary(search.edges.map { ($0.key.to, $0.value) }) { $0.count <= $1.count ? $0 : $1 }
    return artwork.scenes.compactMap { scene in
      guard let way = ways[scene.id], !leaves.contains(scene.id), !homes.contains(scene.id),
        !left.contains(scene.id),
        !isTakenOut
      else { return nil }
      return ProofFinding(
        .trapped, .scene(artwork.id, scene.id), "nothing leaves the scene \(scene.id) but closing and operators",
        hint: "give it a trigger that leads on: the last resort is an `after`", trace: way)
    }
  }

  private var brokenClosing: [ProofFinding] {
    let broken = search.edges.filter { edge, _ in
      isOwn(edge) && edge.from == artwork.closed && (edge.phase == .closed || edge.phase == .closing)
    }
    guard let (edge, lines) = broken.min(by: { ($0.value.count, $0.key.to) < ($1.value.count, $1.key.to) }) else {
      return []
    }
    return [
      ProofFinding(
        .closing, .scene(artwork.id, artwork.closed),
        "the closed look does not last: while the hall is \(edge.phase), \(artwork.id) can go from \(artwork.closed) to "
          + "\(edge.to)", hint: "take the trigger out of \(artwork.closed), or add `when: hall is open` to it",
        trace: lines)
    ]
  }

  private var onlyByFault: [ProofFinding] {
    artwork.scenes.compactMap { scene in
      let ways = search.edges.keys.filter { $0.to == scene.id && $0.from != scene.id }
      guard !ways.isEmpty, !homes.contains(scene.id), ways.allSatisfy(isFault) else { return nil }
      return ProofFinding(
        .faultOnly, .scene(artwork.id, scene.id), "only a fault of a device enters the scene \(scene.id)",
        hint: "rehearse it: nobody sees it before it is needed")
    }
  }

  private func isFault(_ edge: StateSearch.Edge) -> Bool {
    guard case .own(let name) = edge.cause, let event = artwork.trigger(TriggerID(name))?.trigger.event,
      case .reports(_, let word) = event
    else { return false }
    return Self.faultWords.contains(word)
  }

  private var missedEdges: [ProofFinding] {
    guard artwork.scenes.count > 1 else { return [] }
    return artwork.scenes.flatMap { scene in
      scene.triggers.enumerated().compactMap { place, trigger -> ProofFinding? in
        guard trigger.leads, let level = trigger.event.levelInstead(in: artwork),
          !artwork.scenes.allSatisfy({ other in other.triggers.contains { $0.event == trigger.event } })
        else { return nil }
        return ProofFinding(
          .missedEdge, .trigger(artwork.id, scene.id, place),
          "this edge is missed if it comes while \(artwork.id) is in another scene than \(scene.id)",
          hint: "write the level, which forgets no visitor: `\(level)`")
      }
    }
  }

  private var unproven: ProofFinding {
    ProofFinding(
      .unproven, .artwork(artwork.id),
      "not proven, for the search has an end that is open: \(search.openEnds.sorted().joined(separator: "; "))",
      hint: "what was found holds; scenes that nothing reaches or leaves were not looked for")
  }
}

extension TriggerEvent {
  /// The level that says the same without needing a change, if there is one.
  fileprivate func levelInstead(in artwork: Artwork) -> String? {
    switch self {
    case .becomes(let sensor, let value): "\(artwork.name(of: sensor)) is \(value)"
    case .rises(let sensor, let limit, _): "\(artwork.name(of: sensor)) is above \(Value.number(limit))"
    case .falls(let sensor, let limit, _): "\(artwork.name(of: sensor)) is below \(Value.number(limit))"
    case .level, .changes, .after, .timeOfDay, .mediaEnds, .timelineEnds, .reports: nil
    }
  }
}
