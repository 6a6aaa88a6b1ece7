import Show

/// What drives devices over a protocol of its own: takes what they are to be, tells what they are.
///
/// One driver a protocol and a daemon, for as long as the daemon runs: another show is followed, so that what is the
/// same in both goes on without a blink. Nothing here waits: a device that is dead or slow costs the others nothing.
public protocol DeviceDriver: AnyObject, Sendable {
  /// Begins.
  ///
  /// - Parameter tell: takes what devices tell; may be called from any thread, never from within a call of this protocol.
  func begin(telling tell: @escaping @Sendable (DeviceID, DriverReport) -> Void)

  /// Takes the declarations of a hall.
  ///
  /// - Returns: the devices of it that this driver drives from now on; what they are to be is told next.
  func follow(_ hall: Hall) -> Set<DeviceID>

  /// Takes what a device is to be from now on; the newest counts.
  func desire(_ state: DesiredState, of device: DeviceID)

  /// Ends in good order, within a second.
  func end()
}

/// What a driver tells of a device.
public enum DriverReport: Hashable, Sendable {
  /// What it is, by itself or by what was sent to it (then `assumed` is among the facts), and what else is known of it:
  /// `lamp_hours`, `input`, `drift_ms` …, in the units of their names.
  case actual(DeviceReport, facts: [String: Value] = [:])
  /// Whether it can be reached.
  case availability(online: Bool)
}
