import ControlRoom
import MQTTLink

/// What people and things do in a simulated hall, one deed after the other, drawn from a seed.
struct Scenario {
  private var chance: Chance

  init(seed: UInt64) { chance = Chance(seed: seed, stream: 2) }

  /// How long it is until the next deed: mostly in no time, now and then minutes.
  mutating func pause() -> Duration {
    switch chance.number(0...19) {
    case 0...10: chance.milliseconds(0...400)
    case 11...17: chance.milliseconds(400...8000)
    default: chance.milliseconds(8000...70_000)
    }
  }

  /// Whether now all faults end, and it is looked at what has come of them.
  mutating func isCalm() -> Bool { chance.isOne(in: 45) }

  /// Draws a deed and does it; a fault is left to `faults`.
  mutating func doSomething(in hall: SimulatedHall, _ faults: Faults) {
    switch chance.number(0...99) {
    case 0...27: hall.sensors.read(&chance)
    case 28...63: command(hall.operators)
    case 64...67: hall.operators.repeatOne(&chance)
    case 68...71: misuse(hall.operators)
    case 72...76: hall.programme.add(&chance)
    case 77: hall.programme.remove(&chance)
    case 78: if chance.isOne(in: 3) { hall.sensors.flood(chance.number(100...3000), &chance) }
    case 79: hall.operators.flood(chance.pick(Operators.names), chance.number(10...120))
    case 80: hall.operators.reuseOne(&chance)
    case 81: hall.sensors.fire(chance.isOne(in: 3))
    case 82...83: hall.daemon.folder = chance.pick([.first, .second, .second, .faulty])
    case 84: if hall.daemon.isUp, !hall.daemon.isFrozen { hall.daemon.room?.assumeIsolated { $0.reloadAsked() } }
    default: faults.strike()
    }
  }

  // MARK: Commands

  private mutating func command(_ operators: Operators) {
    let artwork = "\"artwork\":\"\(chance.pick(["bell", "pond"]))\""
    let end = chance.isOne(in: 4) ? ["\"for\":\"\(chance.number(2...90))s\""] : []
    let expiresIn: Duration? = chance.isOne(in: 5) ? chance.milliseconds(-3000...30_000) : nil
    switch chance.number(0...19) {
    case 0...2:
      let scene = chance.pick(["idle", "ringing", "crowded", "calm", "waves", "tour", "nowhere"])
      operators.order("desk", "go", [artwork, "\"scene\":\"\(scene)\""] + end, expiresIn: expiresIn)
    case 3: operators.order("desk", chance.pick(["next", "back", "restart"]), [artwork] + end, expiresIn: expiresIn)
    case 4: operators.order("desk", "skip", [artwork], expiresIn: expiresIn)
    case 5: operators.order("desk", "hold", [artwork] + end)
    case 6: operators.order("desk", "resume", [artwork])
    case 7:
      operators.order("desk", "stop", [artwork, "\"how\":\"\(chance.pick(["graceful", "afterloop", "now"]))\""] + end)
    case 8:
      operators.order("desk", "mode", [artwork, "\"mode\":\"\(chance.pick(["auto", "manual", "out-of-order"]))\""])
    case 9...11:
      let isOn = chance.isOne(in: 2)
      operators.order("desk", "blackout", ["\"on\":\(isOn)"] + (isOn ? end : []), expiresIn: expiresIn)
    case 12:
      operators.order(
        "desk", "hall", ["\"to\":\"\(chance.pick(["open", "open", "close", "auto", "cleaning"]))\""] + end)
    case 13: operators.order("desk", "release", ["\"alarm\":true"])
    case 14...15: override(operators, end)
    case 16: operators.order("lead", "sense", ["\"sensor\":\"door\"", "\"value\":\(chance.isOne(in: 2))"] + end)
    case 17: operators.order("lead", chance.pick(["reload", "reload", "rollback"]))
    case 18: operators.order("press", chance.pick(["ping", "blackout"]), [])
    default: operators.order("lead", "ping")
    }
  }

  private mutating func override(_ operators: Operators, _ end: [String]) {
    let (path, value) = chance.pick([
      ("lamp.level", "0.7"), ("wash.level", "0.3"), ("screen.brightness", "0.2"), ("exit.level", "0.5"),
    ])
    let parts = path.split(separator: ".")
    let fields = ["\"device\":\"\(parts[0])\"", "\"property\":\"\(parts[1])\""]
    if chance.isOne(in: 3) {
      operators.order("lead", "release", fields)
    } else {
      operators.order("lead", "override", fields + ["\"value\":\(value)"] + end)
    }
  }

  private mutating func misuse(_ operators: Operators) {
    switch chance.number(0...5) {
    case 0...1: operators.misuse("desk", .retained, #"{"id":"ID","do":"blackout","on":true}"#, retain: true)
    case 2: operators.misuse("desk", .faulty, #"{"id":"ID","do":"blackout","on":true,"on":false}"#)
    case 3: operators.misuse("desk", .faulty, #"{"id":"ID","do":"go","artwork":"bell","when":1}"#)
    case 4: operators.misuse("desk", .faulty, chance.pick(["", "[]", "{", #"{"id":"ID"}"#, "\u{FEFF}{}"]))
    default:
      operators.misuse("desk", .forbidden, #"{"id":"ID","do":"override","device":"lamp","property":"level","value":1}"#)
    }
  }
}
