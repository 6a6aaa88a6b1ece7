import Sequencer
import Show

/// Searches all states of one artwork that its surroundings can lead it to, the nearest first.
///
/// From every state it tries to make each trigger fire, lets the timeline run alone, and changes the phase of the hall; each
/// attempt drives the real step function, so that what was reached can be reached, by the acts that are kept with it.
/// Sensors are set to one value of each kind, at the beginning of an attempt and at the first instants of the timeline.
struct StateSearch {
  /// A state and the way to it.
  struct Node {
    var hall: VirtualHall
    var parent: Int?
    var lines: [ScriptLine]
  }

  /// A change of scene, and what made it.
  struct Edge: Hashable {
    enum Cause: Hashable {
      /// A trigger or a cue of the artwork, by its name.
      case own(String)
      /// The phase of the hall.
      case phase
      /// An operator, in place of the schedule or another artwork.
      case operators
    }
    var from: SceneID?
    var to: SceneID
    var cause: Cause
    /// The phase of the hall in which it came about.
    var phase: HallPhase
  }

  let slice: ArtworkSlice
  let choices: Choices
  let terms: SearchTerms
  let bound: ProofBound
  let clock: HallClock
  let operatorName: OperatorName
  /// The scenes that the schedule, operators or other artworks enter.
  let entries: Set<SceneID>
  /// Whether a condition asks for the phase `opening`, or a scene is for it; else it is as `open`, and not looked at.
  let asksForOpening: Bool
  private(set) var nodes: [Node] = []
  /// The changes of scene that were seen, and the first way to each.
  private(set) var edges: [Edge: [ScriptLine]] = [:]
  private(set) var steps = 0
  /// Why something may not have been reached though it can be; nothing where the search came to its end.
  private(set) var openEnds: Set<String> = []
  /// Where the artwork goes round without time passing: through which scenes, and the lines that lead there.
  private(set) var circle: (scenes: Set<SceneID>, lines: [ScriptLine])?
  private var seen: Set<SearchKey> = []
  var artwork: Artwork { slice.artwork }

  init(_ slice: ArtworkSlice, entries: Set<SceneID>, begin: WallInstant, bound: ProofBound) {
    (self.slice, self.entries, self.bound) = (slice, entries, bound)
    choices = Choices(of: slice.artwork, in: slice.ways)
    terms = SearchTerms(of: slice.quiet)
    clock = HallClock(timeZone: slice.ways.hall.timeZone)
    operatorName = slice.ways.hall.commander
    var hall = VirtualHall(proving: slice.ways, from: begin)
    steps = hall.takeMoments().count
    seen.insert(SearchKey(hall, terms))
    nodes.append(Node(hall: hall, parent: nil, lines: []))
    asksForOpening =
      slice.artwork.opening != nil
      || slice.artwork.conditions.contains {
        $0.constants(of: .hallPhase).contains(.text(HallPhase.opening.description))
      }
  }

  /// Searches until nothing new is found, or the bound is reached.
  mutating func run() {
    var next = 0
    while next < nodes.count {
      guard nodes.count <= bound.states, steps <= bound.steps else {
        openEnds.insert("it ended at its bound, after \(nodes.count) states and \(steps) steps")
        return
      }
      expand(next)
      next += 1
    }
  }

  /// The lines that lead to a node from the closed hall.
  func way(to node: Int) -> [ScriptLine] {
    var parts: [[ScriptLine]] = []
    var place: Int? = node
    while let here = place {
      parts.append(nodes[here].lines)
      place = nodes[here].parent
    }
    return parts.reversed().flatMap { $0 }
  }

  // MARK: One state

  private mutating func expand(_ node: Int) {
    let state = nodes[node].hall.sequencer.state
    changePhase(node, state.phase.phase)
    guard let run = state.artworks[artwork.id]?.run, let scene = terms.artwork.scene(run.scene) else { return }
    if run.scene == artwork.start, state.phase.phase == .open {
      for entry in entries.sorted() where entry != run.scene {
        attempt(Attempt(then: [.command(operatorName, .go(artwork.id, entry), nil)], lasting: .zero), from: node)
      }
    }
    for attempts in plans(for: scene, in: nodes[node].hall) {
      // The first that makes it fire is enough; each may find something else on its way.
      for plan in attempts where attempt(plan, from: node) { break }
    }
  }

  private mutating func changePhase(_ node: Int, _ phase: HallPhase) {
    var requests: [HallRequest] = []
    switch phase {
    case .closing: break
    case .closed: requests = [.open] + modes
    case .open, .opening: requests = [.close] + modes
    case .mode: requests = [.close, .open]
    }
    let scene = nodes[node].hall.sequencer.state.artworks[artwork.id]?.run?.scene
    let delay = scene.map(terms.isInRotation) == true ? TimeSpan.seconds(1) : .zero
    for request in requests {
      attempt(Attempt(then: [.command(operatorName, .hall(request), nil)], delay: delay, lasting: .zero), from: node)
    }
    guard asksForOpening, phase == .closed else { return }
    let lead = ScriptOpening.leadProven
    let opening = ScriptOpening(doors: .after(lead), lasting: ScriptOpening.lastingProven, lead: lead)
    attempt(Attempt(then: [.opening(opening)], delay: delay, lasting: .zero), from: node)
  }

  private var modes: [HallRequest] { slice.ways.hall.modes.keys.sorted().map { .mode($0) } }

  /// Carries out an attempt.
  ///
  /// - Returns: whether the trigger that it is for fired.
  @discardableResult private mutating func attempt(_ plan: Attempt, from node: Int) -> Bool {
    var walk = SearchWalk(from: nodes[node].hall, clock: clock)
    defer { steps += walk.steps }
    for act in plan.before {
      if follow(walk.take(act), walk, from: node, plan).hasMoved { return false }
    }
    let begun = walk.hall.now + plan.delay
    while plan.delay > .zero, let decisions = walk.advance(until: begun) {
      if follow(decisions, walk, from: node, plan).hasMoved { return false }
    }
    for instant in 0...(plan.mayWait ? bound.instants : 0) {
      if instant > 0 {
        guard let decisions = walk.advance(until: walk.hall.now + plan.lasting) else { return false }
        if follow(decisions, walk, from: node, plan).hasMoved { return false }
      }
      var fork = walk
      let hasFired = drive(&fork, plan, from: node)
      steps += fork.steps - walk.steps
      if hasFired || circle != nil { return hasFired }
    }
    return false
  }

  /// Does what an attempt is about, and lets time pass until something comes of it.
  private mutating func drive(_ walk: inout SearchWalk, _ plan: Attempt, from node: Int) -> Bool {
    for act in plan.then {
      let outcome = follow(walk.take(act), walk, from: node, plan)
      if outcome.hasFired || outcome.hasMoved { return outcome.hasFired }
    }
    let limit = walk.hall.now + plan.lasting
    for _ in 0..<bound.stepsAnAttempt {
      for player in plan.endsMedia where walk.hall.sequencer.plays(player) {
        let outcome = follow(walk.take(.report(player, "ended")), walk, from: node, plan)
        if outcome.hasFired || outcome.hasMoved { return outcome.hasFired }
      }
      guard let decisions = walk.advance(until: limit) else { return false }
      let outcome = follow(decisions, walk, from: node, plan)
      if outcome.hasFired || outcome.hasMoved { return outcome.hasFired }
    }
    openEnds.insert("an attempt took more than \(bound.stepsAnAttempt) steps")
    return false
  }

  // MARK: What came of a step

  /// Takes note of what a step led to.
  private mutating func follow(
    _ decisions: [Decision], _ walk: SearchWalk, from node: Int, _ plan: Attempt
  ) -> (hasFired: Bool, hasMoved: Bool) {
    var (hasFired, hasMoved) = (false, false)
    for decision in decisions where decision.artwork == artwork.id || decision.kind == .phase {
      switch decision.kind {
      case .phase: hasMoved = true
      case .scene:
        hasMoved = true
        if decision.subject != nil, decision.subject == plan.trigger { hasFired = true }
        guard let to = decision.to else { break }
        let own = decision.subject.map { Edge.Cause.own($0) }
        let phase = walk.hall.sequencer.state.phase.phase
        let edge = Edge(from: decision.from, to: to, cause: own ?? plan.cause, phase: phase)
        if edges[edge] == nil { edges[edge] = way(to: node) + walk.lines }
      case .trigger: if decision.subject == plan.trigger { hasFired = true }
      case .fault where circle == nil:
        circle = (Set(decisions.filter { $0.kind == .scene }.compactMap(\.to)), way(to: node) + walk.lines)
      default: break
      }
    }
    guard hasMoved || terms.changesWithinScenes && !decisions.isEmpty else { return (hasFired, hasMoved) }
    guard seen.insert(SearchKey(walk.hall, terms)).inserted else { return (hasFired, hasMoved) }
    var arrived = walk
    if let scene = walk.hall.sequencer.state.artworks[artwork.id]?.run?.scene {
      arrived.tell(.expect(.scene(artwork.id, scene, isIn: true)))
    }
    nodes.append(Node(hall: arrived.hall, parent: node, lines: arrived.lines))
    return (hasFired, hasMoved)
  }
}

extension Sequencer {
  /// Whether a player is to play something of which it has not told the end.
  func plays(_ player: DeviceID) -> Bool {
    state.devices[player]?.reported != "ended"
      && state.devices[player]?.desired.properties[.playing]?.to == .plain(.flag(true))
  }
}

extension Hall {
  /// Who gives the commands of a script that no one wrote: the first operator by name who may.
  public var commander: OperatorName {
    operators.filter { $0.value >= .operator }.keys.min() ?? OperatorName("desk")
  }
}
