import Foundation
import Show
import ShowFiles
import Testing

@Suite("Fixture files")
struct FixtureFileTests {
  private static let open = """
    {"name": "Par", "availableChannels": {
      "Dimmer": {"fineChannelAliases": ["Dimmer fine"], "capability": {"type": "Intensity"}},
      "Red": {"capability": {"type": "ColorIntensity", "color": "Red"}},
      "UV": {"capability": {"type": "ColorIntensity", "color": "UV"}},
      "Amber": {"capability": {"type": "ColorIntensity", "color": "Amber"}},
      "Lime": {"capability": {"type": "ColorIntensity", "color": "Lime"}},
      "Shutter": {"capabilities": [{"dmxRange": [0, 50], "type": "ShutterStrobe", "shutterEffect": "Closed"},
        {"dmxRange": [51, 255], "type": "ShutterStrobe", "shutterEffect": "Open"}]},
      "White": {"defaultValue": "50%", "capability":
        {"type": "ColorTemperature", "colorTemperatureStart": "2800K", "colorTemperatureEnd": "6000K"}}},
     "modes": [{"name": "6ch", "channels": ["Dimmer", "Dimmer fine", "Red", null, "Shutter", "White"]},
      {"name": "2ch", "channels": ["Red", "UV"]},
      {"name": "warm", "channels": ["Red", "Amber", "Lime"]}]}
    """
  private static let qlc = """
    <?xml version="1.0" encoding="UTF-8"?>
    <FixtureDefinition xmlns="http://www.qlcplus.org/FixtureDefinition">
     <Channel Name="Master" Preset="IntensityMasterDimmer"/>
     <Channel Name="Master fine" Preset="IntensityMasterDimmerFine"/>
     <Channel Name="R"><Group Byte="0">Intensity</Group><Colour>Red</Colour></Channel>
     <Channel Name="Cool white"><Group Byte="0">Intensity</Group><Colour>White</Colour></Channel>
     <Channel Name="A" Preset="IntensityAmber"/>
     <Channel Name="L"><Group Byte="0">Intensity</Group><Colour>Lime</Colour></Channel>
     <Channel Name="Black light" Preset="IntensityUV"/>
     <Channel Name="Strobe"><Group Byte="0">Shutter</Group>
      <Capability Min="0" Max="9">Closed</Capability><Capability Min="51" Max="255" Preset="ShutterOpen">O</Capability>
     </Channel>
     <Mode Name="Five"><Channel Number="0">R</Channel><Channel Number="1">Master</Channel>
      <Channel Number="2">Master fine</Channel><Channel Number="3">Cool white</Channel>
      <Channel Number="4">Strobe</Channel></Mode>
     <Mode Name="Warm"><Channel Number="0">A</Channel><Channel Number="1">L</Channel>
      <Channel Number="2">Black light</Channel></Mode>
    </FixtureDefinition>
    """

  private func load(_ path: String, _ text: String, model: String) -> LoadedShow {
    let hall = Texts.hall.replacing(
      "wash: { kind: light }", with: "wash: { kind: light, model: \"\(model)\", universe: 1, slot: 1 }")
    return ShowReader.read(files: [
      ShowFile(path: "hall.yaml", text: hall + "universes: { 1: { protocol: sacn } }\n"),
      ShowFile(path: "piece.yaml", text: Texts.artwork), ShowFile(path: path, text: text),
    ])
  }

  @Test("the first mode of a fixture of the Open Fixture Library, or the one named, becomes a profile")
  func openFixture() {
    let loaded = load("fixtures/par.json", Self.open, model: "fixtures/par.json")
    #expect(loaded.faults == [])
    let profile = loaded.show?.hall.fixtures["fixtures/par.json"]
    #expect(profile?.footprint == 6)
    #expect(
      profile?.channels == [
        FixtureChannel(.dimmer, at: 0, fine: 1), FixtureChannel(.emitter(.red), at: 2),
        FixtureChannel(.fixed(0), at: 3), FixtureChannel(.fixed(0.2), at: 4),
        FixtureChannel(.kelvin(from: 2800, to: 6000), at: 5),
      ])
    let other = load("fixtures/par.json", Self.open, model: "fixtures/par.json#2ch")
    #expect(other.faults == [])
    #expect(
      other.show?.hall.fixtures["fixtures/par.json#2ch"]?.channels
        == [FixtureChannel(.emitter(.red), at: 0), FixtureChannel(.emitter(.uv), at: 1)])
    #expect(
      load("fixtures/par.json", Self.open, model: "fixtures/par.json#warm").show?.hall.fixtures[
        "fixtures/par.json#warm"]?
        .channels == [
          FixtureChannel(.emitter(.red), at: 0), FixtureChannel(.emitter(.amber), at: 1),
          FixtureChannel(.emitter(.lime), at: 2),
        ])
  }

  @Test("a fixture definition of QLC+ becomes a profile")
  func qlcFixture() {
    let loaded = load("fixtures/par.qxf", Self.qlc, model: "fixtures/par.qxf#Five")
    #expect(loaded.faults == [])
    #expect(
      loaded.show?.hall.fixtures["fixtures/par.qxf#Five"]?.channels == [
        FixtureChannel(.emitter(.red), at: 0), FixtureChannel(.dimmer, at: 1, fine: 2),
        FixtureChannel(.emitter(.coolWhite), at: 3), FixtureChannel(.fixed(0.2), at: 4),
      ])
    #expect(
      load("fixtures/par.qxf", Self.qlc, model: "fixtures/par.qxf#Warm").show?.hall.fixtures["fixtures/par.qxf#Warm"]?
        .channels == [
          FixtureChannel(.emitter(.amber), at: 0), FixtureChannel(.emitter(.lime), at: 1),
          FixtureChannel(.emitter(.uv), at: 2),
        ])
  }

  @Test(
    "what is no fixture is a fault of its file, and of the light that names it",
    arguments: [
      ("fixtures/a.json", "{", "this is no fixture of the Open Fixture Library"),
      (
        "fixtures/a.json", "{\"availableChannels\": {}}",
        "this is no fixture of the Open Fixture Library: `modes` is missing"
      ),
      (
        "fixtures/a.json", "{\"availableChannels\": {}, \"modes\": [{\"name\": \"m\", \"channels\": [\"x\"]}]}",
        "mode `m` names"
      ),
      ("fixtures/a.qxf", "<FixtureDefinition>\n<Mode", "this is no fixture definition of QLC+"),
      ("fixtures/a.qxf", "<Workspace/>", "this is no fixture definition of QLC+"),
      ("fixtures/a.qxf", "<FixtureDefinition/>", "this fixture has no modes"),
    ])
  func faults(path: String, text: String, message: String) {
    let faults = load(path, text, model: path).faults
    #expect(faults.map(\.file) == [path, "hall.yaml"])
    #expect(faults.first?.message.hasPrefix(message) == true, "\(faults)")
    #expect(faults.last?.message.hasPrefix("no fixture is called") == true)
  }

  @Test("whatever is cut or changed in a fixture file, reading it ends")
  func chance() {
    for text in [Self.open, Self.qlc] {
      let path = text.hasPrefix("<") ? "fixtures/a.qxf" : "fixtures/a.json"
      for count in stride(from: 0, to: text.count, by: 7) { _ = load(path, String(text.prefix(count)), model: path) }
    }
  }
}
