// A link's reading and writing while it is connected.

extension MQTTConnection {
  // MARK: watching

  func watch(_ interest: EventLoop.Interest) {
    guard let socket, let descriptor = socket.descriptor else { return }
    let interest = isPaused ? [] : interest
    if watchedDescriptor == descriptor { return loop.change(descriptor, to: interest) }
    unwatch()
    do throws(EventLoop.Fault) {
      try loop.watch(descriptor, for: interest) { [weak self] ready in self?.isReady(ready) }
      watchedDescriptor = descriptor
    } catch {
      fail(.lost(reason: error.description))
    }
  }

  func unwatch() {
    if let watchedDescriptor { loop.forget(watchedDescriptor) }
    watchedDescriptor = nil
  }

  func updateInterest() {
    guard let socket, watchedDescriptor != nil else { return }
    watch(socket.hasBacklog ? [.readable, .writable] : .readable)
  }

  /// After a pause, in which a dead socket may have been let go.
  func rewatch() {
    guard let socket else { return }
    watch(socket.hasBacklog || !isConnected ? [.readable, .writable] : .readable)
  }

  private func isReady(_ ready: EventLoop.Interest) {
    guard let socket else { return }
    if isPaused {
      // Told although not asked for: the connection is dead. Told again without end, so not watched until the pause ends.
      return unwatch()
    }
    guard isConnected else { return stepHandshake(ready, socket) }
    // Not before the turn's close: until then the owner of what was just read may still pause.
    if ready.contains(.writable) { askForFlush() }
    if ready != .writable { readAvailable() }
  }

  // MARK: reading

  /// Reads in the next turn, where bytes may wait that epoll does not see.
  func readAgain() {
    guard let socket, isConnected, socket.usesTLS else { return }
    loop.call(at: loop.now) { [weak self] in
      guard let self, isConnected, !isPaused else { return }
      readAvailable()
    }
  }

  private func readAvailable() {
    guard let socket else { return }
    let progress = socket.read(upTo: settings.limits.messagesPerBatch)
    keepAlive?.noteHeard(loop.now)
    takeConfirmations(socket)
    takeGrants(socket)
    let batch = socket.messages
    socket.messages = []
    if !batch.isEmpty {
      counters.received += batch.count
      onBatch(batch)
      askForFlush()
    }
    // A handler may have stopped the link.
    guard self.socket === socket else { return }
    switch progress {
    case .failed(let fault): fail(fault)
    case .more where !isPaused: readAgain()
    case .more, .dry: break
    }
    continueFarewell()
  }

  private func takeConfirmations(_ socket: any LinkSocket) {
    let confirmations = socket.confirmations
    guard !confirmations.isEmpty else { return }
    socket.confirmations.removeAll(keepingCapacity: true)
    for (packet, reason) in confirmations {
      guard let entry = unconfirmed.removeValue(forKey: packet) else { continue }
      askForFlush()
      if reason.isRefusal {
        refuse(entry, reason)
      } else {
        counters.confirmed += 1
        settle(entry.ticket, .delivered(reason))
      }
    }
  }

  private func takeWritten(_ socket: any LinkSocket) {
    let written = socket.written
    guard !written.isEmpty else { return }
    socket.written.removeAll(keepingCapacity: true)
    for packet in written {
      if let ticket = unwritten.removeValue(forKey: packet) { settle(ticket, .delivered(.success)) }
    }
  }

  private func takeGrants(_ socket: any LinkSocket) {
    let grants = socket.grants
    guard !grants.isEmpty else { return }
    socket.grants = []
    for (packet, codes) in grants {
      guard let subscription = askedSubscriptions.removeValue(forKey: packet), let code = codes.first else { continue }
      if let qos = MQTTQoS(rawValue: code) {
        onEvent(.subscribed(filter: subscription.filter, qos: qos))
      } else {
        // Of MQTT 3.1.1 the only refusal is 128, "unspecified error".
        onEvent(.subscriptionRefused(filter: subscription.filter, reason: MQTTReason(UInt8(clamping: code))))
      }
    }
  }

  // MARK: writing

  func enqueue(_ publication: MQTTPublication, ticket: UInt64) {
    let dropped = queue.add(publication, ticket: ticket, now: loop.now)
    counters.superseded += dropped.superseded.count
    counters.overflowed += dropped.overflowed.count
    for ticket in dropped.superseded { settle(ticket, .dropped) }
    guard !dropped.overflowed.isEmpty else { return }
    for ticket in dropped.overflowed { settle(ticket, .dropped) }
    unreportedDrops += dropped.overflowed.count
    askForFlush()
  }

  /// Writes at the close of this turn, once for all that is published in it, and after its owner had its say.
  func askForFlush() {
    guard !isFlushAsked else { return }
    isFlushAsked = true
    loop.callAtCloseOfTurn { [weak self] in
      guard let self else { return }
      isFlushAsked = false
      reportDrops()
      if !isPaused, isConnected { writeWaiting() }
    }
  }

  private func reportDrops() {
    guard unreportedDrops > 0 else { return }
    let count = unreportedDrops
    unreportedDrops = 0
    onEvent(.publicationsDropped(count: count))
  }

  /// Writes libmosquitto's queue, then feeds it from the own one, as long as the socket takes it.
  func writeWaiting() {
    guard let socket, isConnected else { return }
    repeat {
      if socket.wantsWrite {
        if case .failed(let fault) = socket.write() { return fail(fault) }
        keepAlive?.noteSent(loop.now)
      }
    } while !socket.hasBacklog && feed(socket)
    takeWritten(socket)
    updateInterest()
    continueFarewell()
  }

  /// Hands some messages of the queue to libmosquitto; whether there were any.
  private func feed(_ socket: any LinkSocket) -> Bool {
    var count = 0
    while count < 64 {
      let windowIsFull = unconfirmed.count >= settings.limits.unconfirmedPublications
      if windowIsFull && queue.headNeedsConfirmation { break }
      guard let next = queue.next(now: loop.now) else { break }
      switch next {
      case .send(let entry):
        hand(entry, to: socket)
        count += 1
      case .expired(let ticket):
        counters.expired += 1
        settle(ticket, .dropped)
      case .superseded(let ticket):
        counters.superseded += 1
        settle(ticket, .dropped)
      }
    }
    return count > 0
  }

  private func hand(_ entry: OutgoingQueue.Entry, to socket: any LinkSocket) {
    switch socket.publish(entry.publication) {
    case .success(let packet):
      counters.sent += 1
      if entry.publication.qos == .atLeastOnce {
        unconfirmed[packet] = entry
      } else if settlers[entry.ticket] != nil {
        unwritten[packet] = entry.ticket
      }
    case .failure(let reason): refuse(entry, reason)
    }
  }

  private func refuse(_ entry: OutgoingQueue.Entry, _ reason: MQTTReason) {
    counters.refused += 1
    onEvent(.publishRefused(topic: entry.publication.topic, reason: reason))
    settle(entry.ticket, .refused(reason))
  }

  func settle(_ ticket: UInt64, _ outcome: PublishOutcome) {
    guard !settlers.isEmpty, let settler = settlers.removeValue(forKey: ticket) else { return }
    settler(outcome)
  }
}
