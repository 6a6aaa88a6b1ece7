import CWebP
import Onirica

/// Stills as WebP, by libwebp.
public enum WebPFile {
  /// Reads a still.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - largestEdge: pixels; a larger picture is refused.
  /// - Returns: the picture, without transparency.
  /// - Throws: `ScreenError` when the bytes are no picture that can be used.
  public static func decode(_ bytes: [UInt8], largestEdge: Int = 8192) throws(ScreenError) -> Frame {
    var width: Int32 = 0
    var height: Int32 = 0
    guard WebPGetInfo(bytes, bytes.count, &width, &height) != 0 else {
      throw .codec("the still cannot be read: is it a WebP file?")
    }
    guard width >= 16, height >= 16, width <= largestEdge, height <= largestEdge else {
      throw .codec("the still is \(width)×\(height): 16 to \(largestEdge) pixels a side are allowed")
    }
    let frame = Frame(width: Int(width), height: Int(height))
    let target = UnsafeMutableRawPointer(frame.words).assumingMemoryBound(to: UInt8.self)
    let size = frame.pitch * frame.height * 4
    guard WebPDecodeBGRAInto(bytes, bytes.count, target, size, Int32(frame.pitch * 4)) != nil else {
      throw .codec("the still is damaged: make it anew")
    }
    for index in 0..<(frame.pitch * frame.height) { frame.words[index] &= 0x00ff_ffff }
    return frame
  }

  /// Whether bytes begin as a WebP file does.
  ///
  /// - Parameter bytes: the first twelve or more.
  /// - Returns: whether they are `RIFF`, a length, `WEBP`.
  public static func isWebP(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: Array("RIFF".utf8)) && bytes.dropFirst(8).starts(with: Array("WEBP".utf8))
  }
}
