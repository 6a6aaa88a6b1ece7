import Glibc

/// The part of a screen that holds its display, in a process of its own: whatever a display, its server or its driver
/// does to that process, the dream goes on.
///
/// Standard input: lines `title …`, and its end means that the screen has gone. Standard output: lines of `DisplayNews`.
/// Descriptor 3: the frames.
public struct DisplayProgram {
  private let frames: SharedFrames
  private let wish: DisplayWish
  private let avoidsGraphics: Bool
  private var lines = LineReader(descriptor: STDIN_FILENO)

  /// Takes over the memory that the screen shares.
  ///
  /// - Parameters:
  ///   - width: of the picture in pixels.
  ///   - height: of the picture in pixels.
  ///   - wish: which display.
  ///   - avoidsGraphics: whether the processor is to paint although there may be graphics.
  /// - Throws: `ScreenError` when descriptor 3 is not that memory.
  public init(width: Int, height: Int, wish: DisplayWish, avoidsGraphics: Bool) throws(ScreenError) {
    frames = try SharedFrames(readingFrom: 3, width: width, height: height)
    self.wish = wish
    self.avoidsGraphics = avoidsGraphics
  }

  /// Shows frames until the screen ends, or someone closes the window.
  ///
  /// - Throws: `ScreenError` when there is no display, or it fails.
  public mutating func run() throws(ScreenError) {
    let window = try open()
    var isFirst = true
    while !lines.hasEnded {
      for line in lines.read() where line.hasPrefix("title ") { window.entitle(String(line.dropFirst(6))) }
      var isUncovered = isFirst
      isFirst = false
      while let happening = window.nextHappening() {
        switch happening {
        case .closed: return say(.closed)
        case .key(let name): say(.key(name))
        case .uncovered: isUncovered = true
        }
      }
      if let words = frames.take() {
        try window.show(words)
      } else if isUncovered {
        try window.show(nil)
      } else {
        usleep(1000)
      }
    }
  }

  /// The first driver that gives a display.
  private func open() throws(ScreenError) -> DisplayWindow {
    for driver in wish.drivers {
      do throws(ScreenError) {
        let window = try DisplayWindow(
          driver: driver, width: frames.width, height: frames.height, wish: wish, avoidsGraphics: avoidsGraphics)
        say(
          .open(
            driver, width: window.displaySize.width, height: window.displaySize.height, refreshHz: window.refreshHz,
            isSoftware: window.isSoftware))
        return window
      } catch {
        say(.refused(driver, why: error.description))
      }
    }
    throw .display("no driver gave a display")
  }

  private func say(_ news: DisplayNews) {
    let bytes = Array((news.line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }
}
