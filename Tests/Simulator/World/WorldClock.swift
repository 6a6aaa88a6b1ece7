import MQTTLink
import Show

/// The wall clock of the hall's machine: it can be set, and need not be known to be right.
final class WorldClock {
  /// 2025-06-10T07:40:00Z: the day's opening has begun.
  static let start = WallInstant(milliseconds: 1_749_541_200_000)
  private unowned let world: World
  /// By how much it is off.
  var errorMilliseconds: Int64 = 0
  /// Whether it follows a time server.
  var isSynchronised = true

  init(_ world: World) { self.world = world }

  /// What it says.
  var reading: WallInstant {
    Self.start + .milliseconds(world.now.nanoseconds / 1_000_000 + errorMilliseconds)
  }
}
