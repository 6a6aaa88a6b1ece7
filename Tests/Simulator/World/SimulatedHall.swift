import MQTTLink

/// All that takes part in a simulation.
final class SimulatedHall {
  let world: World
  let broker: SimulatedBroker
  let clock: WorldClock
  let daemon: HallDaemon
  let operators: Operators
  let sensors: Sensors
  let devices: [SimulatedDevice]
  let programme: Programme
  let promises: Promises

  init(seed: UInt64, sabotage: Sabotage?) {
    world = World(seed: seed)
    broker = SimulatedBroker(world)
    clock = WorldClock(world)
    daemon = HallDaemon(world, broker, clock, sabotage: sabotage)
    operators = Operators(world, broker, clock)
    sensors = Sensors(world, broker)
    devices = ["lamp", "wash", "exit", "screen", "voice"].map { [world, broker] in SimulatedDevice($0, world, broker) }
    programme = Programme(world, broker, clock)
    promises = Promises(world, daemon, operators)
    broker.onPublish = { [unowned promises] message, _ in promises.arrived(message.topic) }
    commit(sabotage)
  }

  private func commit(_ sabotage: Sabotage?) {
    switch sabotage {
    case .ignoresExpiry:
      broker.alters = { message in
        guard message.topic.hasSuffix("/command") else { return message }
        var altered = message
        let text = String(decoding: message.payload, as: UTF8.self)
        altered.payload = Array(text.replacing(/,"expires":"[^"]*"/, with: "").utf8)
        return altered
      }
    case .hidesRetained:
      broker.alters = { message in
        guard message.topic.hasSuffix("/command") else { return message }
        var altered = message
        altered.retain = false
        return altered
      }
    case .dropsLevels: broker.keeps = { [world] in !$0.topic.hasSuffix("/desired") || !world.chance.isOne(in: 20) }
    default: break
    }
  }

  func begin() {
    operators.connect()
    sensors.connect()
    programme.connect()
    for device in devices { device.client.connect() }
    daemon.start()
  }

  /// Lets everything happen until an instant.
  func run(until end: BootInstant) {
    while promises.violation == nil {
      let deadline = daemon.nextDeadline
      let next = [world.next, deadline].compactMap { $0 }.min() ?? end
      guard next <= end else { break }
      if let happening = world.next, happening <= (deadline ?? happening) {
        world.step()
      } else {
        world.pass(until: next)
      }
      daemon.turn()
      if let fault = daemon.fault { promises.breaks(fault) }
    }
    world.pass(until: end)
  }

  func run(for time: Duration) { run(until: world.now.advanced(by: time)) }
}
