import Show

/// Reads the text of a script, all its faults at once.
enum ScriptReader {
  /// The longest text, in bytes.
  static let mostBytes = 1 << 20
  /// The most faults that are told.
  static let mostFaults = 100

  /// The lines of a text.
  static func lines(of text: String) throws(ScriptFaults) -> [ScriptLine] {
    guard text.utf8.count <= mostBytes else {
      throw ScriptFaults([
        ScriptFaults.Fault(
          line: 1, column: 1, message: "the script is too long", hint: "a script has at most \(mostBytes >> 20) MiB")
      ])
    }
    var lines: [ScriptLine] = []
    var faults: [ScriptFaults.Fault] = []
    // A line end of Windows is one character in Swift.
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      do {
        var words = try ScriptWords(line, line: index + 1)
        guard words.next != nil else { continue }
        let time = try time(&words)
        var read = ScriptLine(time, try act(&words), line: index + 1)
        try words.finish()
        read.place.columns = words.columns
        lines.append(read)
      } catch {
        if faults.count < mostFaults { faults.append(error) }
      }
    }
    if !faults.isEmpty { throw ScriptFaults(faults) }
    return lines
  }

  // MARK: Times

  private static let timeHint = "begin the line with a time: 10:00:05, 2025-06-11 14:32 or +2s"

  private static func time(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ScriptTime {
    let word = try words.need("the time", timeHint)
    if word.text.hasPrefix("+") {
      guard let span = TimeSpan(String(word.text.dropFirst())) else {
        throw words.fault(at: word.column, "‘\(word.text)’ is no length of time", "write for example +2s or +1m30s")
      }
      return .after(span)
    }
    if let time = TimeOfDay(word.text) { return .at(time) }
    if let local = LocalTime(word.text) { return .on(local) }
    guard let date = LocalDate(word.text) else {
      throw words.fault(at: word.column, "‘\(word.text)’ is no time", timeHint)
    }
    let clock = try words.need("the time of day", "write for example \(date) 14:32")
    guard let time = TimeOfDay(clock.text) else {
      throw words.fault(at: clock.column, "‘\(clock.text)’ is no time of day", "write for example \(date) 14:32")
    }
    return .on(LocalTime(date: date, time: time))
  }

  // MARK: Acts

  private static let actHint =
    "write a reading (door = true), a command (desk: hall close), a device (voice reports ended), or expect …"

  private static func act(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ScriptAct {
    let first = try words.need("what happens", actHint)
    if !first.isQuoted, first.text.hasSuffix(":") {
      let name: OperatorName = try name(String(first.text.dropLast()), first, words, "an operator")
      return try CommandWords.read(&words, by: name)
    }
    if let verb = words.next, !verb.isQuoted, verbs.contains(verb.text) { return try named(first, &words) }
    switch first.text {
    case "expect": return .expect(try ExpectationWords.read(&words))
    case "note": return .note(try words.need("the note", "write for example note \"a school class\"").text)
    case "visitors": return try visitors(&words)
    case "broker": return .broker(isUp: try oneOf(["down", "up"], &words, "down or up") == "up")
    case "programme":
      if words.takes("empty") { return .emptyProgramme }
      return .opening(try opening(&words))
    case "clock": return .clock(try clock(&words))
    case "restart":
      guard words.takes("after") else { return .restart(after: nil) }
      return .restart(after: try span(&words))
    default: return try named(first, &words)
    }
  }

  /// What sensors and devices do: a line with one of these behind its first word is about that sensor or device.
  private static let verbs = [
    "=", "reports", "offline", "online", "lags", "refuses", "lies", "silent", "answers", "stale", "stuck", "reads",
  ]

  /// A line that begins with the name of a sensor or a device.
  private static func named(
    _ first: ScriptWords.Word, _ words: inout ScriptWords
  ) throws(ScriptFaults.Fault) -> ScriptAct {
    let verb = try words.need("what \(first.text) does", actHint)
    let device: DeviceID = try name(first.text, first, words, "a device or a sensor")
    let sensor = SensorID(first.text)
    switch verb.text {
    case "=":
      let value = try value(&words)
      return .reading(sensor, value, held: words.takes("held"))
    case "reports": return .report(device, try words.need("the state", "write for example voice reports ended").text)
    case "offline": return .availability(device, online: false)
    case "online": return .availability(device, online: true)
    case "lags": return .manner(device, .answers(after: try span(&words)))
    case "refuses": return .manner(device, .refuses)
    case "lies": return .manner(device, .lies)
    case "silent": return .manner(device, .silent)
    case "answers": return .manner(device, .inOrder)
    case "stale": return .sensor(sensor, .silent)
    case "stuck": return .sensor(sensor, .stuck)
    case "reads": return .sensor(sensor, nil)
    default:
      let hint = nearest(to: verb.text, among: verbs).map { "did you mean \($0)?" } ?? actHint
      throw words.fault(at: verb.column, "‘\(verb.text)’ is nothing that happens", hint)
    }
  }

  private static func visitors(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ScriptAct {
    let hint = "write visitors on, visitors off, visitors 120 an hour, or visitors arrive 30 at onirica"
    let word = try words.need("what visitors do", hint)
    switch word.text {
    case "on": return .visitors(true)
    case "off": return .visitors(false)
    case "arrive":
      let count = try words.need("how many", hint)
      guard let number = Int(count.text), (1...10_000).contains(number) else {
        throw words.fault(at: count.column, "‘\(count.text)’ is no number from 1 to 10000", hint)
      }
      guard words.takes("at") else { return .group(number, nil) }
      let place = try words.need("the artwork", hint)
      return .group(number, try name(place.text, place, words, "an artwork"))
    default:
      guard let number = Double(word.text), (0...10_000).contains(number) else {
        throw words.fault(at: word.column, "‘\(word.text)’ is no number of groups from 0 to 10000", hint)
      }
      if words.takes("an") { _ = words.takes("hour") }
      return .visitorsPerHour(number)
    }
  }

  private static func opening(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ScriptOpening {
    let hint = "write programme opens 09:00 for 8h lead 15m"
    _ = try oneOf(["opens"], &words, "opens or empty")
    let doors = try time(&words)
    guard words.takes("for") else { throw words.fault(at: words.next?.column ?? words.end, "`for` is missing", hint) }
    let column = words.next?.column ?? words.end
    let lasting = try span(&words)
    guard lasting > .zero, lasting < .hours(24) else {
      throw words.fault(at: column, "the doors are open for more than nothing and less than a day", hint)
    }
    return ScriptOpening(doors: doors, lasting: lasting, lead: words.takes("lead") ? try span(&words) : .zero)
  }

  private static func clock(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> ScriptClock {
    if words.takes("unknown") { return .unknown }
    if words.takes("right") { return .right }
    switch try time(&words) {
    case .at(let time): return .at(time)
    case .on(let local): return .on(local)
    case .after: throw words.fault(at: 1, "the clock is set to a time, not by one", "write for example clock 14:00")
    }
  }

  // MARK: Parts of acts

  /// Reads a name.
  static func name<Kind>(
    _ text: String, _ word: ScriptWords.Word, _ words: ScriptWords, _ what: String
  ) throws(ScriptFaults.Fault) -> Name<Kind> {
    // A counter is named ARTWORK/COUNTER.
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ Name<Kind>.isWellFormed($0) }) else {
      throw words.fault(
        at: word.column, "‘\(text)’ is not \(what)", "a name has 1 to 64 letters, digits, '.', '_' and '-'")
    }
    return Name(text)
  }

  /// Takes a name.
  static func name<Kind>(
    _ words: inout ScriptWords, _ what: String
  ) throws(ScriptFaults.Fault) -> Name<Kind> {
    let word = try words.need(what, "name \(what)")
    return try name(word.text, word, words, what)
  }

  /// Takes a length of time.
  static func span(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> TimeSpan {
    let word = try words.need("a length of time", "write for example 20m")
    guard let span = TimeSpan(word.text) else {
      throw words.fault(at: word.column, "‘\(word.text)’ is no length of time", "write for example 3s or 1h30m")
    }
    return span
  }

  /// Takes a value: `true`, `false`, a number, else a text.
  static func value(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> Value {
    let word = try words.need("the value", "write true, a number, or a text")
    if word.isQuoted { return .text(word.text) }
    if word.text == "true" || word.text == "false" { return .flag(word.text == "true") }
    if let number = Double(word.text), number.isFinite { return .number(number) }
    return .text(word.text)
  }

  /// Takes one of some words.
  static func oneOf(
    _ choices: [String], _ words: inout ScriptWords, _ hint: String
  ) throws(ScriptFaults.Fault) -> String {
    let word = try words.need("a word", "write \(hint)")
    guard !word.isQuoted, choices.contains(word.text) else {
      let near = nearest(to: word.text, among: choices).map { "did you mean \($0)?" } ?? "write \(hint)"
      throw words.fault(at: word.column, "‘\(word.text)’ is not \(hint)", near)
    }
    return word.text
  }

  /// Takes `DEVICE.PROPERTY`.
  static func property(_ words: inout ScriptWords) throws(ScriptFaults.Fault) -> PropertyPath {
    let word = try words.need("the property", "write for example wash.level")
    guard let path = PropertyPath(word.text), DeviceID.isWellFormed(path.device.text) else {
      let property = word.text.split(separator: ".").last.map(String.init) ?? ""
      let near = nearest(to: property, among: PropertyName.ofKinds.map(\.rawValue))
      throw words.fault(
        at: word.column, "‘\(word.text)’ is no property of a device",
        near.map { "did you mean \(word.text.split(separator: ".").dropLast().joined(separator: ".")).\($0)?" }
          ?? "write for example wash.level")
    }
    return path
  }
}
