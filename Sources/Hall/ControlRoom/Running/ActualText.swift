import Sequencer
import Show

/// `…/device/ID/actual` of a device that the daemon drives itself (contract, "Devices").
struct ActualText: Hashable, Sendable, Encodable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// What the show cares for.
  var report: DeviceReport
  /// What else is known; names of the report's own fields do not count.
  var facts: [String: Value]

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    for (name, value) in facts { try object.encode(value, forKey: Key(name)) }
    try object.encode(report.rev, forKey: Key("rev"))
    try object.encode(report.state, forKey: Key("state"))
    try object.encode(report.warnings, forKey: Key("warnings"))
  }
}
