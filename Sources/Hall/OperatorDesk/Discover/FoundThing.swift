import ArtNet
import Show

/// Something that answered, or announced itself, on the networks of a hall.
struct FoundThing: Hashable, Sendable, Comparable {
  /// How it was found.
  enum Way: String, Hashable, Sendable, CaseIterable {
    case pjlink, artnet, sacn, zigbee2mqtt, tasmota, esphome, shelly, homeassistant
  }

  var way: Way
  /// Where it is: an address, or a topic.
  var address: String
  /// What it calls itself.
  var name: String
  /// What else it says.
  var detail: String
  /// How it is written in `hall.yaml`, where that can be told from here.
  var entry: String?

  static func < (left: FoundThing, right: FoundThing) -> Bool {
    (left.way.rawValue, left.address, left.name) < (right.way.rawValue, right.address, right.name)
  }
}

extension FoundThing {
  /// A projector that answered a search.
  init(projectorAt address: String, hardwareAddress: String) {
    self.init(
      way: .pjlink, address: address, name: hardwareAddress, detail: "a projector of PJLink class 2",
      entry: "beamer: { kind: projector, connection: { protocol: pjlink, address: \(address) } }")
  }

  /// A node of Art-Net that answered a poll.
  init(_ node: ArtNetNode, from address: String) {
    func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
    let outputs = node.outputs.isEmpty ? [] : ["makes DMX512 of universes \(list(node.outputs))"]
    let inputs = node.inputs.isEmpty ? [] : ["sends universes \(list(node.inputs))"]
    let kind = node.isController ? ["a controller"] : []
    let name = node.longName.isEmpty ? node.shortName : node.longName
    self.init(
      way: .artnet, address: address, name: name,
      detail: (kind + outputs + inputs).joined(separator: ", "),
      entry: node.outputs.isEmpty
        ? nil
        : "universes: { "
          + node.outputs.map { "\($0): { protocol: artnet, address: \(address) }" }.joined(separator: ", ") + " }")
  }

  /// A source of sACN that announced its universes.
  init(source name: String, universes: [Int], from address: String) {
    self.init(
      way: .sacn, address: address, name: name,
      detail: "sends universes \(universes.prefix(20).map(String.init).joined(separator: ", "))"
        + (universes.count > 20 ? " …" : ""), entry: nil)
  }

  /// The things of which a message on the broker tells.
  ///
  /// What is not understood gives nothing: anybody may write on a broker.
  static func told(on topic: String, _ payload: [UInt8]) -> [FoundThing] {
    let levels = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let json = JSON(parsing: payload) else {
      // ESPHome and Shelly of the second generation say that they are there in one word.
      let word = String(decoding: payload, as: UTF8.self)
      guard ["online", "true"].contains(word), levels.count == 2, ["status", "online"].contains(levels[1]) else {
        return []
      }
      return [
        FoundThing(
          way: levels[1] == "status" ? .esphome : .shelly, address: levels[0], name: levels[0], detail: "says \(word)",
          entry: nil)
      ]
    }
    if levels.last == "devices", levels.count == 3, levels[1] == "bridge" {
      return json.elements.compactMap { zigbee($0, base: levels[0]) }
    }
    if levels.count == 4, levels[0] == "tasmota", levels[1] == "discovery", levels[3] == "config" {
      return [tasmota(json, levels[2])].compactMap { $0 }
    }
    if levels == ["shellies", "announce"] { return [shelly(json)].compactMap { $0 } }
    if levels.count == 2, levels[1] == "online", json == .flag(true) {
      return [FoundThing(way: .shelly, address: levels[0], name: levels[0], detail: "says true", entry: nil)]
    }
    if levels.first == "homeassistant", levels.last == "config", levels.count >= 4 {
      return [homeAssistant(json, component: levels[1])].compactMap { $0 }
    }
    return []
  }

  private static func zigbee(_ json: JSON, base: String) -> FoundThing? {
    guard json["type"]?.text != "Coordinator", let name = json["friendly_name"]?.text else { return nil }
    let maker = [json["definition"]?["vendor"]?.text, json["definition"]?["description"]?.text].compactMap { $0 }
    return FoundThing(
      way: .zigbee2mqtt, address: "\(base)/\(name)", name: name, detail: maker.joined(separator: " "), entry: nil)
  }

  private static func tasmota(_ json: JSON, _ hardware: String) -> FoundThing? {
    guard let topic = json["t"]?.text else { return nil }
    let detail = [json["md"]?.text, json["ip"]?.text, hardware].compactMap { $0 }.joined(separator: ", ")
    return FoundThing(
      way: .tasmota, address: topic, name: json["dn"]?.text ?? topic, detail: detail, entry: nil)
  }

  private static func shelly(_ json: JSON) -> FoundThing? {
    guard let id = json["id"]?.text else { return nil }
    let detail = [json["model"]?.text, json["ip"]?.text].compactMap { $0 }.joined(separator: ", ")
    return FoundThing(way: .shelly, address: "shellies/\(id)", name: id, detail: detail, entry: nil)
  }

  private static func homeAssistant(_ json: JSON, component: String) -> FoundThing? {
    let device = json["device"] ?? json["dev"]
    let own = json["name"]?.text
    guard
      let topic = json["command_topic"]?.text ?? json["cmd_t"]?.text ?? json["state_topic"]?.text
        ?? json["stat_t"]?.text
    else { return nil }
    let names = [device?["name"]?.text, own].compactMap { $0 }
    let detail = [
      component, device?["manufacturer"]?.text ?? device?["mf"]?.text, device?["model"]?.text ?? device?["mdl"]?.text,
    ]
    return FoundThing(
      way: .homeassistant, address: topic, name: names.joined(separator: " "),
      detail: detail.compactMap { $0 }.joined(separator: " "), entry: nil)
  }

  /// Where devices announce themselves on a broker.
  static let announcements = [
    "+/bridge/devices", "tasmota/discovery/+/config", "shellies/announce", "+/online", "+/status",
    "homeassistant/+/+/config", "homeassistant/+/+/+/config",
  ]
}
