import Journal
import MQTTLink
import Sequencer
import Show
import ShowFiles

extension ControlRoom {
  /// How many entries of the programme may come by message.
  static let mostEntries = 1000
  /// How often a bad reading of one kind is journalled; the others are counted.
  static let badReadingsEvery = TimeSpan.seconds(10)

  /// Takes what the broker sent, and has a turn.
  func receive(_ batch: [MQTTMessage]) {
    let gone = inbox.add(batch) { topics.isReading($0) || topics.isOfForeignDevice($0) }
    for topic in gone { tally.dropped(topic) }
    if !gone.isEmpty {
      warn("input-overflow", "more messages come than can be taken: older readings give way", at: now)
    }
    turn()
  }

  /// Takes one message.
  func take(_ message: MQTTMessage, at now: ShowInstant) {
    let isOfDevice = topics.isOfForeignDevice(message.topic)
    if isOfDevice {
      interpreter.rack.hear(BrokerMessage(message.topic, message.payload, isRetained: message.isRetained))
    }
    switch topics.meaning(of: message.topic) {
    case nil where isOfDevice: break
    case .sensors(let ids): for id in ids { takeReading(message, of: id, at: now) }
    case .command(let name): takeCommand(message, from: name, at: now)
    case .actual(let device): takeReport(message, of: device, at: now)
    case .availability(let device): takeAvailability(message, of: device, at: now)
    case .schedule(let id): takeEntry(message, id, at: now)
    case .controller: takeAnnouncement(message, at: now)
    case nil: tally.refused("unknown-topic", from: "broker")
    }
  }

  // MARK: Sensors

  private func takeReading(_ message: MQTTMessage, of id: SensorID, at now: ShowInstant) {
    guard let sensor = sequencer.show.hall.sensors[id] else {
      tally.refused("unknown-sensor", from: "sensors")
      return
    }
    // An empty retained message takes back what the broker kept: it says nothing of now.
    if message.payload.isEmpty { return }
    do throws(BadReading) {
      let value = try sensor.reading(message.payload)
      if !warnings.isEmpty { clear("bad-reading:\(id)", at: now) }
      if isNews(value, of: sensor, at: now) {
        let arrival: Arrival = message.isRetained || isCatchingUp ? .held : .live
        take(.reading(sensor: id, value: value, arrival: arrival), at: now)
      } else {
        tally.unchanged(id)
      }
    } catch {
      refuseReading(error, of: id, payload: message.payload, at: now)
    }
  }

  /// Whether a reading says something new: another value, or one that keeps the sensor from going stale.
  private func isNews(_ value: Value, of sensor: Sensor, at now: ShowInstant) -> Bool {
    guard let known = sequencer.state.sensors[sensor.id], known.value == value, !known.isStale,
      known.injectedUntil == nil, let read = known.readAt
    else { return true }
    guard let stale = sensor.stale else { return false }
    return now - read >= TimeSpan(milliseconds: stale.milliseconds / 4)
  }

  private func refuseReading(_ fault: BadReading, of id: SensorID, payload: [UInt8], at now: ShowInstant) {
    let key = "\(fault.reason.rawValue) \(id)"
    tally.refused(fault.reason.rawValue, from: id.text)
    warn("bad-reading:\(id)", "\(id) sends what cannot be used: \(fault)", at: now)
    if let last = badReadings[key], now - last < Self.badReadingsEvery { return }
    badReadings[key] = now
    let body = Self.refusalBody(code: fault.reason.rawValue, message: fault.description, payload: payload)
    note(.fault, "bad-reading", subject: id.text, body: body, at: now)
  }

  /// The body of a row about something refused, its payload cut to 1 KiB.
  static func refusalBody(code: String, message: String, payload: [UInt8]) -> String {
    let cut = String(decoding: payload.prefix(1024), as: UTF8.self)
    return "{\"code\":\(jsonQuoted(code)),\"message\":\(jsonQuoted(message)),\"payload\":\(jsonQuoted(cut))"
      + ",\"bytes\":\(payload.count)}"
  }

  // MARK: Devices

  /// A device that the daemon drives itself told something; the newest of each kind waits for the next turn.
  func driverTold(_ report: DriverReport, of id: DeviceID) {
    switch report {
    case .actual: comingReports[id, default: ComingReports()].actual = report
    case .availability: comingReports[id, default: ComingReports()].availability = report
    }
    askForTurn()
  }

  /// Takes what driven devices told.
  func takeDriverReports(at now: ShowInstant) {
    let coming = comingReports
    comingReports = [:]
    for (id, reports) in coming.sorted(by: { $0.key < $1.key }) {
      for report in [reports.availability, reports.actual].compactMap(\.self) where interpreter.rack.speaks(for: id) {
        interpreter.tell(report, of: id)
        switch report {
        case .availability(let online): take(isOnline: online, of: id, at: now)
        case .actual(let report, _): take(report, of: id, at: now)
        }
      }
    }
  }

  private func takeReport(_ message: MQTTMessage, of id: DeviceID, at now: ShowInstant) {
    guard sequencer.show.hall.devices[id] != nil else { return refuseReport("unknown-device", id) }
    // What the daemon published itself comes back; nobody else speaks for such a device.
    guard !interpreter.rack.speaks(for: id) else { return }
    if message.payload.isEmpty { return }
    guard message.payload.count <= CommandEnvelope.largestBytes, let json = try? JSONValue(strict: message.payload),
      let report = DeviceReport(json)
    else { return refuseReport("bad-report", id) }
    take(report, of: id, at: now)
  }

  private func take(_ report: DeviceReport, of id: DeviceID, at now: ShowInstant) {
    guard lastReports[id] != report else { return }
    lastReports[id] = report
    take(.report(device: id, report: report), at: now)
  }

  private func takeAvailability(_ message: MQTTMessage, of id: DeviceID, at now: ShowInstant) {
    guard sequencer.show.hall.devices[id] != nil else { return refuseReport("unknown-device", id) }
    guard !interpreter.rack.speaks(for: id) else { return }
    let isOnline: Bool
    switch message.payload {
    case Array("online".utf8): isOnline = true
    case Array("offline".utf8): isOnline = false
    case []: return
    default: return refuseReport("bad-availability", id)
    }
    take(isOnline: isOnline, of: id, at: now)
  }

  private func take(isOnline: Bool, of id: DeviceID, at now: ShowInstant) {
    if !isOnline { lastReports[id] = nil }
    guard sequencer.state.devices[id]?.online != isOnline else { return }
    take(.availability(device: id, online: isOnline), at: now)
  }

  private func refuseReport(_ reason: String, _ id: DeviceID) {
    tally.refused(reason, from: sequencer.show.hall.devices[id] == nil ? "devices" : id.text)
  }

  // MARK: The programme

  private func takeEntry(_ message: MQTTMessage, _ id: ScheduleEntryID, at now: ShowInstant) {
    let known = sequencer.state.entries[id]
    if message.payload.isEmpty {
      if known != nil { take(.scheduleEntry(id: id, entry: nil), at: now) }
      return clear("bad-entry:\(id)", at: now)
    }
    guard known != nil || sequencer.state.entries.count < Self.mostEntries else {
      return refuseEntry(message, id, "the programme has \(Self.mostEntries) entries by message already", at: now)
    }
    do throws(EntryFaults) {
      let entry = try ScheduleEntryReader.read(json: message.payload, id: id, show: sequencer.show)
      clear("bad-entry:\(id)", at: now)
      guard known?.entry != entry || known?.unconfirmedUntil != nil else { return }
      take(.scheduleEntry(id: id, entry: entry), at: now)
    } catch {
      refuseEntry(message, id, error.description, at: now)
    }
  }

  private func refuseEntry(_ message: MQTTMessage, _ id: ScheduleEntryID, _ reason: String, at now: ShowInstant) {
    tally.refused("bad-entry", from: id.text)
    let text = "the schedule entry \(id) cannot be used: \(reason)"
    guard warnings["bad-entry:\(id)"]?.text != text else { return }
    warn("bad-entry:\(id)", text, at: now)
    let body = Self.refusalBody(code: "bad-entry", message: reason, payload: message.payload)
    note(.fault, "bad-entry", subject: id.text, body: body, at: now)
  }
}

extension DeviceReport {
  /// Reads what a device tells of its actual state, as far as the show cares; nothing if it is not an object.
  init?(_ json: JSONValue) {
    guard case .object(let fields) = json else { return nil }
    self.init()
    if case .number(let number)? = fields["rev"] {
      guard let whole = Int64(exactly: number) else { return nil }
      rev = whole
    }
    state = fields["state"]?.text.map { String($0.prefix(64)) }
    if case .list(let values)? = fields["warnings"] {
      warnings = values.compactMap(\.text).prefix(16).map { String($0.prefix(200)) }
    }
    if case .list(let values)? = fields["skipped"], values.isEmpty == false {
      skipped = values.prefix(Self.mostStills).compactMap { value in
        guard case .object(let fields) = value, let still = fields["still"]?.text, Self.isName(still) else {
          return nil
        }
        return SkippedStill(still: still, why: String((fields["why"]?.text ?? "it cannot be shown").prefix(200)))
      }
    }
    if case .list(let values)? = fields["mended"], values.isEmpty == false {
      mended = values.prefix(Self.mostStills).compactMap(\.text).filter(Self.isName)
    }
  }

  /// How many stills a report names at most.
  private static let mostStills = 200
  /// As long as names of media are.
  private static func isName(_ text: String) -> Bool { text.isEmpty == false && text.utf8.count <= 255 }
}

extension TopicMap {
  /// Whether a message on a topic is a reading of a sensor.
  func isReading(_ topic: String) -> Bool {
    if case .sensors = meaning(of: topic) { true } else { false }
  }
}
