import DeviceLines
import Sequencer
import Show
import TextBoxes

/// Plays an exchange to a machine, on a clock of its own.
struct ExchangeReplay {
  private var machine: BoxMachine
  private let connection: BoxConnection
  private var now = ShowInstant(milliseconds: 3_600_000)
  private var rev: Int64 = 0
  private var desired: [PropertyName: Fade] = [:]
  private var sent: [[UInt8]] = []
  private var isOpening = false
  private var isOnline: Bool?
  private var report: DeviceReport?
  private var facts: [String: Value] = [:]
  /// The number of the line that is played.
  private var line = 0

  init(_ connection: BoxConnection) {
    self.connection = connection
    machine = BoxMachine(connection, seed: 1)
    if machine.wakesAt != nil { take(.due) }
  }

  /// Plays all lines.
  mutating func play(_ exchange: Exchange) throws(Exchange.Fault) {
    for (number, mark, text) in exchange.lines where mark != "d" {
      line = number
      switch mark {
      case "!": try desire(text)
      case ">": try expect(Exchange.bytes(text))
      case "<": hear(text)
      case "+": try pass(text)
      case "x": take(.lost("it closed its line"))
      case "=": try check(text)
      default: throw fault("no such line: \(mark)")
      }
    }
    if let more = sent.first { throw fault("more is sent: \(Exchange.shown(more))") }
  }

  private func fault(_ what: String) -> Exchange.Fault { Exchange.Fault(line: line, what: what) }

  private mutating func desire(_ text: String) throws(Exchange.Fault) {
    rev += 1
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let name = PropertyName(rawValue: parts[0]),
        let type = connection.box.settableTypes[name], let value = Self.value(parts[1], type)
      else { throw fault("cannot be wanted: \(word)") }
      desired[name] = Fade(to: .plain(value), at: now)
    }
    take(.desired(DesiredState(rev: rev, at: now, properties: desired)))
  }

  private static func value(_ text: String, _ type: ValueType) -> Value? {
    let value: Value? =
      switch type {
      case .flag: text == "on" || text == "off" ? .flag(text == "on") : nil
      case .number: Double(text).map { .number($0) }
      default: .text(text)
      }
    return value.flatMap { type.admits($0) ? $0 : nil }
  }

  private mutating func take(_ event: LineEvent) {
    for action in machine.take(event, at: now) {
      switch action {
      case .open: isOpening = true
      case .send(let bytes): sent.append(bytes)
      case .close, .turn, .pass: break
      case .tell(.availability(let online)): isOnline = online
      case .tell(.actual(let report, let facts)): (self.report, self.facts) = (report, facts)
      }
    }
    if isOpening {
      isOpening = false
      now = now + .milliseconds(10)
      take(.opened(secret: connection.passwordFile))
    }
  }

  /// Goes on until something is sent.
  private mutating func expect(_ bytes: [UInt8]) throws(Exchange.Fault) {
    var turns = 0
    while sent.isEmpty, turns < 500, let due = machine.wakesAt {
      now = max(now, due)
      take(.due)
      turns += 1
    }
    guard let first = sent.first else { throw fault("nothing is sent") }
    guard first == bytes else { throw fault("this is sent instead: \(Exchange.shown(first))") }
    sent.removeFirst()
  }

  private mutating func hear(_ text: String) {
    now = now + .milliseconds(20)
    var bytes = Exchange.bytes(text)
    if case .http = connection.line, let space = bytes.firstIndex(of: 0x20) { bytes[space] = 0x0a }
    take(.bytes(bytes))
  }

  private mutating func pass(_ text: String) throws(Exchange.Fault) {
    guard let span = TimeSpan(text) else { throw fault("no length of time: \(text)") }
    let end = now + span
    while let due = machine.wakesAt, due <= end, sent.isEmpty {
      now = max(now, due)
      take(.due)
    }
    if sent.isEmpty { now = end }
  }

  private func check(_ text: String) throws(Exchange.Fault) {
    let warnings = report?.warnings.joined(separator: "; ") ?? ""
    if text.hasPrefix("warns ") {
      guard warnings.contains(String(text.dropFirst(6))) else { throw fault("it warns of: \(warnings)") }
      return
    }
    var words = text.split(separator: " ").map(String.init)[...]
    while let word = words.popFirst() {
      let isSo =
        switch word {
        case "confirmed": report?.rev == rev
        case "open": report != nil && report?.rev == nil
        case "away": isOnline == false
        case "there": isOnline == true
        case "assumed": isAssumed(words.popFirst() ?? "")
        case "state": report?.state == words.popFirst()
        case "ok": facts["health"] == .text("ok") && warnings.isEmpty
        default: isFact(word)
        }
      guard isSo else {
        throw fault(
          "`\(word)` is not so: \(report.map { "\($0)" } ?? "nothing told"), \(facts), online \(isOnline as Any)")
      }
    }
  }

  private func isAssumed(_ name: String) -> Bool {
    facts["assumed_properties"]?.text?.split(separator: " ").map(String.init).contains(name) ?? false
  }

  private func isFact(_ word: String) -> Bool {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let value = facts[parts[0]] else { return false }
    switch value {
    case .flag(let flag): return parts[1] == (flag ? "on" : "off")
    case .number(let number): return Double(parts[1]) == number
    case .text(let text): return parts[1] == text
    }
  }
}
