import Sequencer
import Show

/// What came of a rehearsal, in numbers: made from its moments, one after the other.
public struct RehearsalReport: Sendable {
  /// What came of an artwork.
  public struct ArtworkReport: Sendable {
    /// The artwork.
    public var id: ArtworkID
    /// Its title.
    public var title: String
    /// What was seen of its visitors.
    public var visits = VisitCount()
    /// Its scenes, in the order of the file.
    public var scenes: [SceneReport]
    /// Its triggers, in the order of the file.
    public var triggers: [TriggerReport]
    /// How long it was degraded.
    public var degraded: TimeSpan = .zero

    /// The scenes that it never was in.
    public var neverReached: [SceneID] { scenes.filter { $0.entered == 0 }.map(\.id) }
    /// The triggers that never fired.
    public var neverFired: [TriggerReport] { triggers.filter { $0.fired == 0 } }
  }

  /// What came of a scene.
  public struct SceneReport: Sendable {
    /// The scene.
    public var id: SceneID
    /// How often it was entered.
    public var entered = 0
    /// How long it ran, all together.
    public var airtime: TimeSpan = .zero
    /// Whether only the schedule or an operator leads to it.
    public var isScheduleOnly: Bool
  }

  /// What came of a trigger.
  public struct TriggerReport: Sendable {
    /// The trigger.
    public var id: TriggerID
    /// The scene it stands in.
    public var scene: SceneID
    /// How often it fired.
    public var fired = 0
    /// How often something started it, and it did not fire.
    public var heldBack = 0
    /// Why it did not fire, the last time.
    public var lastReason: String?
  }

  /// The artworks, in the hall's order.
  public private(set) var artworks: [ArtworkReport]
  /// What went wrong, closings, and refusals.
  public private(set) var incidents = IncidentLog()
  /// How many inputs were stepped.
  public private(set) var inputs = 0

  private var place: [ArtworkID: Int] = [:]
  private var running: [ArtworkID: (scene: Int, since: ShowInstant)] = [:]
  private var degradedSince: [ArtworkID: ShowInstant] = [:]

  /// A report of nothing yet.
  public init(_ show: Show) {
    artworks = show.artworks.map { artwork in
      ArtworkReport(
        id: artwork.id, title: artwork.title,
        scenes: artwork.scenes.map { SceneReport(id: $0.id, isScheduleOnly: $0.entryByScheduleOnly) },
        triggers: artwork.scenes.flatMap { scene in
          scene.triggers.map { TriggerReport(id: $0.id, scene: scene.id) }
        })
    }
    for (index, artwork) in artworks.enumerated() { place[artwork.id] = index }
  }

  /// Takes what happened next.
  public mutating func take(_ moment: VirtualHall.Moment) {
    inputs += 1
    let now = moment.input.at
    incidents.take(moment.step, at: now)
    for decision in moment.step.decisions { take(decision) }
    for case .artworkState(let id, let status) in moment.step.effects { take(status, of: id, at: now) }
  }

  private mutating func take(_ status: ArtworkStatus, of id: ArtworkID, at now: ShowInstant) {
    guard let index = place[id] else { return }
    let scene = status.scene.flatMap { name in artworks[index].scenes.firstIndex { $0.id == name } }
    if running[id]?.scene != scene {
      endScene(of: id, at: now)
      running[id] = scene.map { ($0, now) }
    }
    if status.health == .degraded {
      degradedSince[id] = degradedSince[id] ?? now
    } else if let since = degradedSince.removeValue(forKey: id) {
      artworks[index].degraded = artworks[index].degraded + (now - since)
    }
  }

  private mutating func endScene(of id: ArtworkID, at now: ShowInstant) {
    guard let index = place[id], let (scene, since) = running[id] else { return }
    artworks[index].scenes[scene].airtime = artworks[index].scenes[scene].airtime + (now - since)
  }

  private mutating func take(_ decision: Decision) {
    switch decision.kind {
    case .scene: entered(decision)
    case .trigger: count(decision) { $0.fired += 1 }
    case .notFired:
      count(decision) { trigger in
        trigger.heldBack += 1
        trigger.lastReason = decision.sentence
      }
    default: break
    }
  }

  private mutating func entered(_ decision: Decision) {
    guard let index = decision.artwork.flatMap({ place[$0] }), let to = decision.to else { return }
    if let scene = artworks[index].scenes.firstIndex(where: { $0.id == to }) {
      artworks[index].scenes[scene].entered += 1
    }
    count(decision) { $0.fired += 1 }
  }

  private mutating func count(_ decision: Decision, _ change: (inout TriggerReport) -> Void) {
    guard let index = decision.artwork.flatMap({ place[$0] }), let subject = decision.subject,
      let trigger = artworks[index].triggers.firstIndex(where: { $0.id.text == subject })
    else { return }
    change(&artworks[index].triggers[trigger])
  }

  /// Ends what still runs, and takes what was seen of visitors.
  public mutating func finish(_ rehearsal: HallRehearsal) {
    let now = rehearsal.now
    for id in running.keys.sorted() { endScene(of: id, at: now) }
    running.removeAll()
    for (id, since) in degradedSince {
      guard let index = place[id] else { continue }
      artworks[index].degraded = artworks[index].degraded + (now - since)
    }
    degradedSince.removeAll()
    incidents.finish(at: now)
    for index in artworks.indices { artworks[index].visits = rehearsal.visits[artworks[index].id] ?? VisitCount() }
  }
}
