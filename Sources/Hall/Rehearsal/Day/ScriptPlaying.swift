import Sequencer
import Show

/// The lines of a script, as a rehearsal carries them out.
extension HallRehearsal {
  /// Something that a script made happen, or an expectation of it that failed.
  public struct Remark: Hashable, Sendable {
    /// When.
    public var at: ShowInstant
    /// The line of the script, from 1.
    public var line: Int
    /// What the line says.
    public var text: String
    /// What was instead, if the line is an expectation that failed.
    public var instead: String?
  }

  /// Carries out a line.
  mutating func play(_ line: ScriptLine) {
    var remark = Remark(at: now, line: line.place.line, text: line.act.description)
    if case .expect(let expectation) = line.act { remark.instead = objection(to: expectation) }
    add(remark)
    switch line.act {
    case .reading(let sensor, let value, let held):
      let arrival = held ? Arrival.held : .live
      for (id, value) in feed.read(value, of: sensor, at: now) {
        hear(.reading(sensor: id, value: value, arrival: arrival))
      }
    case .sensor(let sensor, let defect):
      for (id, value) in feed.setDefect(defect, of: sensor, flow, at: now) {
        hear(.reading(sensor: id, value: value, arrival: .live))
      }
    case .command(let name, let act, let end): give(act, by: name, end)
    case .report(let device, let word):
      let rev = hall.sequencer.state.devices[device]?.desired.rev
      hear(.report(device: device, report: DeviceReport(rev: rev, state: word)))
    case .availability(let device, let online):
      rack.setOnline(online, of: device, at: now)
      hear(.availability(device: device, online: online))
    case .manner(let device, let manner): rack.setManner(manner, of: device, at: now)
    case .visitors(let come): letVisitors(come)
    case .visitorsPerHour(let number): flow.setGroupsPerHour(number, at: now)
    case .group(let size, let artwork):
      flow.arrive(size: size, first: artwork, at: now)
      noteCrowd()
      readSensors()
    case .broker(let isUp): setBroker(isUp)
    case .emptyProgramme: emptyProgramme()
    case .opening(let opening): put(opening, line: line.place.line)
    case .clock(let clock): set(clock)
    case .restart(let outage): restart(after: outage)
    case .expect, .note: break
    }
  }

  private mutating func give(_ act: CommandAct, by name: OperatorName, _ end: ScriptEnd?) {
    guard isBrokerUp else { return }
    let clock = HallClock(timeZone: show.hall.timeZone)
    let wall = hall.sequencer.state.clock.wall(at: now) ?? wall(now)
    func instant(_ time: TimeOfDay) -> WallInstant {
      let today = clock.day(of: wall).map { clock.instant(of: LocalTime(date: $0, time: time)) } ?? wall
      guard today <= wall, let tomorrow = clock.day(of: today + .hours(26)) else { return today }
      return clock.instant(of: LocalTime(date: tomorrow, time: time))
    }
    let until: CommandEnd? =
      switch end {
      case nil: nil
      case .after(let span): .after(span)
      case .at(let time): .until(instant(time))
      case .on(let local): .until(clock.instant(of: local))
      case .instant(let instant): .until(instant)
      case .nextOpening: .nextOpening
      }
    command(act, by: name, end: until)
  }

  /// What the show's files schedule is replaced, as its owner can by message, with an opening that is long over.
  private mutating func emptyProgramme() {
    guard let past = LocalTime("1970-01-02T00:00"), let end = LocalTime("1970-01-02T00:01") else { return }
    let kind = ScheduleKind.opening(date: past.date, from: past.time, to: end.time, lead: .zero)
    for entry in hall.sequencer.entriesInForce {
      let isOfFiles = show.hall.schedule.contains { $0.id == entry.id }
      hear(.scheduleEntry(id: entry.id, entry: isOfFiles ? ScheduleEntry(id: entry.id, kind: kind) : nil))
    }
  }

  private mutating func put(_ opening: ScriptOpening, line: Int) {
    let id = ScheduleEntryID("script-\(line)-\(now.milliseconds)")
    let shown = hall.sequencer.state.clock.wall(at: now) ?? wall(now)
    guard let entry = opening.entry(id, at: shown, HallClock(timeZone: show.hall.timeZone)) else { return }
    hear(.scheduleEntry(id: id, entry: entry))
  }

  private mutating func set(_ setting: ScriptClock) {
    let clock = HallClock(timeZone: show.hall.timeZone)
    let shown = hall.sequencer.state.clock.wall(at: now) ?? wall(now)
    switch setting {
    case .unknown: take(.clock(wall: shown, synchronised: false))
    case .right: take(.clock(wall: wall(now), synchronised: true))
    case .on(let local): take(.clock(wall: clock.instant(of: local), synchronised: true))
    case .at(let time):
      guard let day = clock.day(of: shown) else { return }
      take(.clock(wall: clock.instant(of: LocalTime(date: day, time: time)), synchronised: true))
    }
  }

  /// Messages pass again: the broker holds the newest reading of each sensor, and devices hear what they are to be.
  private mutating func setBroker(_ isUp: Bool) {
    guard isUp != isBrokerUp else { return }
    isBrokerUp = isUp
    guard isUp else { return }
    for (sensor, value) in feed.held(flow) { take(.reading(sensor: sensor, value: value, arrival: .held)) }
    for device in rack.devices {
      guard let desired = hall.sequencer.state.devices[device]?.desired, desired.rev > 0 else { continue }
      rack.tell(device, desired, at: now)
    }
  }

  // MARK: Expectations

  /// What is instead of what is expected; nothing if it is as expected.
  func objection(to expectation: ScriptExpectation) -> String? {
    let state = hall.sequencer.state
    switch expectation {
    case .scene(let id, let scene, let isIn):
      let found = state.artworks[id]?.run?.scene
      return (found == scene) == isIn ? nil : "\(id) is in \(found?.text ?? "no scene")"
    case .mode(let id, let mode):
      let found = hall.sequencer.status(of: id)?.mode ?? "unknown"
      return found == mode ? nil : "\(id) is \(found)"
    case .health(let id, let isWell):
      let status = hall.sequencer.status(of: id)
      let found = status?.health == .ok
      return found == isWell ? nil : "\(id) is \(found ? "well" : "not well: \(status?.reason ?? "unknown")")"
    case .phase(let phase): return state.phase.phase == phase ? nil : "the hall is \(state.phase.phase)"
    case .blackout(let on): return state.blackout.isOn == on ? nil : "the blackout is \(on ? "off" : "on")"
    case .alarm(let on): return state.alarm.isLatched == on ? nil : "the alarm is \(on ? "off" : "on")"
    case .property(let path, let comparison, let value):
      let found = state.devices[path.device]?.desired.properties[path.property]?.value(at: now)
      if case .plain(let scalar)? = found, comparison.holds(scalar, value) { return nil }
      return "\(path) is \(found?.description ?? "not set")"
    case .sensor(let id, let comparison, let value):
      let found = state.sensors[id]?.value
      if let found, comparison.holds(found, value) { return nil }
      return "\(id) is \(found?.description ?? "without a value")"
    case .warning(let id, let stands):
      let found = state.warnings.keys.filter { $0.hasPrefix(id) }.sorted()
      if found.isEmpty != stands { return nil }
      return stands ? "there is no such warning" : "there is \(found.joined(separator: ", "))"
    }
  }
}

extension ScriptExpectation.Comparison {
  /// Whether it holds; numbers are the same within a millionth.
  func holds(_ found: Value, _ expected: Value) -> Bool {
    if let found = found.number, let expected = expected.number {
      let isSame = abs(found - expected) <= 1e-6 * max(1, abs(expected))
      return switch self {
      case .equal: isSame
      case .other: !isSame
      case .above: found > expected && !isSame
      case .below: found < expected && !isSame
      }
    }
    return switch self {
    case .equal: found == expected
    case .other: found != expected
    case .above, .below: false
    }
  }
}
