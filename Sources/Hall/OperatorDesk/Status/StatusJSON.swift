import Show

extension Status {
  /// The status as scripts read it.
  var json: JSON {
    .object([
      "healthy": .flag(isHealthy), "problems": .list(problems.map(JSON.text)), "source": .text(source.rawValue),
      "topics": .text(topics), "at": .instant(at), "hall": hall?.json ?? .null,
      "artworks": .list(artworks.map(\.json)), "devices": .list(devices.map(\.json)),
      "links": .list(links.map(\.json)), "warnings": .list(warnings.map(\.json)),
    ])
  }
}

extension JSON {
  /// An instant as RFC 3339 text.
  static func instant(_ instant: WallInstant?) -> JSON? { instant.map { .text($0.rfc3339) } }
  /// A text where there is one.
  static func optional(_ text: String?) -> JSON? { text.map { .text($0) } }
  /// A whole number where there is one.
  static func optional(_ number: (some BinaryInteger)?) -> JSON? { number.map { .number(Double($0)) } }
}

extension Status.HallLine {
  fileprivate var json: JSON {
    let next = nextPhase.map { JSON.object(["phase": .text($0), "at": .instant(nextAt)]) }
    return .object([
      "phase": .text(phase), "by": .text(by), "until": .instant(until), "blackout": .flag(blackout),
      "alarm": .flag(alarm), "next": next, "grand_master": .number(grandMaster), "sound": sound?.json,
    ])
  }
}

extension SoundStatus {
  fileprivate var json: JSON {
    .object([
      "muted": .flag(muted),
      "zones": .list(
        zones.map { zone in
          .object([
            "zone": .text(zone.zone), "muted": .flag(zone.muted), "master": zone.master.map { .number($0) },
            "quiet": .flag(zone.quiet),
          ])
        }),
    ])
  }
}

extension Status.ArtworkLine {
  fileprivate var json: JSON {
    .object([
      "id": .text(id), "scene": scene.map { .text($0) } ?? .null, "since": .instant(since), "cue": .optional(cue),
      "position": position.map { .number($0) }, "mode": .text(mode), "until": .instant(until),
      "overridden": .list(overridden.map(JSON.text)), "health": .text(health), "reason": .optional(reason),
      "seq": .optional(seq),
    ])
  }
}

extension Status.DeviceLine {
  fileprivate var json: JSON {
    .object([
      "id": .text(id), "desired": desired, "desired_rev": .optional(desiredRev), "actual": actual,
      "actual_rev": .optional(actualRev), "confirmed": isConfirmed.map { .flag($0) } ?? .null,
      "availability": online.map { .text($0 ? "online" : "offline") } ?? .null,
    ])
  }
}

extension Status.LinkLine {
  fileprivate var json: JSON {
    .object(["name": .text(name), "state": .text(state), "well": .flag(isWell), "detail": .text(detail)])
  }
}

extension Status.WarningLine {
  fileprivate var json: JSON { .object(["id": .text(id), "text": .text(text), "since": .instant(since)]) }
}
