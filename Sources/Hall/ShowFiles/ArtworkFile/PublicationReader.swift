import Show

/// Reads a message to publish.
struct PublicationReader {
  /// The base of the hall's own topics, which no show may write.
  let topics: String
  let faults: FaultList

  static let keys = ["topic", "payload", "retain"]

  /// The message.
  func read(_ written: Written) -> Publication? {
    guard let fields = Fields(written, "a message", keys: Self.keys, faults) else { return nil }
    let payload = fields["payload"].flatMap { self.payload($0) }
    let retain = fields.flag("retain") ?? false
    guard let topic = fields.required("topic", "name the topic to publish on"), let text = topic.text("topic", faults),
      Self.check(topic: text, at: topic.place, faults)
    else { return nil }
    guard topics.isEmpty || (text != topics && text.hasPrefix(topics + "/") == false) else {
      faults.fault(
        topic.place, "`\(shortened(text))` is one of the hall's own topics",
        "publish outside of `\(topics)`; set devices with `set` or `fade`")
      return nil
    }
    return Publication(topic: text, payload: payload ?? "", retain: retain)
  }

  /// Whether messages can be published on a topic; a fault if not.
  static func check(topic: String, at place: Place, _ faults: FaultList) -> Bool {
    if topic.contains(where: { $0 == "+" || $0 == "#" }) {
      faults.fault(place, "`\(shortened(topic))` has a wildcard", "name one topic, without `+` and `#`")
    } else if topic.hasPrefix("$") {
      faults.fault(place, "topics with `$` belong to the broker", "choose another topic")
    } else if topic.isEmpty || topic.utf8.count > 500 || topic.hasPrefix("/") || topic.hasSuffix("/") {
      faults.fault(place, "`\(shortened(topic))` is no topic", "write it like building/lift, up to 500 bytes")
    } else {
      return true
    }
    return false
  }

  /// A text as it stands, or keys and lists as JSON.
  ///
  /// - Parameter isAlwaysJSON: whether a text is made JSON too.
  func payload(_ written: Written, isAlwaysJSON: Bool = false) -> String? {
    if !isAlwaysJSON, let text = written.text { return text }
    guard let payload = Self.json(written) else { return nil }
    guard payload.utf8.count <= 60_000 else {
      faults.fault(written.place, "this payload is larger than 60000 bytes", "brokers refuse so much; shorten it")
      return nil
    }
    return payload
  }

  /// The JSON of a part of the text: plain scalars are numbers, `true`, `false` and `null` where they look so.
  private static func json(_ written: Written) -> String? {
    switch written.content {
    case .nothing: return "null"
    case .scalar(let text, let isQuoted):
      if isQuoted == false {
        if ["true", "false", "null"].contains(text) { return text }
        if let number = Written.number(text) { return Value.number(number).description }
      }
      return jsonQuoted(text)
    case .list(let items): return "[" + items.compactMap(json).joined(separator: ",") + "]"
    case .map(let entries):
      let pairs = entries.compactMap { entry in json(entry.value).map { jsonQuoted(entry.key) + ":" + $0 } }
      return "{" + pairs.joined(separator: ",") + "}"
    }
  }
}
