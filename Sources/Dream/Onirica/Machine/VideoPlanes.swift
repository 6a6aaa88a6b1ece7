import DreamKernels

/// Makes Y, Cb and Cr planes of frames: 4:2:0, limited range, ITU-R BT.601, chroma in the middle of four pixels.
public final class VideoPlanes {
  private let slab: Slab<UInt8>
  private let crew: Crew
  private let kernels: DreamKernels
  private let width: Int, height: Int

  /// Planes for frames of one size.
  ///
  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  ///   - crew: who works.
  ///   - level: at which level.
  public init(width: Int, height: Int, crew: Crew, level: KernelLevel) {
    guard let kernels = level.kernels else { preconditionFailure("level \(level) is not available here") }
    self.kernels = kernels
    self.crew = crew
    self.width = width
    self.height = height
    slab = Slab(count: width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2), of: 0)
  }

  /// The three planes, one after the other.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: slab.base, count: slab.count) }

  /// Fills the planes.
  ///
  /// - Parameter frame: of the planes' size.
  public func convert(_ frame: Frame) {
    precondition(frame.width == width && frame.height == height)
    let chroma = ((width + 1) / 2) * ((height + 1) / 2)
    var arguments = DreamPlanesArguments(
      width: Int32(width), height: Int32(height), pitch: Int32(frame.pitch), display: frame.words, luma: slab.base,
      blue: slab.base + width * height, red: slab.base + width * height + chroma)
    crew.run(kernels.planes, &arguments, rows: (height + 1) / 2, band: 16)
  }
}
