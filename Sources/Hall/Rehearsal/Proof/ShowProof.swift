import Sequencer
import Show

/// Proves a show before it opens: searches the states of each artwork, and looks at what closing, a blackout and an alarm
/// do from every one of them.
///
/// What it finds can happen: each finding has the acts that lead to it. What it does not find was not found within its
/// bound, which it names. Artworks are proven one by one, and may be so at once.
public struct ShowProof: Sendable {
  /// The show.
  public let show: Show
  /// How far it goes.
  public let bound: ProofBound
  private let begin: WallInstant
  private let clock: HallClock

  /// A proof of a show.
  ///
  /// - Parameters:
  ///   - show: the show, loaded without faults.
  ///   - bound: how far it goes.
  public init(of show: Show, bound: ProofBound = ProofBound()) {
    (self.show, self.bound) = (show, bound)
    clock = HallClock(timeZone: show.hall.timeZone)
    // Noon of any day: the programme is no part of the search.
    let noon = LocalDate(year: 2025, month: 6, day: 10).flatMap { day in
      TimeOfDay(hour: 12, minute: 0).map { LocalTime(date: day, time: $0) }
    }
    begin = noon.map(clock.instant) ?? WallInstant(milliseconds: 1_749_549_600_000)
  }

  /// What is to be said of the hall as a whole: its programme, its sensors, the devices that no artwork uses.
  public func hall() -> [ProofFinding] {
    var found = ProgrammeProof.conflicts(in: show.hall).map { words in
      ProofFinding(.schedule, .hall, "nothing decides between \(words)", hint: "give one of them a higher `priority`")
    }
    let used = show.artworks.reduce(into: Set<SensorID>()) {
      $0.formUnion($1.sensorsLookedAt.union($1.followedChoruses.map(\.visitors.sensor)))
    }
    for (id, sensor) in show.hall.sensors.sorted(by: { $0.key < $1.key }) where !sensor.alarm && !used.contains(id) {
      found.append(
        ProofFinding(
          .unusedSensor, .sensor(id), "no trigger and no condition looks at \(id)",
          hint: "use it, or take it out: a sensor that nobody misses is not looked after"))
    }
    let dark = DarkProof(hall: show.hall, operatorName: show.hall.commander)
    return found + dark.hall(show, from: begin, clock: clock)
  }

  /// Proves an artwork.
  ///
  /// - Parameter id: the artwork; one that cannot be shown gives a proof of nothing.
  public func artwork(_ id: ArtworkID) -> ArtworkProof {
    var proof = ArtworkProof(artwork: id)
    guard let artwork = show.artwork(id) else { return proof }
    let slice = ArtworkSlice(of: artwork, in: show)
    let outside = entriesFromOutside(of: artwork)
    let entries = outside.union(artwork.scenes.filter(\.entryByScheduleOnly).map(\.id))
    var search = StateSearch(slice, entries: entries, begin: begin, bound: bound)
    search.run()
    (proof.states, proof.steps, proof.isComplete) = (search.nodes.count, search.steps, search.openEnds.isEmpty)
    for node in search.nodes {
      let state = node.hall.sequencer.state
      if let scene = state.artworks[id]?.run?.scene {
        proof.reached.insert(ArtworkProof.Reached(scene, in: state.phase.phase))
      }
    }
    for edge in search.edges.keys { proof.reached.insert(ArtworkProof.Reached(edge.to, in: edge.phase)) }
    let scenes = SceneProof(
      artwork: artwork, search: search, outside: outside, windows: windows(of: artwork),
      isTakenOut: !targets(of: artwork).isEmpty)
    proof.findings = scenes.findings
    proveLooks(of: artwork, search, &proof)
    watchLight(of: slice, &proof)
    return proof
  }

  /// The scenes that windows, moments and other artworks enter.
  private func entriesFromOutside(of artwork: Artwork) -> Set<SceneID> {
    var entries = windows(of: artwork)
    for entry in show.hall.schedule {
      if case .moment(artwork.id, let scene, _, _) = entry.kind { entries.insert(scene) }
    }
    return entries.union(targets(of: artwork))
  }

  /// The scenes of an artwork that others enter.
  private func targets(of artwork: Artwork) -> Set<SceneID> {
    let others = show.artworks.filter { $0.id != artwork.id }.flatMap(\.scenes)
    let actions = others.flatMap { $0.cues.map(\.action) + $0.triggers.flatMap { $0.actions.map(\.action) } }
    return Set(
      actions.compactMap { action in
        if case .go(artwork: artwork.id, let scene) = action { scene } else { nil }
      })
  }

  private func windows(of artwork: Artwork) -> Set<SceneID> {
    Set(
      show.hall.schedule.compactMap { entry in
        if case .window(artwork.id, let scene, _, _) = entry.kind { scene } else { nil }
      })
  }

  private func proveLooks(of artwork: Artwork, _ search: StateSearch, _ proof: inout ArtworkProof) {
    let looks = LooksProof(artwork: artwork, hall: show.hall, clock: clock, operatorName: show.hall.commander)
    let dark = DarkProof(hall: show.hall, operatorName: show.hall.commander)
    var told: Set<ProofFinding.Kind> = Set(proof.findings.map(\.kind))
    var handled: Set<SceneID> = []
    for (place, node) in search.nodes.enumerated() {
      let scene = node.hall.sequencer.state.artworks[artwork.id]?.run?.scene
      let isNew = scene.map { handled.insert($0).inserted } ?? false
      var results = [looks.blackout(from: node.hall), looks.alarm(from: node.hall)]
      for before in LooksProof.Before.allCases where isNew || before == .nothing {
        results.append(looks.closing(from: node.hall, before: before))
      }
      if isNew {
        let (miss, steps) = dark.closing(from: node.hall, clock: clock)
        proof.steps += steps
        if let miss, told.insert(.dark).inserted {
          proof.findings.append(
            ProofFinding(
              .dark, .device(miss.device), miss.message + (scene.map { ", for example from \($0)" } ?? ""),
              hint: dark.hint(for: miss.device), trace: search.way(to: place) + miss.lines))
        }
      }
      for (miss, steps) in results {
        proof.steps += steps
        guard let miss, told.insert(miss.kind).inserted else { continue }
        proof.findings.append(
          ProofFinding(
            miss.kind, miss.part, miss.message + (scene.map { ", for example from \($0)" } ?? ""), hint: miss.hint,
            trace: search.way(to: place) + miss.lines))
      }
    }
  }

  private func watchLight(of slice: ArtworkSlice, _ proof: inout ArtworkProof) {
    let name = show.hall.commander
    var light = LightProof(slice, clock: clock, operatorName: name)
    var walk = SearchWalk(from: VirtualHall(proving: slice.light, from: begin), clock: clock)
    _ = walk.take(.command(name, .hall(.open), nil))
    let opening = walk.lines
    for scene in slice.artwork.scenes { light.watch(scene, from: walk.hall) }
    proof.steps += light.steps
    let id = slice.artwork.id
    for (fight, lines) in light.fights.sorted(by: {
      ($0.key.scene, $0.key.cues[1], $0.key.path) < ($1.key.scene, $1.key.cues[1], $1.key.path)
    }) {
      proof.findings.append(
        ProofFinding(
          .fight, .cue(id, fight.scene, fight.cues[1]),
          "cues \(fight.cues[0] + 1) and \(fight.cues[1] + 1) of \(fight.scene) want \(fight.path) at one time",
          hint: "let the later one start when the earlier one has ended, or shorten its `over`", trace: opening + lines)
      )
    }
    for (device, flash) in light.flashes.sorted(by: { $0.key < $1.key }) {
      proof.findings.append(
        ProofFinding(
          .flash, .scene(id, flash.scene), "\(device) flashes more than three times a second",
          hint: "slow it down: such light can harm visitors", trace: opening + flash.lines))
    }
  }
}
