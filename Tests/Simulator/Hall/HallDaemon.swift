import ControlRoom
import Journal
import Logging
import MQTTLink
import Sequencer
import Show

/// The hall's machine and the daemon on it: the real control room over the real link, on a virtual loop. It is started,
/// killed and started again; what is on its disk stays.
final class HallDaemon {
  let world: World
  let broker: SimulatedBroker
  let clock: WorldClock
  let store = JournalStore()
  let sabotage: Sabotage?
  /// The show in its folder.
  var folder = SimulatedShow.first
  /// What is wrong with the disk.
  var trouble: DiskTrouble? { didSet { journal?.trouble = trouble } }
  private(set) var loop: VirtualLoop?
  private(set) var room: ControlRoom?
  private var journal: MemoryJournal?
  private var bootedAt = BootInstant(nanoseconds: 0)
  private var boot = 1
  private(set) var starts = 0
  /// Whether its process stands still.
  private(set) var isFrozen = false
  /// Whether its network carries nothing.
  var isCutOff = false
  /// What its packets take at most.
  var delay = Duration.microseconds(600) { didSet { wire?.delay = delay } }
  private weak var wire: Wire?
  /// Hears each message as it is written, and each turn before its writing.
  var onWrite: (MQTTPublication) -> Void = { _ in }
  var onTurn: () -> Void = {}
  /// Hears how a start found the state, before anything new is taken.
  var onStart: (Recovered) -> Void = { _ in }
  /// Why it could not start, if so.
  private(set) var fault: String?

  init(_ world: World, _ broker: SimulatedBroker, _ clock: WorldClock, sabotage: Sabotage?) {
    (self.world, self.broker, self.clock, self.sabotage) = (world, broker, clock, sabotage)
  }

  var isUp: Bool { loop != nil }

  // MARK: Life and death

  func start() {
    guard loop == nil else { return }
    starts += 1
    let loop = VirtualLoop(world, bootedAt: bootedAt)
    let journal = MemoryJournal(world, store, trouble: trouble, sabotage: sabotage)
    (self.loop, self.journal) = (loop, journal)
    do {
      let recovered = try recover(loop)
      onStart(recovered)
      // Without a show there is no hall: the daemon says so and ends, and a technician mends the file.
      if !recovered.isContinued { folder = .first }
      let room = ControlRoom(
        settings: settings, surroundings: surroundings(loop), loop: loop, journal: journal, recovered: recovered,
        log: Logger(label: "simulated") { _ in SwiftLogNoOpLogHandler() },
        handover: trouble == .refuses ? .closed(at: loop.now) : JournalHandover())
      self.room = room
      loop.beforeClose = { [weak self] in self?.onTurn() }
      let folder = folder.loaded
      world.note("daemon starts at entry \(store.last.seq)")
      room.assumeIsolated { $0.begin(recovered, folder: folder, remarks: [:]) { _ in } }
      turn()
    } catch { fault = "the daemon does not start: \(error)" }
  }

  private func recover(_ loop: VirtualLoop) throws -> Recovered {
    var reader = StoreReader(store: store)
    reader.forgetsAnswers = sabotage == .forgetsAnswers
    if sabotage == .forgetsBlackout { reader.overlooks = { $0.kind == "command" && $0.body.contains("blackout") } }
    return try Recovery(
      reader: reader, now: loop.now, boot: "boot-\(boot)", wall: clock.isSynchronised ? clock.reading : nil
    ).recovered()
  }

  /// Runs its turns until it rests.
  func turn() {
    guard let loop, !isFrozen else { return }
    var turns = 0
    while loop.hasWork, !loop.isDead {
      loop.turn()
      turns += 1
      if turns > 20_000 { return fault = "the loop never rests" }
    }
  }

  /// The instant at which it has something to do by itself.
  var nextDeadline: BootInstant? { isFrozen ? nil : loop?.nextDeadline }

  /// Dies at once.
  func kill() {
    guard let loop else { return }
    world.note("daemon is killed")
    isFrozen = false
    loop.die()
    journal?.die()
    wire?.close(tellingClient: nil)
    if sabotage == .losesCommittedRows { store.loseLastGroup() }
    (self.loop, journal, room) = (nil, nil, nil)
  }

  /// The machine loses its power, and comes up with another boot.
  func reboot(clockIsKnown: Bool) {
    kill()
    boot += 1
    bootedAt = world.now.advanced(by: .seconds(-15))
    clock.isSynchronised = clockIsKnown
  }

  func freeze() { if isUp { isFrozen = true } }
  func thaw() { isFrozen = false }

  // MARK: What it finds around it

  private var settings: ControlRoomSettings {
    guard let address = try? BrokerAddress(host: "127.0.0.1") else { preconditionFailure("a numeric address") }
    var settings = ControlRoomSettings(node: "simulated", version: "0", broker: address, showFolder: "simulated")
    settings.boot = "boot-\(boot)"
    return settings
  }

  private func surroundings(_ loop: VirtualLoop) -> Surroundings {
    let hands = Hands(daemon: self, loop: loop)
    return Surroundings(
      wallClock: WallClock(read: { hands.daemon.clock.reading }, isSynchronised: { hands.daemon.clock.isSynchronised }),
      loadShow: { hands.daemon.folder.loaded },
      makeLink: { settings, loop in
        MQTTConnection(settings: settings, loop: loop, random: Chance(seed: hands.daemon.world.chance.next())) {
          hands.socket($0)
        }
      },
      drawNumber: { UInt32(truncatingIfNeeded: hands.daemon.world.chance.next()) })
  }

  /// What closures that may be called on any thread hold: here there is but one.
  ///
  /// `@unchecked Sendable`: one thread runs the whole simulation.
  private final class Hands: @unchecked Sendable {
    unowned let daemon: HallDaemon
    unowned let loop: VirtualLoop
    init(daemon: HallDaemon, loop: VirtualLoop) { (self.daemon, self.loop) = (daemon, loop) }

    func socket(_ settings: LinkSettings) -> any LinkSocket {
      let socket = VirtualSocket(
        settings, on: loop, over: { [unowned daemon] in daemon.wire(settings.clientIdentifier) },
        onWrite: { [unowned daemon] in daemon.onWrite($0) })
      if daemon.sabotage == .repeatsMoments { socket.copies = { $0.topic == "bell/rung" ? 2 : 1 } }
      return socket
    }
  }

  private func wire(_ client: String) -> Wire? {
    let wire = broker.wire(for: client, delay: delay)
    if isCutOff { wire?.stall() }
    self.wire = wire
    return wire
  }

  /// Its connection breaks; it is told.
  func breakWire() { wire?.close(tellingClient: .lost(reason: "Connection reset by peer")) }
  func stallWire() { wire?.stall() }
  func mendWire() { wire?.goOn() }
}
