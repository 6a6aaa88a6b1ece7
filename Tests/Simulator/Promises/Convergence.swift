import ControlRoom
import Foundation
import MQTTLink
import Sequencer
import Show

/// Whether everything is where it should be, once all faults have ended.
struct Convergence {
  let daemon: HallDaemon
  let broker: SimulatedBroker
  let devices: [SimulatedDevice]
  let operators: Operators

  /// The first thing that is not.
  func fault() -> String? {
    guard let room = daemon.room?.inspected() else { return "the daemon does not run" }
    guard room.isLinked else { return "the daemon is not connected" }
    guard room.handover.phase == .idle || room.handover.phase == .committing else {
      return "the journal is \(room.handover.phase)"
    }
    return levels(of: room.sequencer) ?? strangers(room.sequencer.show) ?? devicesFault(room.sequencer)
      ?? sensors(room.sequencer) ?? announcement() ?? answers()
  }

  // MARK: What the broker keeps

  private func levels(of sequencer: Sequencer) -> String? {
    for id in sequencer.show.hall.devices.keys.sorted() {
      guard let device = sequencer.state.devices[id], device.desired.rev > 0 else { continue }
      for name in sequencer.show.hall.devices[id]?.propertyNames ?? [] {
        let told = device.desired.properties[name]?.to
        if sequencer.resolve(PropertyPath(id, name))?.fade.to != told {
          return "\(id).\(name.rawValue) is told as \(told.map { "\($0)" } ?? "nothing"), not as the layers have it"
        }
      }
      let text = DesiredText(device.desired) { _ in nil }
      if let fault = compare("hall/s/device/\(id)/desired", text) { return fault }
    }
    for (id, artwork) in sequencer.state.artworks.sorted(by: { $0.key < $1.key }) {
      guard let status = artwork.published else { continue }
      if let fault = compare("hall/s/artwork/\(id)/state", ArtworkStateText(status) { _ in nil }) { return fault }
    }
    guard let status = sequencer.state.published else { return "the hall's state was never told" }
    return compare("hall/s/state", HallStateText(status))
  }

  private func compare(_ topic: String, _ value: some Encodable) -> String? {
    guard let kept = broker.retained[topic] else { return "the broker keeps nothing on \(topic)" }
    let there = (try? JSONValue(strict: kept.payload)).map(Self.withoutInstants)
    let wanted = (try? JSONEncoder().encode(value)).flatMap { try? JSONValue(strict: Array($0)) }
      .map(Self.withoutInstants)
    if there == wanted { return nil }
    return "\(topic) is \(there?.canonical ?? "nothing"), and should be \(wanted?.canonical ?? "nothing")"
  }

  /// A value without its instants, which were written by the clock of their time.
  private static func withoutInstants(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let fields):
      .object(
        fields.filter { !["at", "since", "until"].contains($0.key) }.mapValues(withoutInstants))
    case .list(let values): .list(values.map(withoutInstants))
    default: value
    }
  }

  /// What is kept for devices and artworks that the show does not have.
  private func strangers(_ show: Show) -> String? {
    for topic in broker.retained.keys.sorted() {
      let levels = topic.split(separator: "/").map(String.init)
      guard levels.count == 5, levels[0...1] == ["hall", "s"] else { continue }
      switch (levels[2], levels[4]) {
      case ("device", "desired") where show.hall.devices[DeviceID(levels[3])] == nil,
        ("artwork", "state") where !show.hall.artworkOrder.contains(ArtworkID(levels[3])):
        return "\(topic) is kept, and the show has no such thing"
      default: continue
      }
    }
    return nil
  }

  // MARK: Devices, sensors, operators

  private func devicesFault(_ sequencer: Sequencer) -> String? {
    for device in devices {
      guard let known = sequencer.state.devices[DeviceID(device.name)], known.desired.rev > 0 else { continue }
      if device.rev != known.desired.rev {
        return "\(device.name) has rev \(device.rev.map { "\($0)" } ?? "none"), and should have \(known.desired.rev)"
      }
      if known.online != true { return "\(device.name) does not count as there" }
    }
    return nil
  }

  private func sensors(_ sequencer: Sequencer) -> String? {
    for (id, topic, map) in [
      ("lift", "building/lift", ["{\"state\":\"UP\"}": true, "{\"state\":\"DOWN\"}": false]),
      ("fire", "building/fire", ["\"OPEN\"": true, "\"CLOSED\"": false]),
    ] {
      guard let kept = broker.retained[topic], let state = sequencer.state.sensors[SensorID(id)],
        state.injectedUntil == nil, let value = map[String(decoding: kept.payload, as: UTF8.self)]
      else { continue }
      if state.value != .flag(value) {
        return "\(id) is \(value), and counts as \(state.value.map { "\($0)" } ?? "unknown")"
      }
    }
    return nil
  }

  private func announcement() -> String? {
    guard let kept = broker.retained["hall/s/controller"], let json = try? JSONValue(strict: kept.payload) else {
      return "the daemon is not announced"
    }
    return json.at(pointer: "/state")?.text == "online" && json.at(pointer: "/ready") == .flag(true)
      ? nil : "the daemon is announced as \(json.canonical)"
  }

  private func answers() -> String? {
    let patience = Duration.seconds(9)
    let late = operators.unanswered.first { $0.sentAt.advanced(by: patience) <= daemon.world.now }
    return late.map { "\($0.key) (\($0.word)) was sent \($0.tries) times and not answered" }
  }
}
