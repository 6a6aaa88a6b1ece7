import Rehearsal
import Show
import Testing

@Suite("The text of a script")
struct ScriptTests {
  @Test("every act that a script can have is read and printed")
  func acts() throws {
    let text = """
      # A morning.
      2025-06-10 09:55  note "the press comes at ten"
      10:00:05          onirica-presence = true
      +2s               door = "half open" held   # retained
      +0s               desk: go onirica descent for 20m
      +1m30s            desk: hall close until 18:00
      +0s               lead: override wash.color "#ff8800"
      +0s               lead: override voice.playing off until next-opening
      +0s               desk: blackout on
      +0s               desk: stop onirica afterloop
      +0s               desk: hall cleaning for 1h
      +0s               lead: disarm onirica slumber/1
      +0s               lead: sense onirica-count 9
      +0s               voice reports ended
      +0s               onirica-screen offline
      +0s               voice lags 3s
      +0s               voice refuses
      +0s               voice answers
      +0s               onirica-count stale
      +0s               onirica-count reads
      +0s               visitors off
      +0s               visitors 120 an hour
      +0s               visitors arrive 30 at onirica
      +0s               broker down
      +5s               broker up
      +0s               programme empty
      +0s               programme opens +15m for 2h lead 15m
      +0s               programme opens 2025-06-11 18:00 for 3h
      +0s               clock 14:00
      +0s               clock unknown
      +0s               restart after 20s
      +0s               expect onirica in descent
      +0s               expect onirica not in chorus
      +0s               expect onirica held
      +0s               expect hall closed
      +0s               expect wash.level = 0
      +0s               expect onirica/visits > 3
      +0s               expect no warning
      """
    let script = try RehearsalScript(parsing: text)
    #expect(script.lines.count == 37)
    #expect(script.lines[3].act == .command("desk", .go("onirica", "descent"), .after(.minutes(20))))
    #expect(script.lines[5].act == .command("lead", .override(PropertyPath("wash", .color), .text("#ff8800")), nil))
    #expect(try RehearsalScript(parsing: script.text) == script, "\(script.text)")
  }

  @Test(
    "what cannot be read is told at its place, with the way out",
    arguments: [
      ("soon door = true", "1:1:", "+2s"), ("10:00", "1:6:", "door = true"),
      ("10:00 door", "1:11:", "desk: hall close"),
      ("10:00 door = ", "1:13:", "write true"), ("10:00 desk: hold", "1:17:", "an artwork"),
      ("10:00 desk: hodl onirica", "1:13:", "did you mean hold?"), ("10:00 wash lag 3s", "1:12:", "did you mean lags?"),
      ("10:00 wash lags soon", "1:17:", "1h30m"), ("10:00 desk: reload", "1:13:", "one show"),
      ("10:00 desk: hall auto for 5m", "1:23:", "leave it out"), ("25:00 door = true", "1:1:", "10:00:05"),
      ("2025-06-31 10:00 door = true", "1:1:", "no time"), ("10:00 note \"open", "1:12:", "close it"),
      ("10:00 door = true true", "1:19:", "complete before"), ("10:00 expect onirica at descent", "1:22:", "in"),
      ("10:00 lead: override wash.Level 1", "1:22:", "did you mean wash.level?"),
      ("+1s broker away", "1:12:", "down or up"),
      ("10:00 visitors many", "1:16:", "120 an hour"), ("10:00 onirica reports", "1:22:", "reports ended"),
      ("\n\n+1s a/b/c = 1", "3:5:", "1 to 64"),
    ])
  func faults(text: String, place: String, hint: String) throws {
    let faults = #expect(throws: ScriptFaults.self) { try RehearsalScript(parsing: text) }
    let said = try #require(faults?.faults.first?.description)
    #expect(said.hasPrefix(place) && said.contains(hint), "\(said)")
    #expect(faults?.faults.count == 1)
  }

  @Test("all faults of a text are told at once")
  func allFaults() {
    let faults = #expect(throws: ScriptFaults.self) { try RehearsalScript(parsing: "a\n10:00 x\n+1s door = 1\nb") }
    #expect(faults?.faults.map(\.line) == [1, 2, 4])
  }

  @Test("a script that is printed reads back as the same script", arguments: 1...300)
  func roundTrip(seed: UInt64) throws {
    var draft = ScriptDraft(seed: seed)
    let script = draft.script()
    let text = script.text
    #expect(try RehearsalScript(parsing: text) == script, "seed \(seed)\n\(text)")
    #expect(try RehearsalScript(parsing: text).text == text)
  }

  @Test("no text makes the reader fail otherwise than by its faults", arguments: 1...200)
  func fuzz(seed: UInt64) throws {
    var draft = ScriptDraft(seed: seed)
    var text = Array(draft.script().text.unicodeScalars)
    for _ in 0..<(1 + draft.chance.index(below: 12)) where !text.isEmpty {
      let scalars: [Unicode.Scalar] = ["\"", "#", " ", "\n", "+", ":", "=", "\\", "é", "\u{0}", "9", "/", "\u{2028}"]
      let place = draft.chance.index(below: text.count)
      switch draft.chance.index(below: 3) {
      case 0: text[place] = scalars[draft.chance.index(below: scalars.count)]
      case 1: text.remove(at: place)
      default: text.insert(scalars[draft.chance.index(below: scalars.count)], at: place)
      }
    }
    var changed = String.UnicodeScalarView()
    changed.append(contentsOf: text)
    do {
      let script = try RehearsalScript(parsing: String(changed))
      #expect(try RehearsalScript(parsing: script.text) == script, "seed \(seed)")
    } catch {
      #expect(error.faults.allSatisfy { $0.line > 0 && $0.column > 0 && !$0.hint.isEmpty }, "seed \(seed)")
    }
  }
}

/// Draws scripts from a seed.
struct ScriptDraft {
  var chance: Chance
  private static let names = [
    "onirica", "door", "wash", "a.b", "0", "for", "until", "true", "x-1_y", "clock", "expect", "note", "held", "10",
  ]
  private static let texts = [
    "", "half open", "a \"b\" \\", "#ff8800", "# no comment", "true", "12", "é→", "open", "+1s",
  ]

  init(seed: UInt64) { chance = Chance(seed: seed, for: "script") }

  mutating func script() -> RehearsalScript {
    RehearsalScript((0..<(1 + chance.index(below: 12))).map { _ in ScriptLine(time(), act()) })
  }

  private mutating func pick<Item>(_ items: [Item]) -> Item { items[chance.index(below: items.count)] }
  private mutating func name<Kind>() -> Name<Kind> { Name(pick(Self.names)) }

  private mutating func span() -> TimeSpan { .milliseconds(Int64(chance.index(below: 90_000_000))) }
  private mutating func timeOfDay() -> TimeOfDay {
    TimeOfDay(hour: chance.index(below: 24), minute: chance.index(below: 60), second: chance.index(below: 60))
      ?? pick([])
  }
  private mutating func local() -> LocalTime {
    let date = LocalDate(year: 2025, month: 1 + chance.index(below: 12), day: 1 + chance.index(below: 28))
    return LocalTime(date: date ?? pick([]), time: timeOfDay())
  }
  private mutating func time() -> ScriptTime {
    switch chance.index(below: 3) {
    case 0: .after(span())
    case 1: .at(timeOfDay())
    default: .on(local())
    }
  }
  private mutating func value() -> Value {
    switch chance.index(below: 3) {
    case 0: .flag(chance.happens(0.5))
    case 1: .number(Double(chance.index(below: 2_000_000) - 1_000_000) / 1000)
    default: .text(pick(Self.texts))
    }
  }
  private mutating func path() -> PropertyPath { PropertyPath(name(), pick(PropertyName.ofKinds)) }

  private mutating func end(for act: CommandAct) -> ScriptEnd? {
    guard act.mayEnd, chance.happens(0.5) else { return nil }
    return pick([
      .after(span()), .at(timeOfDay()), .on(local()), .nextOpening,
      .instant(WallInstant(milliseconds: 1_749_542_400_123)),
    ])
  }

  private mutating func command() -> CommandAct {
    pick([
      .ping, .go(name(), name()), .go(name(), nil), .next(name()), .back(name()), .restart(name()), .skip(name()),
      .hold(name()), .resume(name()), .stop(name(), pick(StopManner.allCases)),
      .mode(name(), pick([.auto, .manual, .outOfOrder])), .blackout(on: chance.happens(0.5)),
      .hall(pick([.open, .close, .auto, .mode(name())])), .release(path()), .releaseAlarm, .override(path(), value()),
      .arm(name(), name(), chance.happens(0.5)), .sense(name(), value()),
    ])
  }

  private mutating func expectation() -> ScriptExpectation {
    pick([
      .scene(name(), name(), isIn: chance.happens(0.5)), .mode(name(), pick(["auto", "held", "out-of-order"])),
      .health(name(), isWell: chance.happens(0.5)), .phase(pick([.open, .closed, .mode(name())])),
      .blackout(chance.happens(0.5)), .alarm(true),
      .property(path(), pick(ScriptExpectation.Comparison.allCases), value()),
      .sensor(name(), .above, value()), .warning("device-silent:voice", stands: chance.happens(0.5)),
    ])
  }

  private mutating func act() -> ScriptAct {
    let order = command()
    return pick([
      .reading(name(), value(), held: chance.happens(0.5)), .sensor(name(), pick([nil, .stuck, .silent])),
      .command(name(), order, end(for: order)), .report(name(), pick(["ended", "on fire", "#1"])),
      .availability(name(), online: chance.happens(0.5)), .manner(name(), pick([.inOrder, .refuses, .lies, .silent])),
      .manner(name(), .answers(after: span())), .visitors(chance.happens(0.5)),
      .visitorsPerHour(Double(chance.index(below: 100_000)) / 10), .group(1 + chance.index(below: 10_000), name()),
      .group(3, nil), .broker(isUp: chance.happens(0.5)),
      .clock(pick([.at(timeOfDay()), .on(local()), .unknown, .right])),
      .restart(after: pick([nil, span()])), .expect(expectation()), .note(pick(Self.texts)),
    ])
  }
}
