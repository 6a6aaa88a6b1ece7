import Onirica
import OniricaGPU

/// Opens what draws a film in the processor's stead.
enum FilmRenderer {
  /// A film waits longer for a device than visitors do.
  static let patienceSeconds = 30.0

  /// Opens a device on the calling thread, which is to make the frames.
  ///
  /// - Returns: nil for the processor; where a device was wished for and there is none, a line on standard error says why.
  static func open(_ wish: RendererWish) -> (any PixelRenderer)? {
    let outcome = wish.tried(patienceSeconds: patienceSeconds)
    if let loss = outcome.loss { tell(loss) }
    guard let opening = outcome.opening else { return nil }
    do throws(RendererLoss) { return try opening() } catch {
      tell(error)
      return nil
    }
  }

  /// The same without a word.
  static func quietly(_ wish: RendererWish) -> (any PixelRenderer)? {
    guard let opening = wish.tried(patienceSeconds: patienceSeconds).opening else { return nil }
    do throws(RendererLoss) { return try opening() } catch { return nil }
  }

  static func tell(_ loss: RendererLoss) {
    FilmProgress.say("\(loss); the processor draws instead")
  }
}
