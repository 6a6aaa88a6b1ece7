import DreamKernels

/// A painter with a crew of its own, for a thread beside the frames.
///
/// `@unchecked Sendable`: it may be called from one thread at a time only, which `AheadPainter.paint(at:)` demands.
final class AsidePainter: @unchecked Sendable {
  private let painter: Painter

  init(kernels: DreamKernels) {
    painter = Painter(crew: Crew(threadCount: 1), kernels: kernels)
  }

  func paint(_ number: Int, for shelf: PictureShelf) {
    shelf.fetch(number, painter: painter)
  }
}
