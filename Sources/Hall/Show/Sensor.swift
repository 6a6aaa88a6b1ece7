/// What kind of thing a sensor reads; it fixes the type of its readings.
public enum SensorKind: String, Codable, Sendable, CaseIterable {
  /// Somebody is there: `true` or `false`.
  case presence
  /// A contact: `true` when it is made, or calls.
  case contact
  /// A whole or fractional number of visitors or things.
  case count
  /// A measured number.
  case measure
  /// One of the texts that `values:` lists.
  case choice
}

/// A sensor as `hall.yaml` declares it.
public struct Sensor: Hashable, Sendable, Codable {
  /// Its name, and the last level of its topic unless `topic` names another.
  public var id: SensorID
  /// What it reads.
  public var kind: SensorKind
  /// What people read.
  public var title: String
  /// The range of its numbers; readings outside are refused.
  public var range: ClosedRange<Double>?
  /// The texts of a choice.
  public var values: [String]
  /// The topic of a foreign device, instead of `…/sensor/ID`.
  public var topic: String?
  /// The address of Open Sound Control that it is heard on, instead of a topic; its first argument is the reading.
  public var osc: String?
  /// Where in a foreign payload the reading stands (RFC 6901).
  public var pointer: String?
  /// What foreign values mean here.
  public var map: [String: Value]
  /// After how long without a reading it counts as stale.
  public var stale: TimeSpan?
  /// The value it takes when stale; without one it has none then.
  public var whenStale: Value?
  /// Whether `true` is an alarm of the hall.
  public var alarm: Bool

  /// Declares a sensor; see the properties for meanings.
  public init(
    id: SensorID, kind: SensorKind, range: ClosedRange<Double>? = nil, values: [String] = [], topic: String? = nil,
    pointer: String? = nil, map: [String: Value] = [:], stale: TimeSpan? = nil, whenStale: Value? = nil,
    alarm: Bool = false, title: String = ""
  ) {
    (self.id, self.kind, self.range, self.values) = (id, kind, range, values)
    self.title = title.isEmpty ? id.text : title
    (self.topic, self.pointer, self.map) = (topic, pointer, map)
    (self.stale, self.whenStale, self.alarm) = (stale, whenStale, alarm)
  }

  /// The type of its readings.
  public var type: ValueType {
    switch kind {
    case .presence, .contact: .flag
    case .count, .measure: .number(range)
    case .choice: .choice(values)
    }
  }
}
