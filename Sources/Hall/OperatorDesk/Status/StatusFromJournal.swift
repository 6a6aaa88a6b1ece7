import Endings
import Foundation
import Journal
import Sequencer
import Show

extension Status {
  /// The status that a journal's last entry left.
  ///
  /// - Parameters:
  ///   - journal: the file.
  ///   - now: the instant at which a journal that no daemon writes is old.
  /// - Throws: status 66 where there is none, 65 where it cannot be used, 74 where it cannot be read.
  static func ofJournal(_ journal: String, now: WallInstant) throws(CommandFault) -> Status {
    let reader = try openJournal(journal)
    defer { reader.close() }
    let past = try PastHall(reader)
    return Status(past, journal: journal, now: now)
  }

  init(_ past: PastHall, journal: String, now: WallInstant) {
    let (state, show) = (past.sequencer.state, past.sequencer.show)
    let wall = { (instant: ShowInstant) in state.clock.wall(at: instant) }
    self.init(source: .journal, topics: show.hall.topics, at: past.last?.wall ?? wall(state.now) ?? now)
    zone = TimeZone(identifier: show.hall.timeZone) ?? .current
    guard let last = past.last else {
      links = [LinkLine(name: "journal", state: "empty", detail: journal, isWell: false)]
      return
    }
    hall = HallLine(past.sequencer.hallStatus)
    artworks = show.hall.artworkOrder.compactMap { id in
      past.sequencer.status(of: id).map { status in
        // Outside a step there is no number: that of the state last told counts.
        ArtworkLine(id, status, seq: state.artworks[id]?.published?.seq, wall: wall)
      }
    }
    devices = state.devices.keys.sorted().compactMap { id in state.devices[id].map { DeviceLine(id, $0) } }
    warnings = past.sequencer.activeWarnings.map {
      WarningLine(id: $0.id, text: $0.text, since: wall($0.since))
    }
    links = [
      LinkLine(
        name: "journal", state: "read", detail: "\(journal), last entry \(last.seq), \(shortLength(now - at)) ago",
        isWell: true)
    ]
    if state.clock.synchronised == false {
      links.append(LinkLine(name: "clock", state: "not synchronised", detail: "", isWell: false))
    }
  }
}

extension Status.HallLine {
  fileprivate init(_ status: HallStatus) {
    self.init(
      phase: status.phase.description, by: status.by, until: status.until, blackout: status.blackout,
      alarm: status.alarm, nextPhase: status.next?.phase.description, nextAt: status.next?.at,
      grandMaster: status.grandMaster, sound: status.sound)
  }
}

extension Status.ArtworkLine {
  fileprivate init(_ id: ArtworkID, _ status: ArtworkStatus, seq: Int64?, wall: (ShowInstant) -> WallInstant?) {
    self.init(
      id: id.text, scene: status.scene?.text, since: status.since.flatMap(wall), cue: status.cue,
      position: status.position, mode: status.mode, until: status.until,
      overridden: status.overridden.map(\.description), health: status.health.rawValue, reason: status.reason,
      seq: seq)
  }
}

extension Status.DeviceLine {
  fileprivate init(_ id: DeviceID, _ state: DeviceState) {
    let properties = state.desired.properties.sorted { $0.key < $1.key }
    self.init(
      id: id.text,
      desired: .object(properties.map { JSON.Member(name: $0.key.rawValue, value: JSON($0.value.to)) }),
      desiredRev: state.desired.rev, actual: state.reported.map { .object(["state": .text($0)]) },
      actualRev: state.confirmedRev > 0 ? state.confirmedRev : nil, online: state.online)
  }
}

extension JSON {
  /// A property's value.
  fileprivate init(_ value: PropertyValue) {
    switch value {
    case .plain(let plain): self.init(plain)
    case .dream(let dream):
      self = .object([
        "night": .optional(dream.night), "stage": .optional(dream.stage), "from": dream.from.map { .number($0) },
        "speed": dream.speed.map { .number($0) }, "seed": .optional(dream.seed), "look": .optional(dream.look),
        "chorus": dream.chorus.map { .list($0.joined.map { .text($0) }) },
        "reports": dream.reports.map { .flag($0) }, "stop": dream.stop.map { .flag($0) },
      ])
    case .stills(let stills):
      self = .object([
        "folder": .optional(stills.way.folder), "items": stills.way.items.map { .list($0.map { .text($0) }) },
        "every": stills.way.every.map { .number($0.inSeconds) }, "seed": .optional(stills.way.seed),
        "transition": .optional(stills.transition?.rawValue), "over": stills.over.map { .number($0.inSeconds) },
        "fit": .optional(stills.fit?.rawValue), "motion": stills.motion.map { .number($0) },
        "fps": stills.way.fps.map { .number($0) },
      ])
    case .splice(let splice):
      self = .object([
        "folder": .optional(splice.way.folder), "items": splice.way.items.map { .list($0.map { .text($0) }) },
        "every": splice.way.every.map { .number($0.inSeconds) }, "seed": .optional(splice.way.seed),
        "losses": splice.losses.map { .number($0) }, "substitutions": splice.substitutions.map { .number($0) },
        "fps": splice.way.fps.map { .number($0) },
      ])
    }
  }
}
