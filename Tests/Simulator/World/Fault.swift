/// What can go wrong in the simulated world.
package enum Fault: String, CaseIterable, Sendable {
  /// The broker is killed, and has forgotten what it kept; or stopped, and has not.
  case brokerKilled = "broker-killed", brokerStopped = "broker-stopped", brokerFrozen = "broker-frozen"
  /// The daemon's connection breaks, carries nothing, or is slow.
  case connectionBroken = "connection-broken", connectionStalled = "connection-stalled", connectionSlow =
    "connection-slow"
  /// The daemon is killed, its machine loses its power, or sleeps.
  case daemonKilled = "daemon-killed", powerCut = "power-cut", asleep
  /// The disk is slow, stuck, full, or fails.
  case diskSlow = "disk-slow", diskStuck = "disk-stuck", diskFull = "disk-full", diskFails = "disk-fails"
  /// The clock is set, or no longer known to be right.
  case clockSet = "clock-set", clockUnknown = "clock-unknown"
  /// A device is off, tells nothing, or tells what is not.
  case deviceOff = "device-off", deviceSilent = "device-silent", deviceLies = "device-lies"
  /// Messages of operators and sensors are late.
  case late
  /// A stranger writes on the daemon's own topic.
  case stranger
}
