import Foundation
import MQTTLink
import Sequencer
import Show

/// Performs effects: the only code of the control room that turns an effect into a message, or hands it to a driver.
///
/// Levels are kept, so that all of them can be told again at every connect: the broker may have lost them.
final class Interpreter {
  /// What is published to; none before the first connection is opened.
  var link: MQTTConnection?
  /// The devices that are driven without the broker.
  let rack: DeviceRack
  /// What sends messages without the broker.
  let senders: [any MessageSender]
  /// Where things are published.
  var topics: TopicMap
  /// Called when a momentary effect was performed, with what became of it.
  var onOutcome: (_ effect: Effect, _ seq: Int64, _ word: String) -> Void = { _, _, _ in }
  /// Called from any thread when a message that did not go by the broker was settled.
  var whenSettled: @Sendable (_ effect: Effect, _ seq: Int64, SendOutcome) -> Void = { _, _, _ in }
  /// Called when the programme is to be resolved.
  var onResolveAgenda: () -> Void = {}

  private var levels: [String: [UInt8]] = [:]
  private let encoder = JSONEncoder()

  /// An interpreter without a link.
  init(topics: TopicMap, rack: DeviceRack, senders: [any MessageSender]) {
    (self.topics, self.rack, self.senders) = (topics, rack, senders)
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// Performs one effect.
  ///
  /// - Parameters:
  ///   - effect: what is to be done; answers are not for here, they need an address.
  ///   - seq: its number in the journal.
  ///   - instant: writes instants of show time.
  func perform(_ effect: Effect, seq: Int64, at instant: @escaping InstantWriter) {
    switch effect {
    case .desired(let device, let state):
      rack.desire(state, of: device)
      level(topics.desired(of: device), text(state, at: instant))
    case .artworkState(let id, let status): level(topics.state(of: id), ArtworkStateText(status, at: instant))
    case .hallState(let status): level(topics.state, HallStateText(status))
    case .publish(let publication):
      // A message that is kept by the broker may come late; any other belongs to its moment.
      guard let link, link.isConnected || publication.retain else {
        return onOutcome(effect, seq, PublishOutcome.dropped.word)
      }
      var message = MQTTPublication(
        publication.topic, publication.payload, qos: .atLeastOnce, retain: publication.retain)
      message.isMomentary = !publication.retain
      link.publish(message) { [onOutcome] outcome in onOutcome(effect, seq, outcome.word) }
    case .send(let message): send(message, of: effect, seq: seq)
    case .resolveAgenda: onResolveAgenda()
    case .reply: break
    }
  }

  private func send(_ message: OutsideMessage, of effect: Effect, seq: Int64) {
    for sender in senders where sender.send(message, settled: { [whenSettled] in whenSettled(effect, seq, $0) }) {
      return
    }
    whenSettled(effect, seq, .failed("dropped: nothing here sends such a message"))
  }

  /// Publishes what a foreign device is told: never kept by the broker, and never sent twice by the link.
  func publish(_ message: BrokerMessage) {
    guard let link, link.isConnected else { return }
    var publication = MQTTPublication(message.topic, message.payload, qos: .atLeastOnce, retain: false)
    publication.isMomentary = true
    link.publish(publication)
  }

  /// Publishes what a device that is driven here tells, as the device itself would.
  func tell(_ report: DriverReport, of device: DeviceID) {
    switch report {
    case .actual(let report, let facts): level(topics.actual(of: device), ActualText(report: report, facts: facts))
    case .availability(let online): level(topics.availability(of: device), online ? "online" : "offline")
    }
  }

  /// Publishes an answer.
  func answer(_ text: String, to address: ReplyAddress) {
    let properties = MQTTProperties(correlation: address.correlation, contentType: "application/json")
    link?.publish(MQTTPublication(address.topic, text, qos: .atLeastOnce, properties: properties))
  }

  /// Publishes something that happened; nobody waits for it.
  func tell(_ text: String) { link?.publish(MQTTPublication(topics.event, text, qos: .atMostOnce)) }

  /// Publishes the daemon's announcement; returns its bytes, by which its echo is known.
  @discardableResult
  func announce(_ text: ControllerText) -> [UInt8]? {
    level(topics.controller, text)
    return levels[topics.controller]
  }

  /// The announcement that is published, if there is one.
  var announcement: [UInt8]? { levels[topics.controller] }

  /// Publishes a level again, as it is.
  func repeatLevel(_ topic: String) {
    guard let payload = levels[topic] else { return }
    link?.publish(MQTTPublication(topic, payload, qos: .atLeastOnce, retain: true))
  }

  /// Publishes all levels again, the daemon's announcement last: its echo tells that everything before it has come.
  func repeatLevels() {
    for topic in levels.keys.sorted() where topic != topics.controller { repeatLevel(topic) }
    repeatLevel(topics.controller)
  }

  /// Takes the levels of a state as those that are published, without publishing them.
  func remember(_ state: HallState, at instant: @escaping InstantWriter) {
    for (id, device) in state.devices where device.desired.rev > 0 {
      levels[topics.desired(of: id)] = Array(text(device.desired, at: instant).utf8)
      rack.desire(device.desired, of: id)
    }
    for (id, artwork) in state.artworks {
      if let status = artwork.published { keep(topics.state(of: id), ArtworkStateText(status, at: instant)) }
    }
    if let status = state.published { keep(topics.state, HallStateText(status)) }
  }

  /// The topics on which the levels of a show are published.
  func levelTopics(of show: Show) -> Set<String> {
    Set(
      show.hall.devices.keys.map { topics.desired(of: $0) } + show.hall.artworkOrder.map { topics.state(of: $0) }
        + [topics.state, topics.controller])
  }

  /// The topics that stay when a show is taken up: its levels, and what is told of its devices.
  func keptTopics(of show: Show) -> Set<String> {
    let devices = show.hall.devices.keys
    return levelTopics(of: show).union(devices.map { topics.actual(of: $0) }).union(
      devices.map { topics.availability(of: $0) })
  }

  /// Takes back what is published for devices and artworks that a show no longer has. An empty level stays in its
  /// place, so that it is told again at every connect: the broker may be away now, and have kept what was told before.
  func forgetAll(except kept: Set<String>) {
    for topic in levels.keys.sorted() where !kept.contains(topic) && levels[topic]?.isEmpty == false {
      levels[topic] = []
      repeatLevel(topic)
    }
  }

  /// Takes what a show before may have left at the broker as to be taken back, without publishing it.
  func forget(_ before: Show, except kept: Set<String>) {
    for topic in levelTopics(of: before).subtracting(kept) { levels[topic] = [] }
  }

  /// A value as JSON text.
  func text(_ value: some Encodable) -> String {
    // Nothing that is encoded here holds a number that is not finite: inputs are checked, and shows are.
    (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private func text(_ state: DesiredState, at instant: @escaping InstantWriter) -> String {
    let desired = DesiredText(state, at: instant)
    return desired.plainJSON ?? text(desired)
  }

  private func level(_ topic: String, _ text: String) {
    levels[topic] = Array(text.utf8)
    repeatLevel(topic)
  }

  private func keep(_ topic: String, _ value: some Encodable) { levels[topic] = Array(text(value).utf8) }

  private func level(_ topic: String, _ value: some Encodable) {
    keep(topic, value)
    repeatLevel(topic)
  }
}
