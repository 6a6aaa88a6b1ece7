/// A finished picture: 32-bit words 0x00RRGGBB of sRGB code values, row by row from the top.
///
/// It owns its memory for its whole life, so that a running screen allocates nothing. `@unchecked Sendable`, like
/// `Slab`: a frame belongs to one writer at a time; hand it over, do not share it.
public final class Frame: @unchecked Sendable {
  /// Size in pixels.
  public let width: Int, height: Int
  /// Words from one row to the next: the width rounded up to a multiple of 16.
  public let pitch: Int
  private let slab: Slab<UInt32>

  /// A black picture.
  ///
  /// - Parameters:
  ///   - width: pixels, 16 or more.
  ///   - height: pixels, 16 or more.
  public init(width: Int, height: Int) {
    precondition(width >= 16 && height >= 16, "a frame is 16×16 or larger")
    self.width = width
    self.height = height
    self.pitch = (width + 15) / 16 * 16
    self.slab = Slab(count: pitch * height + 16, of: 0)
  }

  /// The words, `pitch · height` of them.
  public var words: UnsafeMutablePointer<UInt32> { slab.base }

  /// One pixel's word.
  public subscript(x: Int, y: Int) -> UInt32 {
    get {
      precondition(x >= 0 && x < width && y >= 0 && y < height)
      return words[y * pitch + x]
    }
    set {
      precondition(x >= 0 && x < width && y >= 0 && y < height)
      words[y * pitch + x] = newValue
    }
  }

  /// Takes over another picture of the same size.
  ///
  /// - Parameter other: the picture to copy.
  public func copy(from other: Frame) {
    precondition(other.width == width && other.height == height)
    words.update(from: other.words, count: pitch * height)
  }

  /// One colour everywhere.
  ///
  /// - Parameter word: 0x00RRGGBB.
  public func fill(_ word: UInt32) {
    words.update(repeating: word, count: pitch * height)
  }
}
