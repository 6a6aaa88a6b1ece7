import Sequencer
import Show

/// For how long devices were as they were to be, while the hall was not closed.
public struct DeviceTally: DayTally, Sendable {
  /// What came of a device that reports.
  public struct Hours: Hashable, Sendable {
    /// What it is.
    public var kind: DeviceKind
    /// How long the hall was not closed.
    public var wanted: TimeSpan = .zero
    /// How long of that it was there, confirmed what it was told, and warned of nothing.
    public var right: TimeSpan = .zero

    /// The part of the time that it was right, 0 to 1; nothing where the hall was closed.
    public var part: Double? {
      wanted == .zero ? nil : Double(right.milliseconds) / Double(wanted.milliseconds)
    }
  }

  /// The devices that report, by their names.
  public private(set) var devices: [DeviceID: Hours] = [:]

  mutating func passed(_ span: TimeSpan, in hall: Sequencer) {
    guard hall.state.phase.phase != .closed, span > .zero else { return }
    for (id, device) in hall.show.hall.devices where device.reports {
      var hours = devices[id] ?? Hours(kind: device.kind)
      hours.wanted = hours.wanted + span
      let isRight =
        hall.state.devices[id]?.online == true
        && ["silent", "offline", "warns"].allSatisfy { hall.state.warnings["device-\($0):\(id)"] == nil }
      if isRight { hours.right = hours.right + span }
      devices[id] = hours
    }
  }

  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer) {}
}
