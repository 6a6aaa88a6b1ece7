import Sequencer
import Show

/// What is told of a foreign device.
extension ForeignDeviceMachine {
  mutating func tellOnline(_ isOnline: Bool) {
    guard isToldOnline != isOnline else { return }
    isToldOnline = isOnline
    if isOnline == false { (told, toldFacts) = (nil, [:]) }
    actions.append(.tell(.availability(online: isOnline)))
  }

  /// Tells what it is by its own words, or by what it was told: then `assumed` is among the facts.
  mutating func tell() {
    guard isHeard, isAway == false, isSilent == false else { return }
    let warnings = (mismatch.map { "\($0): look at it" } + [refusal].compactMap(\.self)) + shortfalls
    let report = DeviceReport(rev: confirmedRev, state: word, warnings: Array(warnings.prefix(8)))
    let isSaid = known.isOn != nil
    var facts = isSaid ? known.facts : goal?.wanted.assumedFacts ?? [:]
    facts.merge(senses) { $1 }
    facts["assumed"] = .flag(isSaid == false)
    facts["health"] = .text(warnings.isEmpty ? "ok" : "partially")
    guard report != told || facts != toldFacts else { return }
    (told, toldFacts) = (report, facts)
    actions.append(.tell(.actual(report, facts: facts)))
  }

  private var shortfalls: [String] { (goal?.shortfalls ?? []) + untold.map { "it does not tell \($0)" } }
}

extension WantedState {
  /// What is wanted as facts, in the units of their names.
  var assumedFacts: [String: Value] {
    var facts: [String: Value] = ["power": .flag(isOn)]
    if let brightness { facts["level"] = .number((brightness * 1000).rounded() / 1000) }
    switch tint {
    case .kelvin(let kelvin)?: facts["kelvin"] = .number(kelvin)
    case .color(let color)?: facts["color"] = .text(color.description)
    case nil: break
    }
    return facts
  }
}

extension ForeignDevice {
  /// The words of its family.
  func peer(_ topics: ForeignTopics, isLight: Bool) -> any ForeignPeer {
    switch family {
    case .zigbee2mqtt: Zigbee2MQTTPeer(topics: topics, foreign: self, isLight: isLight)
    case .tasmota(_, _, let channel):
      TasmotaPeer(topics: topics, foreign: self, isLight: isLight, channel: channel)
    case .esphome: ESPHomePeer(topics: topics, foreign: self, isLight: isLight)
    case .shellyOne(_, let part, _): ShellyOnePeer(topics: topics, foreign: self, part: part)
    case .shellyTwo(_, let part, let channel):
      ShellyTwoPeer(topics: topics, foreign: self, part: part, channel: channel)
    }
  }
}
