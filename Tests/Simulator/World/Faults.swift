import MQTTLink

/// Carries faults out on a simulated hall, and ends them: each after its time, or all at once.
final class Faults {
  private let world: World
  private let hall: SimulatedHall
  private var chance: Chance
  /// Kinds that are not carried out: for finding what a failure needs.
  private let without: Set<Fault>
  private var running: [Int: () -> Void] = [:]
  private var last = 0
  /// Whether something happened that takes two keep-alives to be found.
  private(set) var isSlowToFind = false

  init(_ hall: SimulatedHall, seed: UInt64, without: Set<Fault>) {
    (world, self.hall, self.without) = (hall.world, hall, without)
    chance = Chance(seed: seed, stream: 3)
  }

  /// Draws a fault, and carries it out.
  func strike() {
    let fault = chance.pick(Fault.allCases)
    var own = Chance(seed: chance.next())
    if without.contains(fault) { return }
    world.say("fault: \(fault.rawValue)")
    carryOut(fault, &own)
  }

  /// Ends all faults.
  func heal() {
    let ends = running.sorted { $0.key < $1.key }.map(\.value)
    running = [:]
    for end in ends { end() }
    world.say("all faults end")
  }

  func forgetSlowness() { isSlowToFind = false }

  private func lasts(_ chance: inout Chance, _ milliseconds: ClosedRange<Int>, _ end: @escaping () -> Void) {
    last += 1
    let number = last
    running[number] = end
    world.after(chance.milliseconds(milliseconds)) { [weak self] in self?.running.removeValue(forKey: number)?() }
  }

  private func carryOut(_ fault: Fault, _ chance: inout Chance) {
    let (daemon, broker) = (hall.daemon, hall.broker)
    switch fault {
    case .brokerKilled, .brokerStopped:
      guard broker.condition == .running else { return }
      broker.die(keeping: fault == .brokerStopped)
      lasts(&chance, 50...20_000) { broker.rise() }
    case .brokerFrozen:
      guard broker.condition == .running else { return }
      broker.freeze()
      isSlowToFind = true
      lasts(&chance, 100...25_000) { broker.thaw() }
    case .connectionBroken: daemon.breakWire()
    case .connectionStalled:
      isSlowToFind = true
      daemon.isCutOff = true
      daemon.stallWire()
      lasts(&chance, 100...25_000) {
        daemon.isCutOff = false
        daemon.mendWire()
      }
    case .connectionSlow:
      daemon.delay = chance.milliseconds(5...400)
      lasts(&chance, 500...10_000) { daemon.delay = .microseconds(600) }
    case .daemonKilled, .powerCut, .asleep: strikeDaemon(fault, &chance)
    case .diskSlow, .diskStuck, .diskFull, .diskFails: strikeDisk(fault, &chance)
    case .clockSet:
      hall.clock.errorMilliseconds += Int64(chance.pick([-3_600_000, -60_000, -1500, 700, 30_000, 7_200_000]))
    case .clockUnknown:
      hall.clock.isSynchronised = false
      lasts(&chance, 1000...60_000) { [hall] in hall.clock.isSynchronised = true }
    case .deviceOff, .deviceSilent, .deviceLies: strikeDevice(fault, &chance)
    case .late:
      let name = chance.pick(Operators.names)
      hall.operators.delay(name, chance.milliseconds(100...3000))
      hall.sensors.delay(chance.milliseconds(1...2000))
      lasts(&chance, 500...20_000) { [hall] in
        hall.operators.delay(name, .microseconds(800))
        hall.sensors.delay(.microseconds(800))
      }
    case .stranger:
      guard broker.condition == .running else { return }
      let text = chance.pick([#"{"state":"offline"}"#, "", "x"])
      broker.publish(MQTTPublication("hall/s/controller", text, retain: true), from: "stranger")
    }
  }

  private func strikeDaemon(_ fault: Fault, _ chance: inout Chance) {
    let daemon = hall.daemon
    guard daemon.isUp else { return }
    if fault == .asleep {
      daemon.freeze()
      isSlowToFind = true
      return lasts(&chance, 300...40_000) { daemon.thaw() }
    }
    hall.promises.dying()
    if fault == .powerCut {
      let isKnown = chance.isOne(in: 2)
      daemon.reboot(clockIsKnown: isKnown)
      if !isKnown { lasts(&chance, 10_000...90_000) { [hall] in hall.clock.isSynchronised = true } }
    } else {
      daemon.kill()
    }
    let isLong = chance.isOne(in: 5)
    lasts(&chance, isLong ? 30_000...200_000 : 50...3000) { daemon.start() }
  }

  private func strikeDisk(_ fault: Fault, _ chance: inout Chance) {
    let daemon = hall.daemon
    switch fault {
    case .diskSlow: daemon.trouble = .slow(chance.milliseconds(100...3000))
    case .diskStuck: daemon.trouble = .stuck
    case .diskFull: daemon.trouble = .refuses
    default: daemon.trouble = .syncFails
    }
    lasts(&chance, 200...20_000) { daemon.trouble = nil }
  }

  private func strikeDevice(_ fault: Fault, _ chance: inout Chance) {
    let device = chance.pick(hall.devices)
    switch fault {
    case .deviceOff:
      device.client.switchOff()
      lasts(&chance, 200...30_000) { device.client.switchOn() }
    case .deviceSilent:
      device.isSilent = true
      lasts(&chance, 500...30_000) { device.isSilent = false }
    default: device.report(Int64(chance.number(-5...5)))
    }
  }
}
