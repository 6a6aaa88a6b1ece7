import Foundation
import Sequencer
import Show

extension Why {
  /// The answer as people read it: one sentence, then what it rests on.
  func lines(on terminal: Terminal, now: WallInstant, zone: TimeZone) -> [String] {
    var lines = [Style.heading.applied(to: printable(sentence(now: now, zone: zone)), on: terminal)]
    if changedThen, let change { lines += facts(of: change).lines(on: terminal, indent: 2) }
    func add(_ heading: String, _ found: [Found]) {
      guard found.isEmpty == false else { return }
      lines += ["", heading]
      for one in found {
        var table = Table(["", ""])
        table.add([.init(one.wall?.text(now: now, zone: zone) ?? ""), .init(one.decision.sentence)])
        lines += table.lines(on: terminal, indent: 2)
        lines += facts(of: one, withCause: false).lines(on: terminal, indent: 12)
      }
    }
    add("What did not fire\(window == nil ? " since" : ""):", notFired)
    add("What was decided on its mode:", others)
    if properties.isEmpty == false {
      lines += ["", "Its devices, and the layer that won:"] + layers.lines(on: terminal, indent: 2)
    }
    return lines
  }

  /// The answer in one sentence.
  func sentence(now: WallInstant, zone: TimeZone) -> String {
    let state = status.map { " (\($0.mode))" } ?? ""
    guard let change else {
      return status?.scene == nil
        ? "\(artwork) has no scene\(state), and never changed it"
        : "\(artwork) is in \(status?.scene?.text ?? "")\(state); no change is in the journal any more"
    }
    let at = change.wall.map { " at \($0.text(now: now, zone: zone))" } ?? ""
    if changedThen { return "\(change.decision.sentence)\(at)" }
    let asked = window.map { " at \($0.begin.text(now: now, zone: zone))" } ?? ""
    let why = notFired.isEmpty ? "nothing that leads out of its scene happened" : "what could have led out did not fire"
    return "\(artwork) did not change its scene\(asked): \(why); the last change was\(at): \(change.decision.sentence)"
  }

  private func facts(of found: Found, withCause: Bool = true) -> Table {
    var table = Table(["", ""])
    let decision = found.decision
    if let subject = decision.subject {
      table.add([.init(triggers.contains(subject) ? "trigger" : "by", .faint), .init(subject)])
    }
    if decision.values.isEmpty == false {
      let values = decision.values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      table.add([.init("values", .faint), .init(values.joined(separator: ", "))])
    }
    if let when = decision.when { table.add([.init("when", .faint), .init(when)]) }
    if withCause, let cause { table.add([.init("input", .faint), .init("\(cause.seq): \(cause.sentence)")]) }
    return table
  }

  private var layers: Table {
    var table = Table(["property", "value", "layer", ""])
    for property in properties {
      table.add([
        .init(property.path.description), .init(property.value.description),
        .init(property.layer.rawValue, property.layer == .scene || property.layer == .default ? .plain : .warning),
        .init(property.owner ?? ""),
      ])
    }
    return table
  }

  /// The answer as scripts read it.
  var json: JSON {
    .object([
      "artwork": .text(artwork.text), "changed": .flag(changedThen), "scene": .optional(status?.scene?.text),
      "mode": .optional(status?.mode), "decision": change?.json ?? .null,
      "input": cause.map { .object(["seq": .number(Double($0.seq)), "text": .text($0.sentence)]) } ?? .null,
      "not_fired": .list(notFired.map(\.json)), "mode_decisions": .list(others.map(\.json)),
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

extension Why.Found {
  fileprivate var json: JSON {
    let values = decision.values.sorted { $0.key < $1.key }.map { JSON.Member(name: $0.key, value: JSON($0.value)) }
    return .object([
      "seq": .number(Double(seq)), "at": .instant(wall), "sentence": .text(decision.sentence),
      "from": .optional(decision.from?.text), "to": .optional(decision.to?.text), "by": .optional(decision.subject),
      "values": .object(values), "when": .optional(decision.when),
    ])
  }
}
