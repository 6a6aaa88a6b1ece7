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

  /// A fault or a warning.
  public struct Incident: Sendable {
    /// A warning's id; of a fault the artwork or device it is about, if it is about one.
    public var id: String
    /// What was said.
    public var text: String
    /// How often.
    public var times = 1
    /// When first.
    public var first: ShowInstant
    /// How long it stood, all together; faults are of a moment.
    public var stood: TimeSpan = .zero
    /// Since when it stands, if it does.
    var since: ShowInstant?
  }

  /// A closing of the hall.
  public struct Closing: Sendable {
    /// When the hall began to close.
    public var at: ShowInstant
    /// How long it took to the closed looks; nothing if they were not reached.
    public var took: TimeSpan?
  }

  /// The artworks, in the hall's order.
  public private(set) var artworks: [ArtworkReport]
  /// Faults of the show or of devices.
  public private(set) var faults: [Incident] = []
  /// Warnings, by id.
  public private(set) var warnings: [Incident] = []
  /// Closings.
  public private(set) var closings: [Closing] = []
  /// Commands that were refused, each as a sentence.
  public private(set) var refusals: [String] = []
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
    for decision in moment.step.decisions { take(decision, at: now) }
    for effect in moment.step.effects {
      switch effect {
      case .artworkState(let id, let status): take(status, of: id, at: now)
      case .reply(let name, let reply):
        if let error = reply.error { refusals.append("\(name): \(error)") }
      default: break
      }
    }
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

  private mutating func take(_ decision: Decision, at now: ShowInstant) {
    switch decision.kind {
    case .scene: entered(decision)
    case .trigger: count(decision) { $0.fired += 1 }
    case .notFired:
      count(decision) { trigger in
        trigger.heldBack += 1
        trigger.lastReason = decision.sentence
      }
    case .fault: note(decision, at: now)
    case .warning: warned(decision, at: now)
    case .cleared:
      guard let index = warnings.firstIndex(where: { $0.id == decision.subject }) else { return }
      endWarning(index, at: now)
    case .phase:
      if decision.subject == HallPhase.closing.description { closings.append(Closing(at: now)) }
      if decision.subject == HallPhase.closed.description, let last = closings.last, last.took == nil {
        closings[closings.count - 1].took = now - last.at
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

  private mutating func note(_ decision: Decision, at now: ShowInstant) {
    let id = decision.artwork?.text ?? decision.subject ?? ""
    if let index = faults.firstIndex(where: { $0.text == decision.sentence }) {
      faults[index].times += 1
    } else {
      faults.append(Incident(id: id, text: decision.sentence, first: now))
    }
  }

  private mutating func warned(_ decision: Decision, at now: ShowInstant) {
    let id = decision.subject ?? ""
    guard let index = warnings.firstIndex(where: { $0.id == id }) else {
      return warnings.append(Incident(id: id, text: decision.sentence, first: now, since: now))
    }
    warnings[index].times += warnings[index].since == nil ? 1 : 0
    warnings[index].text = decision.sentence
    warnings[index].since = warnings[index].since ?? now
  }

  private mutating func endWarning(_ index: Int, at now: ShowInstant) {
    guard let since = warnings[index].since else { return }
    if since == now, warnings[index].times == 1 {
      // It stood for no time: a contact that is first read an instant after the show has begun.
      warnings.remove(at: index)
      return
    }
    warnings[index].stood = warnings[index].stood + (now - since)
    warnings[index].since = nil
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
    for index in warnings.indices where warnings[index].since != nil {
      warnings[index].stood = warnings[index].stood + (now - (warnings[index].since ?? now))
    }
    for index in artworks.indices { artworks[index].visits = rehearsal.visits[artworks[index].id] ?? VisitCount() }
  }
}
