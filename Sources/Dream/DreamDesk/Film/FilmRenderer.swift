import Onirica
import OniricaGPU

/// Opens what draws a film in the processor's stead.
enum FilmRenderer {
  /// A film waits longer for a device than visitors do.
  static let patienceSeconds = 30.0

  /// Opens a device on the calling thread, which is to make the frames.
  ///
  /// - Parameters:
  ///   - wish: who is to draw.
  ///   - tells: whether a line on standard error says why there is none that was wished for.
  /// - Returns: nil for the processor.
  static func open(_ wish: RendererWish, tells: Bool = true) -> (any PixelRenderer)? {
    let outcome = wish.tried(patienceSeconds: patienceSeconds)
    if tells, let loss = outcome.loss { tell(loss) }
    guard let opening = outcome.opening else { return nil }
    do throws(RendererLoss) { return try opening() } catch {
      if tells { tell(error) }
      return nil
    }
  }

  static func tell(_ loss: RendererLoss) {
    FilmProgress.say("\(loss); the processor draws instead")
  }
}
