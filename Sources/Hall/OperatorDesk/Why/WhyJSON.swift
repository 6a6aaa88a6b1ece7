import Sequencer
import Show

extension Why {
  /// The answer as scripts read it.
  var json: JSON {
    let of = hall.sequencer.hallStatus
    return .object([
      "artwork": .text(artwork.text), "at": .instant(hall.wall), "seq": .optional(hall.lastSeq),
      "changed": .flag(changedThen), "sentence": .text(sentence(now: hall.wall ?? WallInstant(milliseconds: 0))),
      "hall": .object([
        "phase": .text(of.phase.description), "by": .text(of.by), "blackout": .flag(of.blackout),
        "alarm": .flag(of.alarm),
      ]),
      "scene": .optional(status?.scene?.text),
      "since": .instant(status?.since.flatMap { hall.sequencer.state.clock.wall(at: $0) }),
      "mode": .optional(status?.mode), "decision": change?.json ?? .null,
      "input": cause.map { .object(["seq": .number(Double($0.seq)), "text": .text($0.sentence)]) } ?? .null,
      "triggers": .list(outlook.map(\.json)), "not_fired": .list(notFired.map(\.json)),
      "mode_decisions": .list(others.map(\.json)),
      "properties": .list(
        properties.map { property in
          .object([
            "property": .text(property.path.description), "value": .text(property.value.description),
            "layer": .text(property.layer.rawValue), "by": .optional(property.owner),
          ])
        }),
    ])
  }
}

extension TriggerOutlook {
  fileprivate var json: JSON {
    .object([
      "trigger": .text(id.text), "text": .text(sentence), "to": .optional(destination?.text), "holds": .flag(holds),
      "values": .object(values.members), "lasted_s": progress.map { .number($0.lasted.inSeconds) },
      "needed_s": progress.map { .number($0.needed.inSeconds) }, "left_s": progress.map { .number($0.left.inSeconds) },
      "due": .instant(due), "when": when.isEmpty ? nil : .text(when),
      "conditions": .list(
        conditions.map { part in
          .object(["text": .text(part.text), "holds": .flag(part.holds), "value": .optional(part.value)])
        }),
      "guards": .list(guards.map(JSON.text)), "objection": .optional(objection),
    ])
  }
}

extension Why.Found {
  fileprivate var json: JSON {
    .object([
      "seq": .number(Double(seq)), "at": .instant(wall), "sentence": .text(decision.sentence),
      "from": .optional(decision.from?.text), "to": .optional(decision.to?.text), "by": .optional(decision.subject),
      "values": .object(decision.values.members), "when": .optional(decision.when),
    ])
  }
}

extension [String: Value] {
  fileprivate var members: [JSON.Member] {
    sorted { $0.key < $1.key }.map { JSON.Member(name: $0.key, value: JSON($0.value)) }
  }
}
