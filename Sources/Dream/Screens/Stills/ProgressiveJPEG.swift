import CTurboJPEG
import Glibc
import Onirica

/// Stills as progressive JPEG, by TurboJPEG: coarse first, so that a beginning of the file is the whole picture with less
/// detail.
public enum ProgressiveJPEG {
  /// Encodes a frame.
  ///
  /// - Parameters:
  ///   - frame: the picture.
  ///   - quality: 1 to 100, brought into that range.
  /// - Returns: the bytes of a JPEG file.
  /// - Throws: `ScreenError` when it cannot be encoded.
  public static func encode(_ frame: Frame, quality: Int = 82) throws(ScreenError) -> [UInt8] {
    guard let handle = tjInitCompress() else { throw .codec("the JPEG encoder does not start") }
    var buffer: UnsafeMutablePointer<UInt8>?
    defer {
      tjFree(buffer)
      tjDestroy(handle)
    }
    var size: UInt = 0
    let words = UnsafeRawPointer(frame.words).assumingMemoryBound(to: UInt8.self)
    let result = tjCompress2(
      handle, words, Int32(frame.width), Int32(frame.pitch * 4), Int32(frame.height), Int32(TJPF_BGRX.rawValue),
      &buffer, &size, Int32(TJSAMP_420.rawValue), Int32(max(1, min(100, quality))), Int32(TJFLAG_PROGRESSIVE))
    guard result == 0 else { throw .codec("the picture cannot be encoded as JPEG") }
    return Array(UnsafeBufferPointer(start: buffer, count: Int(size)))
  }

  /// Decodes as much of a picture as a beginning of its file has.
  ///
  /// - Parameters:
  ///   - beginning: the first bytes of a JPEG file, or all of them.
  ///   - width: the picture's, in pixels.
  ///   - height: the picture's, in pixels.
  /// - Returns: the picture, coarse where its end is missing; nil where not even the coarsest is there, or the size is another.
  public static func decode(beginning: [UInt8], width: Int, height: Int) -> Frame? {
    guard let end = scanEnds(in: beginning).last, let handle = tjInitDecompress() else { return nil }
    defer { tjDestroy(handle) }
    var wide: Int32 = 0, high: Int32 = 0, sampling: Int32 = 0, space: Int32 = 0
    // A file of the scans that are there whole: a marker that is cut in two would end the decoder.
    let bytes = Array(beginning.prefix(end)) + [0xFF, 0xD9], count = UInt(end + 2)
    guard tjDecompressHeader3(handle, bytes, count, &wide, &high, &sampling, &space) == 0, Int(wide) == width,
      Int(high) == height, width >= 16, height >= 16
    else { return nil }
    let frame = Frame(width: width, height: height)
    let target = UnsafeMutableRawPointer(frame.words).assumingMemoryBound(to: UInt8.self)
    let result = tjDecompress2(
      handle, bytes, count, target, wide, Int32(frame.pitch * 4), high, Int32(TJPF_BGRX.rawValue),
      Int32(TJFLAG_LIMITSCANS))
    guard result == 0 else { return nil }
    for y in 0..<frame.height {
      for x in 0..<frame.width { frame.words[y * frame.pitch + x] &= 0x00ff_ffff }
    }
    return frame
  }

  /// Where each scan of a JPEG file ends (ITU-T T.81 section B.1.1).
  ///
  /// - Parameter file: the bytes, perhaps without their end.
  /// - Returns: byte counts from the beginning, ascending, of the scans that are there whole.
  public static func scanEnds(in file: [UInt8]) -> [Int] {
    var ends: [Int] = []
    var isInScan = false
    var place = 2
    while place + 3 < file.count {
      guard file[place] == 0xFF else {
        place += 1
        continue
      }
      let marker = file[place + 1]
      // Stuffed zeros, fill bytes and restarts stand inside a scan.
      if marker == 0 || marker == 0xFF || (0xD0...0xD7).contains(marker) {
        place += marker == 0xFF ? 1 : 2
        continue
      }
      if isInScan { ends.append(place) }
      isInScan = marker == 0xDA
      place += 2 + (Int(file[place + 2]) << 8 | Int(file[place + 3]))
    }
    if isInScan, file.suffix(2) == [0xFF, 0xD9] { ends.append(file.count - 2) }
    return ends
  }
}
