extension Preparation.Outcome {
  /// Leaves the long waking before and after sleep out of the night, and says so.
  ///
  /// - Parameter marginSeconds: how much of it is kept at either end, 0 or more.
  public mutating func trimWake(marginSeconds: Double) {
    let before = night.epochs.count
    night = night.trimmed(marginSeconds: marginSeconds)
    let left = before - night.epochs.count
    if left > 0 {
      repairs.append(Repair("wake-trimmed", "\(left) epochs before and after sleep are left out, as was asked"))
    }
  }
}
