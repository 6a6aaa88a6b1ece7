import Onirica

extension Frame {
  /// Lays a picture onto this sheet.
  ///
  /// - Parameters:
  ///   - picture: which lies within the sheet.
  ///   - left: pixels from the left.
  ///   - top: pixels from above.
  func lay(_ picture: Frame, left: Int, top: Int) {
    for y in 0..<picture.height {
      for x in 0..<picture.width { self[left + x, top + y] = picture[x, y] }
    }
  }
}
