import DeviceLines
import Sequencer
import Show
import Testing

@testable import TextBoxes

/// Plays lines of an exchange to a box that a text describes.
private func play(_ box: String, _ lines: String, keys: String = "host: h") throws {
  var replay = ExchangeReplay(try ShippedBoxes.connection("b", "regie: 1\n" + box, keys))
  try replay.play(Exchange(name: "b", text: lines))
}

private let plain = """
  tcp: 1
  ends_with: '\\n'
  properties:
    power: { type: flag, values: { on: "1", off: "0" }, send: 'P{value}', expect: 'OK', ask: 'P?', reads: 'P={value}' }
  errors:
    - { says: BUSY, means: later }
    - { says: NO, means: refused, words: it says no }
    - { says: BROKEN, means: fault, words: its lamp is broken }
  """

@Suite("A box by its description") struct BoxMachineTests {
  @Test("`later` is tried again after five seconds, `refused` when something else is wanted, a fault is told")
  func errors() throws {
    try play(
      plain,
      """
      ! power=on
      > P?\\n
      < P=0\\n
      > P1\\n
      < BUSY\\n
      = open power=off ok
      + 4s
      > P?\\n
      < P=0\\n
      + 4s
      > P?\\n
      < P=0\\n
      > P?\\n
      < P=0\\n
      > P?\\n
      < P=0\\n
      > P1\\n
      < NO\\n
      = open
      = warns it does not take power true: it says no
      ! power=off
      = confirmed ok
      ! power=on
      > P1\\n
      < BROKEN\\n
      = open
      = warns its lamp is broken: look at it
      """)
  }

  @Test("a login is gone through by its prompts, which have no end; a wrong password rests the line")
  func login() throws {
    let box = """
      tcp: 23
      ends_with: '\\r\\n'
      opening:
        - { expect: '{*}login: ', send: '{user}' }
        - { expect: '{*}Password: ', send: '{password}' }
        - { expect: 'Welcome{*}' }
      properties:
        power: { type: flag, values: { on: "1", off: "0" }, send: 'P{value}', ask: 'P?', reads: 'P={value}' }
      errors:
        - { says: 'Login incorrect', means: refused, words: it wants another password }
      """
    // The replay gives the path of the password's file as the password.
    let keys = "host: h, user: anna, password_file: /secret"
    try play(
      box,
      """
      ! power=on
      < \\xff\\xfblogin:\\x20
      > anna\\r\\n
      < \\r\\nPassword:\\x20
      > /secret\\r\\n
      < \\r\\nWelcome to it\\r\\n
      > P?\\r\\n
      < P=1\\r\\n
      = confirmed there
      """, keys: keys)
    try play(
      box,
      """
      < login:\\x20
      > anna\\r\\n
      < Password:\\x20
      > /secret\\r\\n
      < \\r\\nLogin incorrect\\r\\n
      = there
      = warns it wants another password
      """, keys: keys)
  }

  @Test("a button that was pressed is not pressed again by a line that comes back, nor long after")
  func pulses() throws {
    let box = "udp: 1\nproperties:\n  go: { type: text, send: '{value}', pulse: true }\n"
    try play(
      box,
      """
      ! go=1
      > 1
      = confirmed
      x
      + 1m
      = there confirmed
      """)
    try play(
      box,
      """
      x
      x
      x
      x
      x
      x
      ! go=1
      + 2m
      = there confirmed
      ! go=2
      > 2
      = confirmed
      """)
  }

  @Test("what needs power is neither asked nor set while there is none, and confirmed without it")
  func power() throws {
    let box = """
      tcp: 1
      ends_with: '\\n'
      properties:
        power: { type: flag, values: { on: "1", off: "0", warming: W }, send: 'P{value}', ask: 'P?', reads: 'P={value}' }
        level: { type: number, range: 0..1, wire: 0..255, send: 'L{value}', ask: 'L?', reads: 'L={value}', needs_power: true }
      """
    try play(
      box,
      """
      ! level=0.5 power=off
      > P?\\n
      < P=0\\n
      = confirmed power=off state off
      ! power=on
      > P1\\n
      > P?\\n
      < P=W\\n
      = confirmed state warming
      > P?\\n
      < P=1\\n
      > L128\\n
      > L?\\n
      < L=128\\n
      = confirmed state on
      """)
  }

  @Test("a number on its way is sent in steps, and its end is asked for") func steps() throws {
    let connection = try ShippedBoxes.connection(
      "b",
      "regie: 1\ntcp: 1\nends_with: '\\n'\nproperties:\n  v: { type: number, range: 0..100, send: 'V{value}', steps: 100ms }\n",
      "host: h")
    var machine = BoxMachine(connection, seed: 1)
    var (now, sent): (ShowInstant, [String]) = (.zero, [])
    func note(_ actions: [LineAction]) {
      for case .send(let bytes) in actions { sent.append(String(decoding: bytes, as: UTF8.self)) }
    }
    _ = machine.take(.due, at: now)
    note(machine.take(.opened(secret: nil), at: now))
    let v = try #require(PropertyName(rawValue: "v"))
    let fade = Fade(from: .plain(.number(0)), to: .plain(.number(100)), at: now, over: .seconds(1))
    note(machine.take(.desired(DesiredState(rev: 1, at: now, properties: [v: fade])), at: now))
    while let due = machine.wakesAt, due <= ShowInstant.zero + .seconds(5), sent.count < 50 {
      now = max(now, due)
      note(machine.take(.due, at: now))
    }
    #expect(sent == (0...10).map { "V\($0 * 10)\n" })
  }

  @Test("a line that nobody keeps is opened for each look, and closed") func briefLines() throws {
    let connection = try ShippedBoxes.connection("b", "regie: 1\nkeeps_line: false\n" + plain, "host: h")
    var machine = BoxMachine(connection, seed: 1)
    #expect(machine.take(.due, at: .zero) == [.open])
    #expect(machine.take(.opened(secret: nil), at: .zero) == [.send(Array("P?\n".utf8))])
    let actions = machine.take(.bytes(Array("P=0\n".utf8)), at: .zero)
    #expect(actions.contains(.close) && machine.wakesAt == ShowInstant.zero + .seconds(20))
  }

  @Test("however its bytes are cut on their way, the same comes of it", arguments: 1...40)
  func chunks(seed: UInt64) throws {
    var random = Chance(seed)
    let bytes = Array("noise\nP=0\nP=1\n\nP=0\r\nP=1\n".utf8)
    var machine = BoxMachine(try ShippedBoxes.connection("b", "regie: 1\n" + plain, "host: h"), seed: 1)
    _ = machine.take(.due, at: .zero)
    _ = machine.take(.opened(secret: nil), at: .zero)
    var place = 0
    while place < bytes.count {
      let end = min(bytes.count, place + 1 + Int(random.next() % 5))
      _ = machine.take(.bytes(Array(bytes[place..<end])), at: .zero)
      place = end
    }
    #expect(machine.courses[.power]?.known == .flag(false), "the first answer is the one to the question; seed \(seed)")
  }

  @Test("bytes of any kind neither stop it nor fill it", arguments: 1...60)
  func noise(seed: UInt64) throws {
    var random = Chance(seed)
    let name = ShippedBoxes.names[Int(seed) % ShippedBoxes.names.count]
    var machine = BoxMachine(
      try ShippedBoxes.connection(of: name, ShippedBoxes.usualKeys(of: name)), seed: seed)
    var now = ShowInstant.zero
    for _ in 0..<400 {
      let actions: [LineAction]
      switch random.next() % 4 {
      case 0:
        let words = Array("PWR!01OK \r\n)x>*\"{}[]:,200\n".utf8)
        actions = machine.take(
          .bytes((0..<(random.next() % 90)).map { _ in words[Int(random.next() % UInt64(words.count))] }), at: now)
      case 1: actions = machine.take(.bytes((0..<40).map { _ in UInt8(truncatingIfNeeded: random.next()) }), at: now)
      default:
        now = max(now, machine.wakesAt ?? now) + .milliseconds(Int64(random.next() % 50))
        actions = machine.take(.due, at: now)
      }
      if actions.contains(.open) {
        _ = machine.take(random.next() % 5 == 0 ? .lost("no") : .opened(secret: nil), at: now)
      }
      #expect(machine.queue.count <= machine.questions.count && machine.splitter.rest.count <= 65_536)
    }
  }

  @Test("what never ends is hung up on") func endless() throws {
    var machine = BoxMachine(try ShippedBoxes.connection("b", "regie: 1\n" + plain, "host: h"), seed: 1)
    _ = machine.take(.due, at: .zero)
    _ = machine.take(.opened(secret: nil), at: .zero)
    let actions = machine.take(.bytes([UInt8](repeating: 0x41, count: 70_000)), at: .zero)
    #expect(actions.contains(.close) && actions.contains(.tell(.availability(online: false))))
  }

  @Test("a text climbs out of no place of HTTP, and ends no line") func escaping() throws {
    try play(
      "http: 80\nproperties:\n  t: { type: text, send: 'PUT /a/{value}?x' }\n  j: { type: text, send: 'PUT /j {\"t\":\"{value}\"}' }\n",
      """
      ! t=a&b=ü j=say"hi"
      > PUT /a/a%26b%3D%C3%BC?x
      < 200 ok
      > PUT /j {"t":"say\\\\"hi\\\\""}
      < 200 ok
      = confirmed assumed t assumed j
      ! t=../../x
      = open
      = warns t ../../x cannot be said to it
      """)
  }
}

/// Chance from a seed (SplitMix64).
struct Chance {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
