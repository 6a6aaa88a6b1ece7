// The link between one actor and one broker.
//
// Who owns it: an actor whose executor is the `EventLoop` that it is bound to. Everything here happens on the loop's
// thread: calls come from the actor, handlers are called synchronously, and nothing is locked.
//
// How a message of QoS 1 is confirmed. libmosquitto puts the PUBACK of a received message into its queue of packets
// before it hands the message over, and it writes that queue when this link calls `loop_write`, never otherwise
// (`mosquitto_threaded_set`). The link writes at the close of each turn of the loop, unless it is paused. An owner that
// must not confirm what is not on disk therefore does this:
//
//   1. `onBatch` brings all messages that could be read (up to a bound). The owner calls `pauseReading()` inside the
//      handler, or in a job or at the end of the same turn: from here on nothing is read and nothing of libmosquitto's
//      queue is written, so no PUBACK leaves.
//   2. It hands the batch to its journal's thread and returns. The loop goes on with timers and jobs. What is
//      published meanwhile waits in the link's own queue. Keep-alive goes on: a PINGREQ is written straight to the
//      socket, past the queue, which is possible because the queue was written out, whole packets, before the batch
//      was read; where it was not (the socket was full), the broker still has bytes of ours to read.
//   3. Committed, it calls `resumeReading()`, which flushes: the PUBACKs leave, then what was published, in
//      order; then reading goes on. (`flush()` alone does the first half, while the pause lasts.) Both confirm every
//      batch that was handed over, so none of its messages may still wait uncommitted in a queue of the owner's.
//
// Killed between 1 and 3, the process has confirmed nothing: with a session that outlives the connection
// (`sessionExpirySeconds`) the broker sends the messages again at the next connect. An owner that never pauses
// confirms at the end of the turn in which its handler returned. A connection that is lost during a pause is told at
// `resumeReading()` at the latest; the PUBACKs are gone with it, the messages come again.
//
// libmosquitto's own keep-alive (`loop_misc`) is not used: it would queue its PINGREQ behind the PUBACKs, and it takes
// a PINGRESP that waits behind unread messages for a dead broker. `KeepAlive` counts every packet as a sign of life.
//
// Each attempt to connect uses a new client of libmosquitto, so that no state of a failed one is carried over.
// Messages of QoS 1 that were not confirmed are published again by this link.

/// A link to a broker: it connects, reconnects, subscribes again, queues what is published, and hands what it
/// receives to its owner in batches. See the head of this file for how messages are confirmed.
public final class MQTTConnection {
  /// Called with the messages of one read, never empty.
  public var onBatch: ([MQTTMessage]) -> Void = { _ in }
  /// Called with what happens beside messages.
  public var onEvent: (LinkEvent) -> Void = { _ in }
  /// The settings it was made with.
  public let settings: LinkSettings
  /// The loop it is bound to.
  public let loop: any Loop
  /// Whether `pauseReading()` is in force.
  public internal(set) var isPaused = false
  /// Counts since the link was made.
  public internal(set) var counters = LinkCounters()

  let makeSocket: (LinkSettings) throws(LinkFault) -> any LinkSocket
  var machine: ConnectionStateMachine
  var random: RandomSource
  /// The attempt or connection, once its socket is open.
  var socket: (any LinkSocket)?
  var watchedDescriptor: Int32?
  var opener: SocketOpener?
  var machineDeadline: EventLoop.Deadline?
  /// A deadline of the machine that came during a pause, and waits for its end.
  var isDeadlineHeld = false
  var keepAlive: KeepAlive?
  var keepAliveDeadline: EventLoop.Deadline?

  var subscriptions: [MQTTSubscription] = []
  /// Ended while there was no connection: the broker's session may still have them.
  var endedFilters: Set<String> = []
  var askedSubscriptions: [Int32: MQTTSubscription] = [:]

  var queue: OutgoingQueue
  var lastTicket: UInt64 = 0
  /// Handed to libmosquitto and not confirmed, by packet.
  var unconfirmed: [Int32: OutgoingQueue.Entry] = [:]
  /// Of QoS 0, handed to libmosquitto and not written: the tickets that someone waits for, by packet.
  var unwritten: [Int32: UInt64] = [:]
  var settlers: [UInt64: (PublishOutcome) -> Void] = [:]
  var unreportedDrops = 0
  var isFlushAsked = false
  var farewell: Farewell?

  /// A good-bye that is being written.
  struct Farewell {
    let deadline: EventLoop.Deadline
    let whenStopped: () -> Void
    var isSaid = false
  }

  /// Makes a link that is not started.
  ///
  /// - Parameters:
  ///   - settings: the broker, credentials, will, delays and bounds.
  ///   - loop: the loop whose thread makes all calls.
  ///   - random: what the delay before a reconnect is drawn from.
  public convenience init(
    settings: LinkSettings, loop: any Loop, random: any RandomNumberGenerator = SystemRandomNumberGenerator()
  ) {
    self.init(settings: settings, loop: loop, random: random) { settings throws(LinkFault) in
      try BrokerSocket(settings)
    }
  }

  /// Makes a link over sockets of another kind.
  package init(
    settings: LinkSettings, loop: any Loop, random: any RandomNumberGenerator,
    makeSocket: @escaping (LinkSettings) throws(LinkFault) -> any LinkSocket
  ) {
    var settings = settings
    settings.limits.messagesPerBatch = max(1, settings.limits.messagesPerBatch)
    settings.limits.unconfirmedPublications = max(1, settings.limits.unconfirmedPublications)
    self.settings = settings
    self.loop = loop
    self.makeSocket = makeSocket
    self.random = RandomSource(random)
    machine = ConnectionStateMachine(timings: settings.timings)
    queue = OutgoingQueue(limits: settings.limits)
  }

  /// Begins to connect, and keeps connected until `stop`; returns at once.
  public func start() {
    loop.checkIsolated()
    endFarewell()
    perform(machine.start())
  }

  /// Publishes what waits and, where asked, the will's message, says good-bye to the broker, and stays disconnected.
  /// Ends a pause: what was received and not committed is confirmed.
  ///
  /// - Parameters:
  ///   - publishingWill: whether the will's message is published first, since a good-bye makes the broker forget it.
  ///   - whenStopped: called when everything is written or a second has passed.
  public func stop(publishingWill: Bool = true, whenStopped: @escaping () -> Void = {}) {
    loop.checkIsolated()
    isPaused = false
    guard machine.isConnected, socket != nil else {
      perform(machine.stop())
      return whenStopped()
    }
    if publishingWill, let will = settings.will { publish(will) }
    sayGoodbye(whenStopped)
  }

  /// Asks for messages, now and after every reconnect; a filter that is known already gets the new options.
  public func subscribe(_ subscription: MQTTSubscription) {
    loop.checkIsolated()
    endedFilters.remove(subscription.filter)
    if let index = subscriptions.firstIndex(where: { $0.filter == subscription.filter }) {
      subscriptions[index] = subscription
    } else {
      subscriptions.append(subscription)
    }
    if isConnected {
      ask(for: subscription)
      askForFlush()
    }
  }

  /// Ends a subscription.
  public func unsubscribe(_ filter: String) {
    loop.checkIsolated()
    subscriptions.removeAll { $0.filter == filter }
    if isConnected {
      socket?.unsubscribe(filter)
      askForFlush()
    } else {
      endedFilters.insert(filter)
    }
  }

  /// Publishes a message, at the end of this turn or when the link is connected and not paused. A retained message
  /// replaces one for the same topic that still waits.
  ///
  /// - Parameters:
  ///   - publication: the message.
  ///   - whenSettled: called once with what became of it.
  public func publish(_ publication: MQTTPublication, whenSettled: ((PublishOutcome) -> Void)? = nil) {
    loop.checkIsolated()
    guard isConnected || publication.retain || publication.qos == .atLeastOnce else {
      counters.droppedOffline += 1
      whenSettled?(.dropped)
      return
    }
    lastTicket += 1
    if let whenSettled { settlers[lastTicket] = whenSettled }
    enqueue(publication, ticket: lastTicket)
    if isConnected { askForFlush() }
  }

  /// Stops reading, and writing too: no PUBACK leaves until `flush()` or `resumeReading()`. No attempt to connect
  /// begins meanwhile.
  public func pauseReading() {
    loop.checkIsolated()
    guard !isPaused else { return }
    isPaused = true
    keepAlive?.pause()
    updateInterest()
  }

  /// Writes what waits (the PUBACKs of all batches handed over so far, and what was published), and reads again.
  public func resumeReading() {
    loop.checkIsolated()
    guard isPaused else { return }
    isPaused = false
    keepAlive?.resume(loop.now)
    flush()
    rewatch()
    if isDeadlineHeld {
      isDeadlineHeld = false
      machineDeadlineReached()
    }
    readAgain()
  }

  /// Writes what waits once, also during a pause: the PUBACKs of all batches handed over so far leave.
  public func flush() {
    loop.checkIsolated()
    if isConnected { writeWaiting() }
  }

  /// Whether `start()` is in force: connected, or trying.
  public var isStarted: Bool { machine.isStarted }

  /// Whether the broker accepted this client and the connection holds.
  public var isConnected: Bool { machine.isConnected && socket != nil }

  /// Whether a filter was asked for, in force or not.
  public func isSubscribed(to filter: String) -> Bool { subscriptions.contains { $0.filter == filter } }

  /// How many messages wait to be sent or confirmed.
  public var waitingPublications: Int { queue.count + unconfirmed.count }
}
