extension Dream {
  /// What is dreamt of, and how.
  public struct Plan: Sendable {
    /// Size of the frames in pixels.
    public var width: Int, height: Int
    /// Steps a second.
    public var framesPerSecond: Double
    /// What chance comes from.
    public var seed: UInt64
    /// The looks of the stages.
    public var looks: StageLooks

    /// A plan.
    ///
    /// - Parameters:
    ///   - width: pixels, 16 to 4096.
    ///   - height: pixels, 16 to 4096.
    ///   - framesPerSecond: 1 to 240.
    ///   - seed: what chance comes from.
    ///   - looks: the looks of the stages.
    public init(width: Int, height: Int, framesPerSecond: Double, seed: UInt64, looks: StageLooks = .standard) {
      self.width = width
      self.height = height
      self.framesPerSecond = framesPerSecond
      self.seed = seed
      self.looks = looks
    }
  }
}
