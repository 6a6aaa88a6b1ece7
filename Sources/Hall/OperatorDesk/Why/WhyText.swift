import Rehearsal
import Sequencer
import Show

extension Why {
  /// The answer as people read it: one sentence, then what it rests on.
  func lines(on terminal: Terminal, now: WallInstant) -> [String] {
    var lines = [Style.heading.applied(to: printable(sentence(now: now)), on: terminal)]
    if changedThen, let change { lines += facts(of: change).lines(on: terminal, indent: 2) }
    lines += [""] + state(now: now).lines(on: terminal)
    lines += triggerLines(on: terminal, now: now)
    func add(_ heading: String, _ found: [Found]) {
      guard found.isEmpty == false else { return }
      lines += ["", heading]
      for one in found {
        var table = Table(["", ""])
        table.add([.init(one.wall.map { time($0, now: now) } ?? ""), .init(one.decision.sentence)])
        lines += table.lines(on: terminal, indent: 2)
        lines += facts(of: one, withCause: false).lines(on: terminal, indent: 12)
      }
    }
    add("What did not fire\(moment == .now ? " since" : ""):", notFired)
    add("What was decided on its mode:", others)
    if properties.isEmpty == false {
      lines += ["", "Its devices, and the layer that won:"] + layers.lines(on: terminal, indent: 2)
    }
    return lines
  }

  private func facts(of found: Found, withCause: Bool = true) -> Table {
    var table = Table(["", ""])
    let decision = found.decision
    if let subject = decision.subject {
      table.add([.init(triggers.contains(subject) ? "trigger" : "by", .faint), .init(subject)])
    }
    if decision.values.isEmpty == false {
      table.add([.init("values", .faint), .init(words(of: decision.values))])
    }
    if let when = decision.when { table.add([.init("when", .faint), .init(when)]) }
    if withCause, let cause { table.add([.init("input", .faint), .init("\(cause.seq): \(cause.sentence)")]) }
    return table
  }

  /// The hall and the artwork as they were.
  private func state(now: WallInstant) -> Table {
    var table = Table(["", ""])
    func add(_ name: String, _ text: String, _ style: Style = .plain) {
      table.add([.init(name, .faint), .init(text, style)])
    }
    let then = hall.wall.map { hall.clock.dayAndTime($0) } ?? "show time \(hall.sequencer.state.now)"
    add("as of", "\(then), entry \(hall.lastSeq)")
    let of = hall.sequencer.hallStatus
    add("hall", "\(of.phase), by \(of.by == "schedule" ? "the schedule" : "an operator")")
    if of.blackout { add("blackout", "on", .warning) }
    if of.alarm { add("alarm", "raised by \(hall.sequencer.state.alarm.raisedBy?.text ?? "")", .bad) }
    guard let status else { return table }
    let end = status.until.map { " until \(time($0, now: now))" } ?? ""
    add("mode", status.mode + end, status.mode == ArtworkMode.auto.rawValue ? .plain : .warning)
    let since = status.since.flatMap { hall.sequencer.state.clock.wall(at: $0) }.map { " since \(time($0, now: now))" }
    add("scene", (status.scene?.text ?? "none") + (since ?? ""))
    if !changedThen, let change, let cause {
      add("entered", "\(change.decision.sentence)")
      add("input", "\(cause.seq): \(cause.sentence)")
    }
    return table
  }

  private func triggerLines(on terminal: Terminal, now: WallInstant) -> [String] {
    guard outlook.isEmpty == false, let scene = status?.scene else { return [] }
    var lines = ["", "The triggers of \(scene):"]
    for trigger in outlook {
      var table = Table(["", ""])
      let goal = trigger.destination.map { " → \($0)" } ?? ""
      table.add([
        .init(trigger.id.text + goal), .init(trigger.sentence, .plain),
      ])
      lines += table.lines(on: terminal, indent: 2)
      var facts = Table(["", ""])
      facts.add([
        .init(trigger.holds ? "holds" : "does not hold", trigger.holds ? .good : .faint), .init(standing(trigger, now)),
      ])
      for condition in trigger.conditions {
        let word = condition.holds ? "when" : "when not"
        facts.add([
          .init(word, condition.holds ? .good : .warning),
          .init(condition.text + (condition.value.map { " (\($0))" } ?? "")),
        ])
      }
      for guarding in trigger.guards { facts.add([.init("guard", .warning), .init(guarding)]) }
      if trigger.isDue, let objection = trigger.objection { facts.add([.init("but", .warning), .init(objection)]) }
      lines += facts.lines(on: terminal, indent: 6)
    }
    return lines
  }

  /// What a trigger sees, and what is left.
  private func standing(_ trigger: TriggerOutlook, _ now: WallInstant) -> String {
    var parts = trigger.values.isEmpty ? [] : [words(of: trigger.values)]
    if let progress = trigger.progress {
      parts.append(
        "\(lengthText(progress.lasted)) of \(lengthText(progress.needed)), \(lengthText(progress.left)) left")
    }
    if let due = trigger.due { parts.append("next at \(time(due, now: now))") }
    return parts.joined(separator: "; ")
  }

  private func words(of values: [String: Value]) -> String {
    values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
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
}
