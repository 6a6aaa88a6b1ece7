import Show

/// Commands in a script, in the words of the command line.
enum CommandWords {
  private static let known = [
    "ping", "go", "next", "back", "restart", "skip", "hold", "resume", "stop", "mode", "out-of-order", "back-in-order",
    "blackout", "grand-master", "hall", "release", "override", "arm", "disarm", "sense",
  ]

  /// Reads a command and until when it lasts.
  static func read(_ words: inout ScriptWords, by name: OperatorName) throws(ScriptFaults.Fault) -> ScriptAct {
    let verb = try words.need("the command", "write for example \(name): hall close")
    let act = try act(verb, &words)
    let place = words.next?.column ?? 1
    let end = try end(&words)
    if end != nil, !act.mayEnd {
      throw words.fault(at: place, "\(verb.text) has no end", "leave it out")
    }
    return .command(name, act, end)
  }

  private static func act(
    _ verb: ScriptWords.Word, _ words: inout ScriptWords
  ) throws(ScriptFaults.Fault) -> CommandAct {
    switch verb.text {
    case "ping": return .ping
    case "go":
      let artwork = try artwork(&words)
      guard let next = words.next, next.isQuoted || !["for", "until"].contains(next.text) else {
        return .go(artwork, nil)
      }
      return .go(artwork, try ScriptReader.name(&words, "a scene"))
    case "next": return .next(try artwork(&words))
    case "back": return .back(try artwork(&words))
    case "restart": return .restart(try artwork(&words))
    case "skip": return .skip(try artwork(&words))
    case "hold": return .hold(try artwork(&words))
    case "resume": return .resume(try artwork(&words))
    case "stop": return try stop(&words)
    case "mode": return try mode(&words)
    case "out-of-order": return .mode(try artwork(&words), .outOfOrder)
    case "back-in-order": return .mode(try artwork(&words), .auto)
    default: return try actOfHall(verb, &words)
    }
  }

  private static func actOfHall(
    _ verb: ScriptWords.Word, _ words: inout ScriptWords
  ) throws(ScriptFaults.Fault) -> CommandAct {
    switch verb.text {
    case "blackout": return .blackout(on: try ScriptReader.oneOf(["on", "off"], &words, "on or off") == "on")
    case "grand-master": return .grandMaster(try level(&words))
    case "hall":
      if words.takes("open") { return .hall(.open) }
      if words.takes("close") { return .hall(.close) }
      if words.takes("auto") { return .hall(.auto) }
      return .hall(.mode(try ScriptReader.name(&words, "open, close, auto or a mode")))
    case "release":
      if words.takes("alarm") { return .releaseAlarm }
      return .release(try ScriptReader.property(&words))
    case "override":
      let path = try ScriptReader.property(&words)
      return .override(path, try overriding(path.property, &words))
    case "arm", "disarm":
      let artwork = try artwork(&words)
      return .arm(artwork, try ScriptReader.name(&words, "a trigger"), verb.text == "arm")
    case "sense": return .sense(try ScriptReader.name(&words, "a sensor"), try ScriptReader.value(&words))
    case "reload", "rollback":
      throw words.fault(at: verb.column, "\(verb.text) changes the show", "a rehearsal has one show: leave it out")
    default:
      throw words.fault(
        at: verb.column, "‘\(verb.text)’ is no command",
        nearest(to: verb.text, among: known).map { "did you mean \($0)?" }
          ?? "there are \(known.joined(separator: ", "))")
    }
  }

  /// The value of an override: `on` and `off` too, where the property is a switch.
  private static func overriding(
    _ property: PropertyName, _ words: inout ScriptWords
  ) throws(ScriptFaults.Fault) -> Value {
    let isSwitch = [PropertyName.power, .mute, .playing, .loop].contains(property)
    if isSwitch, words.takes("on") { return .flag(true) }
    if isSwitch, words.takes("off") { return .flag(false) }
    return try ScriptReader.value(&words)
  }

  /// A level: 0 to 1, or a number of per cent.
  private static func level(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> Double {
    let word = try words.need("a level", "write for example 0.4 or 40%")
    let isPercent = word.text.hasSuffix("%")
    let number = Double(isPercent ? String(word.text.dropLast()) : word.text).map { isPercent ? $0 / 100 : $0 }
    guard let number, (0...1).contains(number) else {
      throw words.fault(at: word.column, "‘\(word.text)’ is no level", "levels go from 0 to 1, or from 0% to 100%")
    }
    return number
  }

  private static func artwork(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ArtworkID {
    try ScriptReader.name(&words, "an artwork")
  }

  private static func stop(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> CommandAct {
    let artwork = try artwork(&words)
    for manner in StopManner.allCases where words.takes(manner.rawValue) { return .stop(artwork, manner) }
    return .stop(artwork, .graceful)
  }

  private static func mode(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> CommandAct {
    let artwork = try artwork(&words)
    let word = try ScriptReader.oneOf(["auto", "manual", "out-of-order"], &words, "auto, manual or out-of-order")
    return .mode(artwork, ArtworkMode(rawValue: word) ?? .auto)
  }

  private static func end(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ScriptEnd? {
    if words.takes("for") { return .after(try ScriptReader.span(&words)) }
    guard words.takes("until") else { return nil }
    let word = try words.need("the end", "write for example until 18:00")
    if word.text == "next-opening" { return .nextOpening }
    if let time = TimeOfDay(word.text) { return .at(time) }
    if let local = LocalTime(word.text) { return .on(local) }
    if let instant = WallInstant(rfc3339: word.text) { return .instant(instant) }
    throw words.fault(
      at: word.column, "‘\(word.text)’ is no end", "write 18:00, 2025-06-10T18:00 or next-opening")
  }
}

extension CommandAct {
  /// The command in the words of the command line.
  var inWords: String {
    switch self {
    case .ping, .reload, .rollback: word
    case .go(let artwork, let scene): "go \(artwork)" + (scene.map { " \(scriptName($0.text))" } ?? "")
    case .next(let id), .back(let id), .restart(let id), .skip(let id), .hold(let id), .resume(let id): "\(word) \(id)"
    case .stop(let id, let manner): "stop \(id) \(manner.rawValue)"
    case .mode(let id, let mode): "mode \(id) \(mode.rawValue)"
    case .blackout(let on): "blackout \(on ? "on" : "off")"
    case .grandMaster(let level): "grand-master \(Value.number(level))"
    case .hall(.open): "hall open"
    case .hall(.close): "hall close"
    case .hall(.auto): "hall auto"
    case .hall(.mode(let mode)): "hall \(mode)"
    case .release(let path): "release \(path)"
    case .releaseAlarm: "release alarm"
    case .override(let path, let value): "override \(path) \(value.inScript)"
    case .arm(let id, let trigger, _): "\(word) \(id) \(trigger)"
    case .sense(let sensor, let value): "sense \(sensor) \(value.inScript)"
    }
  }

  /// A scene that is called like a word of the grammar stands in quotes.
  private func scriptName(_ text: String) -> String { ["for", "until"].contains(text) ? "\"\(text)\"" : text }
}
