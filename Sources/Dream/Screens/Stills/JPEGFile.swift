import CTurboJPEG
import Glibc
import Onirica

/// Stills as JPEG.
public enum JPEGFile {
  /// Reads a still.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - largestEdge: pixels; a larger picture is refused.
  /// - Returns: the picture.
  /// - Throws: `ScreenError` when the bytes are no picture that can be used.
  public static func decode(_ bytes: [UInt8], largestEdge: Int = 8192) throws(ScreenError) -> Frame {
    guard let handle = tjInitDecompress() else { throw .codec("the JPEG decoder does not start") }
    defer { tjDestroy(handle) }
    var width: Int32 = 0, height: Int32 = 0, sampling: Int32 = 0, space: Int32 = 0
    guard tjDecompressHeader3(handle, bytes, UInt(bytes.count), &width, &height, &sampling, &space) == 0 else {
      throw .codec("the still cannot be read: is it a JPEG file?")
    }
    guard width >= 16, height >= 16, width <= largestEdge, height <= largestEdge else {
      throw .codec("the still is \(width)×\(height): 16 to \(largestEdge) pixels a side are allowed")
    }
    let frame = Frame(width: Int(width), height: Int(height))
    let target = UnsafeMutableRawPointer(frame.words).assumingMemoryBound(to: UInt8.self)
    let result = tjDecompress2(
      handle, bytes, UInt(bytes.count), target, width, Int32(frame.pitch * 4), height, Int32(TJPF_BGRX.rawValue), 0)
    guard result == 0 else { throw .codec("the still is damaged: make it anew") }
    for y in 0..<frame.height {
      for x in 0..<frame.width { frame.words[y * frame.pitch + x] &= 0x00ff_ffff }
    }
    return frame
  }

  /// Writes a frame. The file appears whole or not at all.
  ///
  /// - Parameters:
  ///   - frame: the picture.
  ///   - path: where to.
  /// - Throws: `ScreenError` when it cannot be written.
  public static func write(_ frame: Frame, to path: String) throws(ScreenError) {
    let encoder = try JPEGEncoder()
    let bytes = try encoder.encode(frame, quality: 92)
    let writer = try StreamWriter(path: path + ".part")
    try writer.write(bytes)
    guard rename(path + ".part", path) == 0 else { throw .inputOutput(doing: "writing the still", errno: errno) }
  }
}
