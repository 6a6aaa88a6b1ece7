import MQTTLink
import Show

/// Messages that wait to be taken: bounded; when it is full, older readings of a sensor give way to its newest.
struct Inbox {
  /// How many messages may wait.
  let capacity: Int
  private var messages: [MQTTMessage?] = []
  private var waiting = 0

  /// An empty inbox.
  init(capacity: Int = 8192) { self.capacity = capacity }

  /// How many wait.
  var count: Int { waiting }
  /// Whether nothing waits.
  var isEmpty: Bool { waiting == 0 }

  /// Puts messages in.
  ///
  /// - Parameter isReading: whether a message on a topic is a reading, of which the newest is enough.
  /// - Returns: the topics of the messages that gave way, each once for each.
  mutating func add(_ batch: [MQTTMessage], isReading: (String) -> Bool) -> [String] {
    messages.append(contentsOf: batch)
    waiting += batch.count
    guard waiting > capacity else { return [] }
    var gone: [String] = []
    var newer: Set<String> = []
    for place in messages.indices.reversed() {
      guard let topic = messages[place]?.topic, isReading(topic) else { continue }
      if newer.insert(topic).inserted { continue }
      messages[place] = nil
      waiting -= 1
      gone.append(topic)
    }
    return gone + dropOldest(isReading)
  }

  /// Where giving way was not enough: the oldest go, readings first, since a command that is not answered comes again.
  private mutating func dropOldest(_ isReading: (String) -> Bool) -> [String] {
    var gone: [String] = []
    for readingsOnly in [true, false] {
      for place in messages.indices where waiting > capacity {
        guard let topic = messages[place]?.topic, !readingsOnly || isReading(topic) else { continue }
        messages[place] = nil
        waiting -= 1
        gone.append(topic)
      }
    }
    return gone
  }

  /// Takes everything out, in order.
  mutating func takeAll() -> [MQTTMessage] {
    defer { (messages, waiting) = ([], 0) }
    return messages.compactMap { $0 }
  }
}
