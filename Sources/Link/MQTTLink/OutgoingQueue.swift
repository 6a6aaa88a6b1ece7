/// Messages that wait to be sent, oldest first. Bounded: above the bounds the oldest that are not retained are dropped,
/// then the oldest of all. A retained message takes the place of one for the same topic that still waits, at the end
/// of the queue, so that what is kept by the broker is always the newest and never older than what came before it.
struct OutgoingQueue {
  struct Entry: Equatable {
    let ticket: UInt64
    var publication: MQTTPublication
    let queuedAt: BootInstant
  }

  /// What the head of the queue gives.
  enum Next: Equatable {
    case send(Entry)
    /// It expired while it waited.
    case expired(ticket: UInt64)
    /// A newer one for the same retained topic waits behind it.
    case superseded(ticket: UInt64)
  }

  /// What had to go for a new message.
  struct Dropped: Equatable {
    var superseded: [UInt64] = []
    var overflowed: [UInt64] = []
  }

  private let limits: LinkLimits
  /// Handed over once and not confirmed: before everything else, in their old order.
  private var returned = Fifo()
  private var transient = Fifo()
  /// The newest retained message of each topic, and their order; tickets grow, so a ticket that is not the topic's
  /// own any more marks a place that is vacant.
  private var retained: [String: Entry] = [:]
  private var retainedOrder = Fifo()
  private(set) var byteCount = 0

  init(limits: LinkLimits) {
    self.limits = limits
  }

  var count: Int { returned.count + transient.count + retained.count }
  var isEmpty: Bool { count == 0 }

  /// Adds a message; tickets must grow from call to call.
  mutating func add(_ publication: MQTTPublication, ticket: UInt64, now: BootInstant) -> Dropped {
    var dropped = Dropped()
    let entry = Entry(ticket: ticket, publication: publication, queuedAt: now)
    byteCount += entry.byteCount
    if publication.retain {
      if let old = retained.updateValue(entry, forKey: publication.topic) {
        byteCount -= old.byteCount
        dropped.superseded.append(old.ticket)
      }
      retainedOrder.append(Entry(ticket: ticket, publication: MQTTPublication(publication.topic, []), queuedAt: now))
      if retainedOrder.count > 2 * retained.count + 64 { forgetVacantPlaces() }
    } else {
      transient.append(entry)
    }
    while count > limits.queuedPublications || byteCount > limits.queuedBytes, let victim = dropOldest() {
      dropped.overflowed.append(victim)
    }
    return dropped
  }

  /// Puts messages back that were handed over and not confirmed, in the order in which they were.
  mutating func putBack(_ entries: [Entry]) {
    let rest = returned
    returned = Fifo()
    for entry in entries.sorted(by: { $0.ticket < $1.ticket }) {
      byteCount += entry.byteCount
      returned.append(entry)
    }
    var remaining = rest
    while let entry = remaining.removeFirst() { returned.append(entry) }
  }

  /// Whether the head is a message of QoS 1.
  var headNeedsConfirmation: Bool {
    mutating get { head?.publication.qos == .atLeastOnce }
  }

  /// Takes the head.
  mutating func next(now: BootInstant) -> Next? {
    guard var entry = takeHead() else { return nil }
    byteCount -= entry.byteCount
    if entry.publication.retain, retained[entry.publication.topic] != nil {
      return .superseded(ticket: entry.ticket)
    }
    if let seconds = entry.publication.properties.expirySeconds {
      let waited = entry.queuedAt.duration(to: now).nanosecondsClamped / 1_000_000_000
      guard waited < Int64(seconds) else { return .expired(ticket: entry.ticket) }
      entry.publication.properties.expirySeconds = seconds - UInt32(clamping: waited)
    }
    return .send(entry)
  }

  /// Takes everything; the tickets.
  mutating func removeAll() -> [UInt64] {
    var tickets: [UInt64] = []
    while let entry = takeHead() { tickets.append(entry.ticket) }
    byteCount = 0
    return tickets
  }

  private var head: Entry? {
    mutating get {
      if let entry = returned.first { return entry }
      skipVacantPlaces()
      guard let place = retainedOrder.first, let kept = retained[place.publication.topic] else {
        return transient.first
      }
      guard let other = transient.first, other.ticket < kept.ticket else { return kept }
      return other
    }
  }

  private mutating func takeHead() -> Entry? {
    guard let entry = head else { return nil }
    if returned.first?.ticket == entry.ticket { return returned.removeFirst() }
    if transient.first?.ticket == entry.ticket { return transient.removeFirst() }
    _ = retainedOrder.removeFirst()
    return retained.removeValue(forKey: entry.publication.topic)
  }

  private mutating func dropOldest() -> UInt64? {
    let victim = transient.isEmpty ? takeHead() : transient.removeFirst()
    guard let victim else { return nil }
    byteCount -= victim.byteCount
    return victim.ticket
  }

  private func isVacant(_ place: Entry) -> Bool { retained[place.publication.topic]?.ticket != place.ticket }

  private mutating func skipVacantPlaces() {
    while let place = retainedOrder.first, isVacant(place) { _ = retainedOrder.removeFirst() }
  }

  private mutating func forgetVacantPlaces() {
    var kept = Fifo()
    while let place = retainedOrder.removeFirst() {
      if !isVacant(place) { kept.append(place) }
    }
    retainedOrder = kept
  }
}

extension OutgoingQueue.Entry {
  var byteCount: Int { publication.topic.utf8.count + publication.payload.count }
}

/// A first-in, first-out list on an array, whose consumed front is cut off now and then.
private struct Fifo {
  private var entries: [OutgoingQueue.Entry?] = []
  private var start = 0

  var count: Int { entries.count - start }
  var isEmpty: Bool { count == 0 }
  var first: OutgoingQueue.Entry? { start < entries.count ? entries[start] : nil }

  mutating func append(_ entry: OutgoingQueue.Entry) {
    entries.append(entry)
  }

  mutating func removeFirst() -> OutgoingQueue.Entry? {
    guard start < entries.count else { return nil }
    let entry = entries[start]
    entries[start] = nil
    start += 1
    if start == entries.count {
      entries.removeAll(keepingCapacity: true)
      start = 0
    } else if start >= 1024, start * 2 >= entries.count {
      entries.removeFirst(start)
      start = 0
    }
    return entry
  }
}
