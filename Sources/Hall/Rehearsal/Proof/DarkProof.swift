import Sequencer
import Show

/// Whether all that sleeps is dark and silent in the declared time after closing, and what lies in the way of a hall's
/// hours: leads that are too short, and lamps whose power goes before they are cold.
struct DarkProof {
  let hall: Hall
  let operatorName: OperatorName

  /// What is not dark in time.
  struct Miss {
    var device: DeviceID
    var message: String
    /// The lines that show it, behind those that lead to the state.
    var lines: [ScriptLine]
  }

  /// Closes the hall, and looks at each of its devices at the last instant at which it may be told.
  ///
  /// - Parameters:
  ///   - state: the hall before.
  ///   - clock: the hall's clock.
  /// - Returns: nothing where all is dark, or the hall is closed already; the steps it took.
  func closing(from state: VirtualHall, clock: HallClock) -> (miss: Miss?, steps: Int) {
    guard let within = hall.darkWithin else { return (nil, 0) }
    switch state.sequencer.state.phase.phase {
    case .closed, .closing: return (nil, 0)
    case .opening, .open, .mode: break
    }
    var walk = SearchWalk(from: state, clock: clock)
    _ = walk.take(.command(operatorName, .hall(.close), nil))
    let begun = walk.hall.now
    let devices = walk.hall.sequencer.show.hall.devices.values.filter(hall.sleeps).sorted { $0.id < $1.id }
    for coolDown in Set(devices.map(\.coolDown)).sorted(by: >) {
      let last = begun + max(.zero, within - coolDown)
      while walk.advance(until: last) != nil {}
      for device in devices where device.coolDown == coolDown {
        guard let lit = light(of: device, in: walk.hall) else { continue }
        let path = PropertyPath(device.id, lit)
        let value = walk.hall.sequencer.resolve(path)?.fade.to
        if case .plain(let plain)? = value { walk.tell(.expect(.property(path, .other, plain))) }
        let cools = coolDown > .zero ? ", and it cools for \(coolDown)" : ""
        return (
          Miss(
            device: device.id,
            message: "the hall is not dark within \(within) of closing: \(last - begun) after it \(path) is "
              + "\(value?.description ?? "not known")\(cools)", lines: walk.lines),
          walk.steps
        )
      }
    }
    return (nil, walk.steps)
  }

  private func light(of device: Device, in state: VirtualHall) -> PropertyName? {
    hall.light(of: device) { state.sequencer.resolve(PropertyPath(device.id, $0))?.fade.value(at: state.now) }
  }

  /// What is to be said of the devices that no artwork uses, and of the programme's leads.
  func hall(_ show: Show, from begin: WallInstant, clock: HallClock) -> [ProofFinding] {
    var bare = show
    let used = show.artworks.reduce(into: Set<DeviceID>()) { $0.formUnion($1.devices) }
    bare.artworks = []
    bare.hall.schedule = []
    bare.hall.devices = hall.devices.filter { !used.contains($0.key) }
    var walk = SearchWalk(from: VirtualHall(proving: bare, from: begin), clock: clock)
    _ = walk.take(.command(operatorName, .hall(.open), nil))
    var found: [ProofFinding] = []
    if let miss = closing(from: walk.hall, clock: clock).miss {
      found.append(
        ProofFinding(
          .dark, .device(miss.device), miss.message, hint: hint(for: miss.device), trace: walk.lines + miss.lines))
    }
    return found + coldPower + shortLeads
  }

  /// What somebody can do about a device that is not dark.
  func hint(for id: DeviceID) -> String {
    hall.devices[id]?.awake == .opening
      ? "shorten its `sleeps_after`, look at the closed scenes, or give the hall a longer `dark_within`"
      : "give it `awake: opening`, or a value in the closed scene; or exempt it: `egress`, `awake: always`"
  }

  /// Lamps that are still hot when what powers them sleeps.
  private var coldPower: [ProofFinding] {
    hall.devices.values.sorted { $0.id < $1.id }.compactMap { device in
      guard device.awake == .opening, let id = device.poweredBy, let source = hall.devices[id],
        source.awake == .opening, source.sleepsAfter < device.sleepsAfter + device.coolDown
      else { return nil }
      let needed = device.sleepsAfter + device.coolDown
      return ProofFinding(
        .power, .device(source.id),
        "\(source.id) goes off \(source.sleepsAfter) after closing, while \(device.id) needs its power for \(needed)",
        hint: "give \(source.id) `sleeps_after: \(needed)` or more")
    }
  }

  /// Leads in which not everything can get ready.
  private var shortLeads: [ProofFinding] {
    let slow = hall.devices.values.filter { $0.awake == .opening }.map { device in
      (
        device.id,
        ([device.id] + hall.sources(of: device.id)).compactMap { hall.devices[$0]?.warmUp }.reduce(TimeSpan.zero, +)
      )
    }
    guard let (id, time) = slow.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }), time > .zero else { return [] }
    return hall.schedule.compactMap { entry in
      guard case .opening(_, _, _, let lead) = entry.kind, lead < time else { return nil }
      return ProofFinding(
        .lead, .entry(entry.id), "the lead of \(lead) is too short: \(id) takes \(time) to be ready",
        hint: "give the opening `lead: \(time)` or more")
    }
  }
}
