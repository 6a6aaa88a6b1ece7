import Show
import ShowFiles
import Testing

/// A show of one device with one box.
private func load(_ box: String, connection: String = "box: b, host: 10.0.0.1", kind: String = "box", more: String = "")
  -> LoadedShow
{
  let hall = """
    regie: 1
    hall: h
    topics: h
    artworks: []
    devices:
      a: { kind: \(kind), connection: { \(connection) }\(more) }
    """
  return ShowReader.read(files: [
    ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "boxes/b.yaml", text: box),
  ])
}

private func faults(_ loaded: LoadedShow) -> [String] {
  loaded.faults.map { "\($0.file):\($0.line):\($0.column): \($0.message)" }
}

private let sound = """
  regie: 1
  tcp: 23
  serial: { baud: 19200, parity: even, data_bits: 7, stop_bits: 2 }
  parameters: { id: "01" }
  ends_with: '\\r'
  properties:
    power: { type: flag, values: { on: ["1", "01"], off: "0" }, send: 'P{id}{value}', ask: 'P?', reads: 'P={value}' }
    input: { type: choice, values: { front: A, back: B }, send: 'I{value}' }
    level: { type: number, range: 0..1, wire: 0..255, send: 'L{value:02X}' }
    level-2: { type: number, range: -80..10, unit: dB, send: 'M{value:.1}', steps: 100ms }
    press: { type: text, send: '\\x02{value}\\x03', pulse: true }
  errors:
    - { says: 'E{*}', means: later }
  """

@Suite("A description of a box") struct BoxFileTests {
  private func reached(_ loaded: LoadedShow) -> BoxConnection? {
    if case .box(let connection)? = loaded.show?.hall.devices["a"]?.connection { connection } else { nil }
  }

  @Test("is read, its blanks filled by the device, and gives the device its properties") func reads() throws {
    let loaded = load(sound, connection: "box: b, host: 10.0.0.1, port: 4001, with: { id: 7 }")
    #expect(faults(loaded) == [])
    let connection = try #require(reached(loaded))
    #expect(connection.place == .network(host: "10.0.0.1", port: 4001) && connection.line == .tcp(port: 23))
    let power = try #require(connection.box.properties.first)
    #expect(power.send?.bytes(power.wire(.flag(true))) == Array("P71".utf8))
    #expect(connection.box.end == [0x0d] && connection.box.errors.first?.meaning == .later)
    #expect(
      Set(loaded.show?.hall.devices["a"]?.properties.keys.map(\.rawValue) ?? []) == [
        "power", "input", "level", "level-2", "press",
      ])
  }

  @Test("a serial port is taken with its settings") func serial() throws {
    let connection = try #require(reached(load(sound, connection: "box: b, serial: /dev/ttyUSB0")))
    #expect(connection.line == .serial(SerialSettings(baud: 19200, dataBits: 7, parity: .even, stopBits: 2)))
    #expect(connection.place == .port(path: "/dev/ttyUSB0"))
  }

  @Test("values of the show are checked by the box: names, words, ranges and units")
  func values() {
    #expect(faults(load(sound, more: ", default: { input: front, level-2: -20dB, power: on }")) == [])
    #expect(
      faults(load(sound, more: ", default: { inptu: front, input: side, level-2: 20, power: maybe }")) == [
        "hall.yaml:6:70: a is a box and has no `inptu`", "hall.yaml:6:91: `a.input` cannot be `side`",
        "hall.yaml:6:106: `a.level-2` is 20, out of its range",
        "hall.yaml:6:117: `a.power` is true or false, not `maybe`",
      ])
  }

  @Test("every fault is found at once, each with its place")
  func allFaults() {
    let loaded = load(
      """
      regie: 1
      tcp: 70000
      pasue: 1s
      ends_with: '{value}'
      properties:
        power: { type: flag, send: 'P{value}' }
        Input: { type: text, send: '{value}' }
        level: { type: number, wire: 0..9, send: 'L', ask: 'L?' }
        scene: { type: choice, values: { one: A, two: A, "3": C }, send: 'S{valeu}' }
        name: { type: text, send: 'N\\q{value}', hears: 'N{*}{value}' }
        gain: { type: text, send: 'G{value:8}', reads: 'G={value}' }
        lamp: { type: number }
      errors:
        - { says: 'E{*}', means: perhaps }
      """)
    let found = loaded.faults.filter { $0.file == "boxes/b.yaml" }.map { "\($0.line):\($0.column) \($0.message)" }
    #expect(
      found == [
        "2:6 `tcp` is 70000, out of its range", "3:1 a box has no key `pasue`", "4:12 `ends_with` is literal text",
        "6:12 a flag needs `values`", "7:3 `Input` is no name of a property",
        "8:32 `wire` needs a `range` that it stands for", "8:44 `send` needs {value}, once",
        "8:49 `ask` goes with `reads` or `pointer`", "9:49 `two` and `one` are the same to the box",
        "9:52 `3` is no word", "9:70 there is nothing called `valeu`", "10:31 this is no escape",
        "10:50 nothing tells where one place of `hears` ends and the next begins",
        "11:11 `gain` is a number from -100 to 12 wherever it stands", "11:31 `8` is no form of a number",
        "11:43 `ask` goes with `reads` or `pointer`", "12:11 `lamp` can neither be set nor read",
        "14:28 `means` cannot be `perhaps`",
      ])
    #expect(loaded.show == nil, "a hall whose box has faults is refused")
    #expect(faults(loaded).contains("hall.yaml:6:38: the description of the box `b` has faults"))
  }

  @Test(
    "a device that does not fit its box is told so",
    arguments: [
      ("box: c, host: h", "box", "there is no box `c`"), ("box: b", "box", "a box is somewhere"),
      ("box: b, host: h, with: { idd: 2 }", "box", "the box `b` has no parameter `idd`"),
      ("box: b, host: h, serial: /dev/x", "box", "`serial` has no place beside `host`"),
      ("box: b, host: h", "player", "the box `b` has nothing that a player has"),
      ("box: b, host: h", "screen", "a screen is not reached by `box`"),
    ])
  func misfits(connection: String, kind: String, message: String) {
    #expect(load(sound, connection: connection, kind: kind).faults.contains { $0.message == message })
  }

  @Test("a light by a box has a level from 0 to 1, whatever stands on the line") func kinds() {
    #expect(faults(load(sound, kind: "light", more: ", default: { level: 0.5 }")) == [])
    let coarse = sound.replacing("range: 0..1,", with: "range: 0..100,")
    #expect(
      load(coarse, kind: "light").faults.map(\.message) == [
        "the box `b` has a `level` that is not a number from 0 to 1"
      ])
  }

  @Test(
    "a file that is only bytes, lists or nothing is refused without a crash",
    arguments: ["", "- a", "\u{1}", "a", "properties:"])
  func broken(text: String) { #expect(load(text).show == nil) }
}
