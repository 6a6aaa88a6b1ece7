import MQTTLink
import Show

/// What a topic is to this hall.
enum TopicMeaning: Hashable, Sendable {
  /// Readings of these sensors.
  case sensors([SensorID])
  /// An entry of the programme.
  case schedule(ScheduleEntryID)
  /// Commands of an operator.
  case command(OperatorName)
  /// The actual state of a device.
  case actual(DeviceID)
  /// Whether a device is there.
  case availability(DeviceID)
  /// The daemon's own announcement.
  case controller
}

/// The topics of a hall: what to subscribe to, what a message means, where things are published.
struct TopicMap: Sendable {
  /// The base, without a slash at its end.
  let base: String
  private let sensors: [String: [SensorID]]
  private let foreignTopics: [String]
  /// The topics of foreign devices that the daemon drives.
  private let deviceTopics: Set<String>

  /// The topics of a hall.
  init(_ hall: Hall) {
    base = hall.topics
    var byTopic: [String: [SensorID]] = [:]
    for (id, sensor) in hall.sensors.sorted(by: { $0.key < $1.key }) {
      let heardOn = sensor.osc.map(Self.topic(ofOSC:)) ?? sensor.topic ?? "\(hall.topics)/sensor/\(id)"
      byTopic[heardOn, default: []].append(id)
    }
    sensors = byTopic
    deviceTopics = Set(hall.foreignListeners.keys)
    let own = hall.topics + "/sensor/"
    foreignTopics = byTopic.keys.filter {
      !($0.hasPrefix(own) && !$0.dropFirst(own.count).contains("/")) && !$0.hasPrefix(Self.topic(ofOSC: "/"))
    }.sorted()
  }

  /// The name under which messages of Open Sound Control are taken, as if they came on a topic; no broker is asked for it.
  static func topic(ofOSC address: String) -> String { "osc:\(address)" }

  /// Whether a foreign device that the daemon drives is heard on a topic; a sensor may be too.
  func isOfForeignDevice(_ topic: String) -> Bool { deviceTopics.contains(topic) }

  /// What a message on a topic means; nothing for topics that are none of the hall's.
  func meaning(of topic: String) -> TopicMeaning? {
    if let ids = sensors[topic] { return .sensors(ids) }
    guard topic.hasPrefix(base), topic.dropFirst(base.count).first == "/" else { return nil }
    let levels = topic.dropFirst(base.count + 1).split(separator: "/", omittingEmptySubsequences: false)
    guard levels.count > 1 else { return levels == ["controller"] ? .controller : nil }
    let name = String(levels[1])
    guard Name<Named.Sensor>.isWellFormed(name) else { return nil }
    switch (levels[0], levels.dropFirst(2)) {
    case ("sensor", []): return .sensors([SensorID(name)])
    case ("schedule", []): return .schedule(ScheduleEntryID(name))
    case ("operator", ["command"]): return .command(OperatorName(name))
    case ("device", ["actual"]): return .actual(DeviceID(name))
    case ("device", ["availability"]): return .availability(DeviceID(name))
    default: return nil
    }
  }

  /// What has to be subscribed to.
  var subscriptions: [MQTTSubscription] {
    [
      MQTTSubscription("\(base)/operator/+/command", retainAsPublished: true),
      MQTTSubscription("\(base)/sensor/+"),
      MQTTSubscription("\(base)/schedule/+"),
      MQTTSubscription("\(base)/device/+/actual"),
      MQTTSubscription("\(base)/device/+/availability"),
      MQTTSubscription(controller),
    ] + Set(foreignTopics).union(deviceTopics).sorted().map { MQTTSubscription($0) }
  }

  /// Where the daemon announces itself.
  var controller: String { "\(base)/controller" }
  /// Where the state of the hall stands.
  var state: String { "\(base)/state" }
  /// Where what happens is told.
  var event: String { "\(base)/event" }
  /// Where an artwork's state stands.
  func state(of artwork: ArtworkID) -> String { "\(base)/artwork/\(artwork)/state" }
  /// Where a device is told what it is to be.
  func desired(of device: DeviceID) -> String { "\(base)/device/\(device)/desired" }
  /// Where a device's actual state stands.
  func actual(of device: DeviceID) -> String { "\(base)/device/\(device)/actual" }
  /// Where it stands whether a device is there.
  func availability(of device: DeviceID) -> String { "\(base)/device/\(device)/availability" }
  /// The topics that an operator alone writes and reads.
  func own(of name: OperatorName) -> String { "\(base)/operator/\(name)/" }
  /// Where answers go that name no other place.
  func reply(to name: OperatorName) -> String { own(of: name) + "reply" }
}
