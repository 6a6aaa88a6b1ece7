import Onirica

/// Who is to make the pixels.
public enum RendererWish: String, CaseIterable, Sendable {
  /// A graphics device that is hardware and passes the trial; else the processor.
  case auto
  /// The processor.
  case cpu
  /// A graphics device, whatever it is, that passes the trial.
  case gpu

  /// What came of a wish.
  public struct Outcome: Sendable {
    /// Opens the renderer on the thread that will use it; nil for the processor.
    public let opening: RendererOpening?
    /// The device, as its driver calls it.
    public let deviceName: String?
    /// Why there is no renderer although one was wished for.
    public let loss: RendererLoss?
  }

  /// Whether it is worth while to look for a device; asks the system, and no driver.
  public var mayFindDevice: Bool {
    switch self {
    case .cpu: false
    case .gpu: true
    case .auto: GraphicsDevice.mayBeHardware
    }
  }

  /// What opens a device that has passed the trial, on the thread that will use it.
  ///
  /// - Parameter patienceSeconds: how long a frame may take before the device is given up.
  /// - Returns: nil for the processor.
  public func opening(patienceSeconds: Double) -> RendererOpening? {
    guard self != .cpu else { return nil }
    let hardwareOnly = self == .auto
    return { () throws(RendererLoss) in
      try GraphicsRenderer(hardwareOnly: hardwareOnly, patienceSeconds: patienceSeconds)
    }
  }

  /// Opens the device, puts it to the trial and closes it again, which takes about a second.
  ///
  /// - Parameter patienceSeconds: how long a frame may take before the device is given up.
  /// - Returns: how to open it, or why the processor is to work.
  public func tried(patienceSeconds: Double) -> Outcome {
    guard mayFindDevice else { return Outcome(opening: nil, deviceName: nil, loss: nil) }
    let hardwareOnly = self == .auto
    do throws(RendererLoss) {
      // A first frame may wait for the driver's compiler: the trial is more patient.
      let renderer = try GraphicsRenderer(hardwareOnly: hardwareOnly, patienceSeconds: max(5, patienceSeconds))
      let decibels = try RendererTrial.likeness(of: renderer)
      guard decibels >= FrameLikeness.sufficientDecibels else { throw .disagrees(decibels: decibels.rounded()) }
      return Outcome(
        opening: opening(patienceSeconds: patienceSeconds), deviceName: renderer.deviceName, loss: nil)
    } catch {
      // Where hardware is merely looked for, its absence is no loss.
      if case .noDevice = error, self == .auto { return Outcome(opening: nil, deviceName: nil, loss: nil) }
      return Outcome(opening: nil, deviceName: nil, loss: error)
    }
  }
}
