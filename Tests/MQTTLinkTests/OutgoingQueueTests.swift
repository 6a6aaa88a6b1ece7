import Testing

@testable import MQTTLink

@Suite("Messages that wait to be sent")
struct OutgoingQueueTests {
  private let now = BootInstant(nanoseconds: 0)

  private func limits(_ count: Int, bytes: Int = 1 << 20) -> LinkLimits {
    var limits = LinkLimits()
    limits.queuedPublications = count
    limits.queuedBytes = bytes
    return limits
  }

  private func taken(_ queue: inout OutgoingQueue, at instant: BootInstant? = nil) -> [String] {
    var result: [String] = []
    while let next = queue.next(now: instant ?? now) {
      switch next {
      case .send(let entry): result.append(entry.publication.topic + "=" + String(entry.publication.payload.count))
      case .expired(let ticket): result.append("expired \(ticket)")
      case .superseded(let ticket): result.append("superseded \(ticket)")
      }
    }
    return result
  }

  private func message(_ topic: String, _ size: Int = 1, retain: Bool = false, expiry: UInt32? = nil) -> MQTTPublication
  {
    MQTTPublication(
      topic, [UInt8](repeating: 0, count: size), retain: retain, properties: MQTTProperties(expirySeconds: expiry))
  }

  @Test("they leave in the order in which they came")
  func order() {
    var queue = OutgoingQueue(limits: limits(10))
    for (ticket, topic) in ["a", "b", "a", "c"].enumerated() {
      _ = queue.add(message(topic, ticket, retain: topic == "b"), ticket: UInt64(ticket), now: now)
    }
    #expect(taken(&queue) == ["a=0", "b=1", "a=2", "c=3"])
    #expect(queue.isEmpty)
    #expect(queue.byteCount == 0)
  }

  @Test("of a retained topic the newest stays, at the end, so that it is never older than what came before it")
  func newest() {
    var queue = OutgoingQueue(limits: limits(10))
    _ = queue.add(message("state", 1, retain: true), ticket: 1, now: now)
    _ = queue.add(message("event", 2), ticket: 2, now: now)
    let dropped = queue.add(message("state", 3, retain: true), ticket: 3, now: now)
    #expect(dropped.superseded == [1])
    #expect(taken(&queue) == ["event=2", "state=3"])
  }

  @Test("above the bound the oldest that are not retained go first, then the oldest")
  func overflow() {
    var queue = OutgoingQueue(limits: limits(3))
    _ = queue.add(message("s1", retain: true), ticket: 1, now: now)
    _ = queue.add(message("e1"), ticket: 2, now: now)
    _ = queue.add(message("s2", retain: true), ticket: 3, now: now)
    #expect(queue.add(message("s3", retain: true), ticket: 4, now: now).overflowed == [2])
    #expect(queue.add(message("s4", retain: true), ticket: 5, now: now).overflowed == [1])
    #expect(taken(&queue) == ["s2=1", "s3=1", "s4=1"])
  }

  @Test("bytes are bounded too, and a message larger than all of it goes at once")
  func bytes() {
    var queue = OutgoingQueue(limits: limits(100, bytes: 100))
    _ = queue.add(message("a", 59), ticket: 1, now: now)
    #expect(queue.add(message("b", 59), ticket: 2, now: now).overflowed == [1])
    #expect(queue.add(message("c", 500), ticket: 3, now: now).overflowed == [2, 3])
    #expect(queue.isEmpty)
    #expect(queue.byteCount == 0)
  }

  @Test("what waited longer than its expiry is not sent, and what waited less expires earlier by that")
  func expiry() throws {
    var queue = OutgoingQueue(limits: limits(10))
    _ = queue.add(message("short", expiry: 5), ticket: 1, now: now)
    _ = queue.add(message("long", expiry: 60), ticket: 2, now: now)
    let later = now.advanced(by: .seconds(10))
    #expect(queue.next(now: later) == .expired(ticket: 1))
    guard case .send(let entry) = queue.next(now: later) else {
      Issue.record("nothing to send")
      return
    }
    #expect(entry.publication.properties.expirySeconds == 50)
  }

  @Test("what was not confirmed comes first, in its old order, unless a newer one for its retained topic waits")
  func putBack() throws {
    var queue = OutgoingQueue(limits: limits(10))
    for ticket in 1...4 {
      _ = queue.add(message("t\(ticket % 3)", ticket, retain: true), ticket: UInt64(ticket), now: now)
    }
    var entries: [OutgoingQueue.Entry] = []
    while case .send(let entry) = queue.next(now: now) { entries.append(entry) }
    #expect(entries.map(\.ticket) == [2, 3, 4])
    _ = queue.add(message("t0", 9, retain: true), ticket: 9, now: now)
    queue.putBack(entries.reversed())
    #expect(taken(&queue) == ["t2=2", "superseded 3", "t1=4", "t0=9"])
    #expect(queue.byteCount == 0)
  }

  @Test(
    "whatever is added and taken, the bounds hold, counts agree, and nothing vanishes without a word", arguments: 1...40
  )
  func property(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let bound = Int.random(in: 1...30, using: &random)
    var queue = OutgoingQueue(limits: limits(bound, bytes: 400))
    var outside: Set<UInt64> = []
    var inside: Set<UInt64> = []
    var lastTransient: UInt64 = 0
    for ticket in 1...UInt64(400) {
      if Bool.random(using: &random) {
        let topic = "t\(Int.random(in: 0..<6, using: &random))"
        let retain = Bool.random(using: &random)
        let size = Int.random(in: 0...40, using: &random)
        let dropped = queue.add(message(topic, size, retain: retain), ticket: ticket, now: now)
        inside.insert(ticket)
        for gone in dropped.superseded + dropped.overflowed {
          #expect(inside.remove(gone) != nil, "seed \(seed)")
          outside.insert(gone)
        }
      } else if case .send(let entry) = queue.next(now: now) {
        #expect(inside.remove(entry.ticket) != nil, "seed \(seed)")
        if !entry.publication.retain {
          #expect(entry.ticket > lastTransient, "seed \(seed)")
          lastTransient = entry.ticket
        }
      }
      #expect(queue.count == inside.count && queue.count <= bound && queue.byteCount <= 400, "seed \(seed)")
    }
    let rest = Set(queue.removeAll())
    #expect(rest == inside, "seed \(seed)")
    #expect(outside.isDisjoint(with: rest), "seed \(seed)")
  }
}
