import Show
import ShowFiles
import Testing

@Suite("Lights in their slots")
struct PatchTests {
  private static func hall(_ devices: String) -> String {
    Texts.hall.replacing(
      "  wash: { kind: light }\n",
      with: "  wash: { kind: light, model: rgb, universe: 1, slot: 1 }\n\(devices)")
      + "universes: { 1: { protocol: sacn, priority: 120, address: 10.0.0.7, rate: 30 }, 2: { protocol: artnet } }\n"
  }

  @Test("a hall's universes and the profiles of its lights are in the show")
  func read() throws {
    let loaded = MarkedShow(
      hall: Self.hall("  lamp: { kind: light, universe: 2, slot: 512, gamma: 2.2, minimum: 0.02 }\n")
    ).loaded
    #expect(loaded.faults == [])
    let hall = try #require(loaded.show).hall
    #expect(
      hall.universes == [
        1: LightUniverse(number: 1, lineProtocol: .sacn, address: "10.0.0.7", priority: 120, rateHz: 30),
        2: LightUniverse(number: 2, lineProtocol: .artnet),
      ])
    #expect(hall.fixtures.keys.sorted() == ["dimmer", "rgb"])
    #expect(hall.fixtures["rgb"]?.footprint == 3)
    #expect(hall.devices["lamp"]?.gamma == 2.2)
    #expect(hall.devices["lamp"]?.minimum == 0.02)
  }

  @Test(
    "each fault of a place is named where it is written",
    arguments: [
      Marked(
        "  lamp: { kind: light, universe: 1, slot: ‸3 }\n", "slots 3 to 3 of universe 1 overlap with wash, 1 to 3",
        hint: "slots of its own"),
      Marked(
        "  lamp: { kind: light, model: rgbw, universe: 1, slot: ‸510 }\n", "lamp takes 4 slots and ends at 513",
        hint: "509 at most"),
      Marked(
        "  lamp: { kind: light, model: ‸rgbbw, universe: 1, slot: 9 }\n", "no fixture is called `rgbbw`",
        hint: "did you mean `rgbw`"),
    ])
  func faults(marked: Marked) {
    MarkedShow(hall: Self.hall(marked.text)).expect(marked, file: "hall.yaml")
  }

  @Test("a light in a universe that is not declared stays with the broker, whatever its model")
  func undeclared() {
    let loaded = MarkedShow(hall: Self.hall("  lamp: { kind: light, model: x, universe: 7, slot: 1 }\n")).loaded
    #expect(loaded.faults == [])
    #expect(loaded.show?.hall.fixtures["x"] == nil)
  }
}
