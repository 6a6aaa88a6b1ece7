import Onirica

extension FrameTools {
  /// Lays a page of letters over a picture: its ground is darkened, then the letters shine.
  ///
  /// - Parameters:
  ///   - page: what lies within the picture.
  ///   - share: how much of it is seen, 0 to 1.
  ///   - picture: what it is laid over.
  func lay(_ page: ReportLetters, share: Double, over picture: Frame) {
    lay(page.letters, x: page.x, y: page.y, share: share, over: picture)
  }
}
