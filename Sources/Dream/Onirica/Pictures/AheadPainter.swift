/// Paints the pictures of a dream that are due and the next ones, beside its frames.
///
/// Not a closure: one that goes through generic code again and again, as in `box.take() ?? one`, is wrapped anew each
/// time, without end.
public struct AheadPainter: Sendable {
  let shelf: PictureShelf
  let aside: AsidePainter

  /// Paints what is due, if there is something to paint. One thread at a time.
  ///
  /// - Parameter elapsed: seconds of show.
  public func paint(at elapsed: Double) {
    let due = PictureShelf.due(at: elapsed)
    aside.paint(due.number, for: shelf)
    aside.paint(due.number + 1, for: shelf)
    // The one after is painted when the morph is under way, so that a screen that starts need not wait for it.
    if due.progress > 0.3 { aside.paint(due.number + 2, for: shelf) }
  }
}
