import Foundation
import Sequencer
import Show

/// A command as it goes over the wire (contract, "Commands").
struct CommandPayload: Hashable, Sendable {
  /// Its id: 1 to 64 of `A-Za-z0-9._-`.
  var id: String
  /// What is asked.
  var act: CommandAct
  /// Until when it lasts; `for` or `until`.
  var end: CommandEnd?
  /// Free text to the journal, at most 280 characters.
  var note: String?
  /// The instant after which it is refused.
  var expires: WallInstant?

  /// The object that is published: `id` and `do` first, then what the act needs, then the common fields.
  var json: JSON {
    var members = [JSON.Member(name: "id", value: .text(id)), JSON.Member(name: "do", value: .text(act.word))]
    members += act.fields
    switch end {
    case .after(let span): members.append(.init(name: "for", value: .text(span.description)))
    case .until(let instant): members.append(.init(name: "until", value: .text(instant.rfc3339)))
    case .nextOpening: members.append(.init(name: "until", value: .text("next-opening")))
    case nil: break
    }
    if let note { members.append(.init(name: "note", value: .text(note))) }
    if let expires { members.append(.init(name: "expires", value: .text(expires.rfc3339))) }
    return .object(members)
  }
}

extension CommandPayload {
  /// Until when it lasts, for a person: behind what came of it.
  func endRemark(now: WallInstant, zone: TimeZone) -> String {
    switch end {
    case .after(let span): ", for \(span)"
    case .until(let instant): ", until \(instant.text(now: now, zone: zone))"
    case .nextOpening: ", until the next opening"
    case nil: ""
    }
  }
}

extension CommandAct {
  /// The fields of the message beside `id`, `do` and the common ones.
  fileprivate var fields: [JSON.Member] {
    switch self {
    case .ping, .reload, .rollback: []
    case .go(let artwork, let scene): artworkField(artwork) + (scene.map { text("scene", $0.text) } ?? [])
    case .next(let artwork), .back(let artwork), .restart(let artwork), .skip(let artwork), .hold(let artwork),
      .resume(let artwork):
      artworkField(artwork)
    case .stop(let artwork, let manner): artworkField(artwork) + text("how", manner.rawValue)
    case .mode(let artwork, let mode): artworkField(artwork) + text("mode", mode.rawValue)
    case .blackout(let on): [.init(name: "on", value: .flag(on))]
    case .grandMaster(let level): [.init(name: "value", value: .number(level))]
    case .hall(let request): text("to", request.word)
    case .release(let path): pathFields(path)
    case .releaseAlarm: [.init(name: "alarm", value: .flag(true))]
    case .override(let path, let value): pathFields(path) + [.init(name: "value", value: JSON(value))]
    case .arm(let artwork, let trigger, _): artworkField(artwork) + text("trigger", trigger.text)
    case .sense(let sensor, let value): text("sensor", sensor.text) + [.init(name: "value", value: JSON(value))]
    }
  }

  private func text(_ name: String, _ value: String) -> [JSON.Member] { [.init(name: name, value: .text(value))] }
  private func artworkField(_ artwork: ArtworkID) -> [JSON.Member] { text("artwork", artwork.text) }
  private func pathFields(_ path: PropertyPath) -> [JSON.Member] {
    text("device", path.device.text) + text("property", path.property.rawValue)
  }
}

extension JSON {
  /// A scalar of the show.
  init(_ value: Value) {
    switch value {
    case .flag(let flag): self = .flag(flag)
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    }
  }
}

extension CommandPayload {
  /// An id that no other command has: 20 random letters and digits after `regie-`.
  static func freshID() -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return "regie-" + String((0..<20).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
  }
}
