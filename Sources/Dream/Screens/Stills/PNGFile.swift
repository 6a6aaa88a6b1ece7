import CPNG
import Glibc
import Onirica

/// Stills as PNG, by libpng's simplified interface.
public enum PNGFile {
  /// Writes a frame. The file appears whole or not at all.
  ///
  /// - Parameters:
  ///   - frame: the picture.
  ///   - path: where to.
  /// - Throws: `ScreenError` when the file cannot be written.
  public static func write(_ frame: Frame, to path: String) throws(ScreenError) {
    let partial = path + ".part"
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(frame.width)
    image.height = UInt32(frame.height)
    image.format = UInt32(PNG_FORMAT_RGB)
    let rows = bytes(of: frame)
    errno = 0
    guard png_image_write_to_file(&image, partial, 0, rows, 0, nil) != 0 else {
      let why = errno
      unlink(partial)
      throw why == 0
        ? .codec("the picture cannot be encoded as PNG") : .inputOutput(doing: "writing the still", errno: why)
    }
    guard rename(partial, path) == 0 else { throw .inputOutput(doing: "writing the still", errno: errno) }
  }

  /// Reads a still.
  ///
  /// - Parameters:
  ///   - path: where from.
  ///   - largestEdge: pixels; a larger picture is refused.
  /// - Returns: the picture.
  /// - Throws: `ScreenError` when there is no such picture, or none that can be used.
  public static func read(_ path: String, largestEdge: Int = 8192) throws(ScreenError) -> Frame {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    guard png_image_begin_read_from_file(&image, path) != 0 else {
      throw .codec("the still cannot be read: is it a PNG file?")
    }
    defer { png_image_free(&image) }
    guard image.width >= 16, image.height >= 16, image.width <= largestEdge, image.height <= largestEdge else {
      throw .codec("the still is \(image.width)×\(image.height): 16 to \(largestEdge) pixels a side are allowed")
    }
    image.format = UInt32(PNG_FORMAT_RGB)
    let width = Int(image.width), height = Int(image.height)
    var rows = [UInt8](repeating: 0, count: width * height * 3)
    var black = png_color(red: 0, green: 0, blue: 0)
    guard png_image_finish_read(&image, &black, &rows, 0, nil) != 0 else {
      throw .codec("the still is damaged: make it anew")
    }
    let frame = Frame(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let at = (y * width + x) * 3
        frame[x, y] = UInt32(rows[at]) << 16 | UInt32(rows[at + 1]) << 8 | UInt32(rows[at + 2])
      }
    }
    return frame
  }

  private static func bytes(of frame: Frame) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: frame.width * frame.height * 3) { bytes, count in
      var at = 0
      for y in 0..<frame.height {
        let row = frame.words + y * frame.pitch
        for x in 0..<frame.width {
          let word = row[x]
          bytes[at] = UInt8(truncatingIfNeeded: word >> 16)
          bytes[at + 1] = UInt8(truncatingIfNeeded: word >> 8)
          bytes[at + 2] = UInt8(truncatingIfNeeded: word)
          at += 3
        }
      }
      count = at
    }
  }
}
