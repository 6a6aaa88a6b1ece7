import Show
import ShowFiles
import Testing

@Suite("Devices that wake and sleep with the hall")
struct HoursFileTests {
  private static func hall(_ devices: String) -> String {
    Texts.hall.replacing("  wash: { kind: light }\n", with: "  wash: { kind: light }\n\(devices)")
  }

  @Test("what is awake when, how long it takes, what powers it, and how a PC is put to sleep are in the show")
  func read() throws {
    let devices = """
        beamer: { kind: projector, awake: opening, warm_up: 3m, cool_down: 90s, sleeps_after: 5m, powered_by: outlet }
        outlet: { kind: switch, awake: always }
        tower: { kind: switch, connection: { wake: "AA:BB:CC:DD:EE:FF", off: broker } }
        old: { kind: switch, connection: { wake: "AA:BB:CC:DD:EE:FE" } }

      """
    let loaded = MarkedShow(hall: Self.hall(devices) + "dark_within: 10m\npreflight: 3m\n").loaded
    #expect(loaded.faults == [])
    let hall = try #require(loaded.show).hall
    let beamer = try #require(hall.devices["beamer"])
    #expect(beamer.awake == .opening && beamer.warmUp == .minutes(3) && beamer.coolDown == .seconds(90))
    #expect(
      beamer.sleepsAfter == .minutes(5) && beamer.poweredBy == "outlet" && hall.sources(of: "beamer") == ["outlet"])
    #expect(hall.devices["outlet"]?.awake == .always)
    #expect(
      hall.devices["tower"]?.connection?.tellsItself == true && hall.devices["old"]?.connection?.tellsItself == false)
    #expect(hall.darkWithin == .minutes(10) && hall.preflight == .minutes(3))
  }

  @Test(
    "each fault of the hours is named where it is written",
    arguments: [
      Marked("  b: { kind: projector, awake: ‸night }\n", "`awake` cannot be `night`", hint: "opening"),
      Marked("  b: { kind: light, ‸warm_up: 3m }\n", "`warm_up` is for what has `power`, and b has none"),
      Marked("  b: { kind: player, ‸cool_down: 3m }\n", "`cool_down` is for what has `power`"),
      Marked("  b: { kind: projector, ‸sleeps_after: 3m }\n", "`sleeps_after` is for a device", hint: "awake: opening"),
      Marked(
        "  b: { kind: projector, awake: always, ‸sleeps_after: 3m }\n", "`sleeps_after` is for a device that the hall"),
      Marked("  b: { kind: projector, warm_up: ‸soon }\n", "`warm_up` is a length of time", hint: "8s"),
      Marked("  b: { kind: projector, powered_by: ‸c }\n", "there is no device `c`"),
      Marked("  b: { kind: projector, powered_by: ‸wash }\n", "wash has no `power`", hint: "the outlet"),
      Marked("  b: { kind: projector, powered_by: ‸b }\n", "b is powered by itself", hint: "leave one"),
      Marked(
        "  b: { kind: switch, connection: { wake: \"AA:BB:CC:DD:EE:FF\", off: ‸ssh } }\n", "`off` cannot be `ssh`",
        hint: "broker"),
    ])
  func faults(marked: Marked) { MarkedShow(hall: Self.hall(marked.text)).expect(marked, file: "hall.yaml") }

  @Test("an artwork's scene for the lead is one of its own")
  func opening() throws {
    let marked = Marked(
      Texts.artwork.replacing("closed: ", with: "opening: ‸nowhere\nclosed: "), "this artwork has no scene `nowhere`")
    MarkedShow(artwork: marked.text).expect(marked, file: "piece.yaml")
    let read = MarkedShow(artwork: Texts.artwork.replacing("closed: ", with: "opening: two\nclosed: ")).loaded
    #expect(read.faults == [] && read.show?.artworks.first?.opening == "two")
  }
}
