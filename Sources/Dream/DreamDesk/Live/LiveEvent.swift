import SleepLab

/// What a source of live samples brings.
enum LiveEvent: Sendable {
  /// Samples.
  case packet(SamplePacket)
  /// Something that came and cannot be used, and why.
  case refused(String)
  /// Something about the way, for the log.
  case told(String)
  /// Time has passed: what is due is to be given.
  case tick
  /// The source cannot go on.
  case failed(String)
}

/// Where live samples come from.
protocol LiveSource: Sendable {
  /// Brings samples until the task is cancelled.
  func run(_ tell: @escaping @Sendable (LiveEvent) -> Void) async
}
