import Show

/// Reads what starts a trigger: `presence is true`, `crowd is above 8, rearms below 6`, `media ends` and the others.
struct TriggerParser {
  private var cursor: TokenCursor
  private let surroundings: Surroundings
  private let faults: FaultList

  /// Reads the text of `trigger:`.
  ///
  /// - Returns: nothing if it has faults; they are reported.
  static func read(_ written: Written, in surroundings: Surroundings, _ faults: FaultList) -> TriggerEvent? {
    guard let text = written.text("trigger", faults) else { return nil }
    let before = faults.faults.count
    var parser = TriggerParser(cursor: TokenCursor(text, in: written), surroundings: surroundings, faults: faults)
    do throws(ExpressionStop) {
      let event = try parser.event()
      if let token = parser.cursor.next {
        throw parser.cursor.stop("`\(shortened(token.text))` is one word too many", parser.hint(for: token))
      }
      return faults.faults.count == before ? event : nil
    } catch let stop {
      faults.fault(stop.place, stop.message, stop.hint)
      return nil
    }
  }

  private init(cursor: TokenCursor, surroundings: Surroundings, faults: FaultList) {
    (self.cursor, self.surroundings, self.faults) = (cursor, surroundings, faults)
  }

  private func hint(for token: Token) -> String {
    switch token.text {
    case "and", "or", "&&", "||", "not": "a trigger watches one thing; put the rest into `when`"
    case "rearms": "put a comma before `rearms`"
    case "for": "write `for:` as a key of its own"
    default: "end the trigger here"
    }
  }

  private mutating func event() throws(ExpressionStop) -> TriggerEvent? {
    let place = cursor.place
    guard let word = cursor.takeWord() else {
      throw cursor.stop("what starts the trigger is missing here", "write for example `presence is true`")
    }
    switch word {
    case "media": return try ends("media", .mediaEnds(nil))
    case "timeline": return try ends("timeline", .timelineEnds)
    case "hall", "scene", "time", "not", "true", "false":
      throw ExpressionStop(
        place: place, message: "a trigger cannot watch `\(word)`",
        hint: word == "time" ? "write `at:` as a key of its own" : "watch a sensor, and put the rest into `when`")
    default: break
    }
    if let sensor = surroundings.sensors[word] { return try sensorEvent(sensor, named: word) }
    if cursor.take(word: "reports") { return try report(of: word, at: place) }
    if cursor.next?.isWord("media") == true { return try mediaEnd(of: word, at: place) }
    if surroundings.faulty.contains(word) { return try nothing() }
    if surroundings.devices[DeviceID(word)] != nil {
      throw cursor.stop("`\(word)` is a device", "write `\(word) reports STATE` or `\(word) media ends`")
    }
    faults.fault(
      place, "there is no input or sensor `\(shortened(word))`",
      didYouMean(word, among: surroundings.sensors.keys, what: "an input"))
    return try nothing()
  }

  /// Passes over the rest of what cannot be understood.
  private mutating func nothing() throws(ExpressionStop) -> TriggerEvent? {
    while cursor.next != nil { cursor.skip() }
    return nil
  }

  private mutating func ends(_ what: String, _ event: TriggerEvent) throws(ExpressionStop) -> TriggerEvent {
    guard cursor.take(word: "ends") else { throw cursor.stop("`ends` is missing here", "write `\(what) ends`") }
    return event
  }

  private mutating func mediaEnd(of name: String, at place: Place) throws(ExpressionStop) -> TriggerEvent? {
    _ = cursor.take(word: "media")
    let device = surroundings.device(named: name, at: place, faults)
    if let device, device.kind != .player {
      faults.fault(place, "\(name) is a \(device.kind.rawValue), no player", "name the player whose medium ends")
    }
    return try ends("\(name) media", .mediaEnds(DeviceID(name)))
  }

  private mutating func report(of name: String, at place: Place) throws(ExpressionStop) -> TriggerEvent? {
    let device = surroundings.device(named: name, at: place, faults)
    if let device, device.reports == false {
      faults.fault(place, "\(name) reports nothing", "give the device `reports: true` if it does")
    }
    return .reports(DeviceID(name), try cursor.takeValue("the state that \(name) reports").text)
  }

  private mutating func sensorEvent(_ sensor: Sensor, named name: String) throws(ExpressionStop) -> TriggerEvent? {
    if cursor.take(word: "changes") { return .changes(sensor.id) }
    if cursor.take(word: "becomes") {
      let value = try cursor.takeValue(of: sensor, named: name, for: .equal, faults)
      return value.map { .becomes(sensor.id, $0) }
    }
    if cursor.take(word: "rises") {
      guard cursor.take(word: "above") else { throw cursor.stop("`above` is missing here", "write `rises above 8`") }
      let limit = try cursor.takeNumber(of: sensor, named: name, faults)
      return .rises(sensor.id, above: limit, rearm: try rearm(.above, limit, sensor, name))
    }
    if cursor.take(word: "falls") {
      guard cursor.take(word: "below") else { throw cursor.stop("`below` is missing here", "write `falls below 8`") }
      let limit = try cursor.takeNumber(of: sensor, named: name, faults)
      return .falls(sensor.id, below: limit, rearm: try rearm(.below, limit, sensor, name))
    }
    guard cursor.isAtComparison else {
      throw cursor.stop(
        "what `\(name)` is to do is missing here",
        sensor.type == .flag
          ? "write `\(name) is true` or `\(name) becomes true`" : "write `is`, `becomes`, `changes` or their like")
    }
    let comparison = try cursor.takeComparison(after: name)
    guard let value = try cursor.takeValue(of: sensor, named: name, for: comparison, faults) else {
      return try nothing()
    }
    return .level(sensor.id, comparison, value, rearm: try rearm(comparison, value.number, sensor, name))
  }

  /// Takes `, rearms below 6`: the hysteresis, on the other side of the limit.
  private mutating func rearm(
    _ comparison: Comparison, _ limit: Double?, _ sensor: Sensor, _ name: String
  ) throws(ExpressionStop) -> Rearm? {
    guard cursor.take(sign: ",") else { return nil }
    guard cursor.take(word: "rearms") else {
      throw cursor.stop("`rearms` is expected behind the comma", "write for example `, rearms below 6`")
    }
    let goesUp = comparison == .above || comparison == .atLeast
    guard let limit, goesUp || comparison == .below || comparison == .atMost else {
      throw cursor.stop("`rearms` needs a limit to come back from", "use it with `above` or `below`")
    }
    let word = goesUp ? "below" : "above"
    guard cursor.take(word: word) else {
      throw cursor.stop(
        "`\(word)` is missing here", "a trigger that fires \(goesUp ? "above" : "below") rearms \(word)")
    }
    let place = cursor.place
    let other = try cursor.takeNumber(of: sensor, named: name, faults)
    if goesUp ? other > limit : other < limit {
      faults.fault(
        place, "it would rearm at once: \(Value.number(other)) is not \(word) \(Value.number(limit))",
        "put the second number \(word) the first")
    }
    return goesUp ? .below(other) : .above(other)
  }
}
