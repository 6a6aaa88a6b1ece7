// A link's connecting and losing: what the state machine asks for.

import CLinux
import Glibc

extension MQTTConnection {
  func perform(_ action: ConnectionStateMachine.Action) {
    switch action {
    case .none, .discard: break
    case .open(let attempt): open(attempt)
    case .awaitAnswer(let until): setMachineDeadline(until)
    case .serve: serve()
    case .wait(let until, let delay, let fault):
      closeSocket()
      setMachineDeadline(until)
      onEvent(.disconnected(fault, retryAfter: delay))
    case .waitAsTaken(let until, let delay):
      closeSocket()
      setMachineDeadline(until)
      onEvent(.sessionTaken(retryAfter: delay))
    case .close:
      opener?.cancel()
      opener = nil
      closeSocket()
      setMachineDeadline(nil)
      for ticket in queue.removeAll() { settle(ticket, .dropped) }
    }
  }

  // MARK: connecting

  private func open(_ attempt: Int) {
    setMachineDeadline(nil)
    let opener = SocketOpener(loop: loop) { [weak self] attempt, socket, fault in
      self?.opened(attempt, socket, fault)
    }
    self.opener = opener
    do throws(LinkFault) {
      opener.open(try makeSocket(settings), attempt: attempt)
    } catch {
      perform(machine.openingFailed(attempt: attempt, error, now: loop.now, using: &random))
    }
  }

  private func opened(_ attempt: Int, _ socket: any LinkSocket, _ fault: LinkFault?) {
    if let fault { return perform(machine.openingFailed(attempt: attempt, fault, now: loop.now, using: &random)) }
    let action = machine.opened(attempt: attempt, now: loop.now)
    guard case .awaitAnswer = action else { return }
    self.socket = socket
    perform(action)
    // Writable once TCP is connected; then libmosquitto writes, or begins the TLS handshake.
    watch([.readable, .writable])
  }

  /// The socket of a link that is not accepted yet is ready.
  func stepHandshake(_ ready: EventLoop.Interest, _ socket: any LinkSocket) {
    if let descriptor = socket.descriptor, ready.contains(.failed) {
      let code = linux_socket_error(descriptor)
      if code != 0 { return fail(.unreachable(reason: String(cString: strerror(code)))) }
    }
    let reading = socket.read(upTo: settings.limits.messagesPerBatch)
    if case .failed(let fault) = reading { return fail(fault) }
    let writing = socket.write()
    if case .failed(let fault) = writing { return fail(fault) }
    if ready.contains(.hungUp) { return fail(.unreachable(reason: "refused, or closed during the handshake")) }
    if socket.answer != nil {
      perform(machine.accepted(sessionPresent: socket.answer?.sessionPresent == true, now: loop.now))
    } else {
      // libmosquitto goes on wishing to write while the TLS handshake waits for the broker: no second writable event.
      watch(socket.usesTLS || !socket.wantsWrite ? .readable : [.readable, .writable])
    }
  }

  private func serve() {
    guard let socket, let answer = socket.answer else { return }
    setMachineDeadline(nil)
    counters.connects += 1
    startKeepAlive(answer)
    askedSubscriptions = [:]
    if answer.sessionPresent { for filter in endedFilters { socket.unsubscribe(filter) } }
    endedFilters = []
    for subscription in subscriptions { ask(for: subscription) }
    askForFlush()
    onEvent(.connected(sessionPresent: answer.sessionPresent))
    // More may have come with the answer, and TLS may hold it where epoll does not see it.
    readAgain()
  }

  func ask(for subscription: MQTTSubscription) {
    guard let socket else { return }
    if let packet = socket.subscribe(subscription) {
      askedSubscriptions[packet] = subscription
    } else {
      onEvent(.subscriptionRefused(filter: subscription.filter, reason: MQTTReason(0x8F)))
    }
  }

  // MARK: losing

  func fail(_ fault: LinkFault) {
    if farewell != nil { return endFarewell() }
    perform(machine.failed(fault, now: loop.now, using: &random))
  }

  func closeSocket() {
    unwatch()
    if let keepAliveDeadline { loop.cancel(keepAliveDeadline) }
    keepAlive = nil
    keepAliveDeadline = nil
    askedSubscriptions = [:]
    guard socket != nil else { return }
    socket = nil
    queue.putBack(unconfirmed.values.filter { !$0.publication.isMomentary })
    let unsure = unconfirmed.values.filter(\.publication.isMomentary).map(\.ticket).sorted()
    unconfirmed = [:]
    for ticket in unsure { settle(ticket, .unknown) }
    let lost = unwritten.values.sorted()
    unwritten = [:]
    for ticket in lost { settle(ticket, .dropped) }
  }

  /// Writes a good-bye behind what waits, and stops when it is written, the connection is lost or a second has passed.
  func sayGoodbye(_ whenStopped: @escaping () -> Void) {
    let deadline = loop.call(after: .seconds(1)) { [weak self] in self?.endFarewell() }
    farewell = Farewell(deadline: deadline, whenStopped: whenStopped)
    writeWaiting()
    continueFarewell()
  }

  /// Says good-bye once nothing waits and nothing is unconfirmed.
  func continueFarewell() {
    guard farewell?.isSaid == false, queue.isEmpty, unconfirmed.isEmpty, let socket else { return }
    farewell?.isSaid = true
    socket.sayGoodbye()
    if case .more = socket.write() { return }
    endFarewell()
  }

  func endFarewell() {
    guard let ended = farewell else { return }
    farewell = nil
    loop.cancel(ended.deadline)
    perform(machine.stop())
    ended.whenStopped()
  }

  // MARK: deadlines

  private func setMachineDeadline(_ instant: BootInstant?) {
    if let machineDeadline { loop.cancel(machineDeadline) }
    isDeadlineHeld = false
    machineDeadline = instant.map { instant in
      loop.call(at: instant) { [weak self] in self?.machineDeadlineReached() }
    }
  }

  func machineDeadlineReached() {
    guard !isPaused else {
      isDeadlineHeld = true
      return
    }
    perform(machine.deadlineReached(now: loop.now, using: &random))
  }

  private func startKeepAlive(_ answer: LinkAnswer) {
    var period = settings.timings.keepAlive
    if let seconds = answer.keepAliveSeconds, seconds > 0 { period = min(period, .seconds(Int64(seconds))) }
    var keepAlive = KeepAlive(period: period, now: loop.now)
    if isPaused { keepAlive.pause() }
    self.keepAlive = keepAlive
    setKeepAliveDeadline()
  }

  private func setKeepAliveDeadline() {
    guard let keepAlive else { return }
    keepAliveDeadline = loop.call(at: keepAlive.nextCheck) { [weak self] in self?.checkKeepAlive() }
  }

  private func checkKeepAlive() {
    guard let verdict = keepAlive?.check(loop.now), let socket else { return }
    switch verdict {
    case .fine: break
    case .ask: _ = socket.ping()
    case .dead: return fail(.silent)
    }
    setKeepAliveDeadline()
  }
}
