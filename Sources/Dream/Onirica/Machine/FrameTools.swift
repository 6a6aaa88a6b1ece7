import DreamKernels

/// What happens to whole frames between the dream and the limiter: size, fades and brightness.
public struct FrameTools: Sendable {
  private let crew: Crew
  private let level: KernelLevel

  /// Tools that a crew works with.
  ///
  /// - Parameters:
  ///   - crew: who works.
  ///   - level: at which level.
  public init(crew: Crew, level: KernelLevel) {
    self.crew = crew
    self.level = level
  }

  /// Shows one frame in the size of another, by interpolation.
  ///
  /// - Parameters:
  ///   - source: the frame to show.
  ///   - target: the frame to fill.
  public func resize(_ source: Frame, into target: Frame) {
    guard let kernels = level.kernels else { return }
    var arguments = DreamResizeArguments(
      sourceWidth: Int32(source.width), sourceHeight: Int32(source.height), sourcePitch: Int32(source.pitch),
      source: source.words, width: Int32(target.width), height: Int32(target.height), pitch: Int32(target.pitch),
      target: target.words)
    crew.run(kernels.resize, &arguments, rows: target.height, band: 16)
  }

  /// Takes a frame over into another of the same size.
  ///
  /// - Parameters:
  ///   - source: the frame to copy.
  ///   - target: the frame to fill.
  public func copy(_ source: Frame, into target: Frame) {
    guard let kernels = level.kernels else { return }
    precondition(source.width == target.width && source.height == target.height)
    var arguments = DreamCopyArguments(
      width: Int32(target.width), pitch: Int32(target.pitch), sourcePitch: Int32(source.pitch), source: source.words,
      target: target.words)
    crew.run(kernels.copy, &arguments, rows: target.height, band: 32)
  }

  /// Mixes two frames of one size, and dims the mixture. The target may be one of the two.
  ///
  /// - Parameters:
  ///   - from: shown at share 0.
  ///   - to: shown at share 1.
  ///   - share: 0 to 1.
  ///   - brightness: 0 to 1, of the code values.
  ///   - target: the frame to fill.
  public func mix(_ from: Frame, _ to: Frame, share: Double, brightness: Double, into target: Frame) {
    guard let kernels = level.kernels else { return }
    precondition(from.width == target.width && to.width == target.width)
    precondition(from.height == target.height && to.height == target.height)
    var arguments = DreamFadeArguments(
      width: Int32(target.width), height: Int32(target.height), pitch: Int32(target.pitch), from: from.words,
      to: to.words, target: target.words, share: Int32((min(max(share, 0), 1) * 256).rounded()),
      brightness: Int32((min(max(brightness, 0), 1) * 256).rounded()))
    crew.run(kernels.fade, &arguments, rows: target.height, band: 16)
  }

  /// Lays letters over a picture: their ground is darkened, then they shine.
  ///
  /// - Parameters:
  ///   - letters: light in the lowest byte of each word, darkness of the ground in the next.
  ///   - x: pixels from the left of the picture.
  ///   - y: pixels from above; what does not lie within the picture is left out.
  ///   - share: how much of it is seen, 0 to 1.
  ///   - picture: what it is laid over.
  public func lay(_ letters: Frame, x: Int, y: Int, share: Double, over picture: Frame) {
    guard let kernels = level.kernels, x >= 0, y >= 0, x < picture.width, y < picture.height else { return }
    var arguments = DreamLettersArguments(
      width: Int32(min(letters.width, picture.width - x)), lettersPitch: Int32(letters.pitch), letters: letters.words,
      pitch: Int32(picture.pitch), display: picture.words + y * picture.pitch + x,
      share: Int32((min(max(share, 0), 1) * 256).rounded()))
    crew.run(kernels.letters, &arguments, rows: min(letters.height, picture.height - y), band: 16)
  }

  /// Paints stills: first the vertices, then the pixels.
  func paintStills(_ arguments: inout DreamStillsArguments) {
    guard let kernels = level.kernels else { return }
    crew.run(kernels.stillGrid, &arguments, rows: Int(arguments.height) / 16 + 2, band: 8)
    crew.run(kernels.stills, &arguments, rows: Int(arguments.height), band: 16)
  }
}
