import Show

/// Who of those on one line may talk on it: one at a time, in the order in which they asked.
struct LineTurns: Hashable, Sendable {
  /// Whose turn it is.
  private(set) var holder: DeviceID?
  private var waiting: [DeviceID] = []

  /// Asks for a turn.
  ///
  /// - Returns: whether it is given at once.
  mutating func ask(_ device: DeviceID) -> Bool {
    guard holder != device, waiting.contains(device) == false else { return false }
    guard holder == nil else {
      waiting.append(device)
      return false
    }
    holder = device
    return true
  }

  /// Passes the turn on, or gives up waiting for one.
  ///
  /// - Returns: who has the line now, where that is somebody else than before.
  mutating func leave(_ device: DeviceID) -> DeviceID? {
    waiting.removeAll { $0 == device }
    guard holder == device else { return nil }
    holder = waiting.isEmpty ? nil : waiting.removeFirst()
    return holder
  }
}
