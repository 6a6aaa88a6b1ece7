import CTurboJPEG
import Glibc
import Onirica

/// Frames as JPEG, by TurboJPEG. It keeps its buffer; it belongs to one thread.
final class JPEGEncoder {
  private let handle: tjhandle
  private var buffer: UnsafeMutablePointer<UInt8>?
  private var capacity: UInt = 0

  init() throws(ScreenError) {
    guard let handle = tjInitCompress() else { throw .codec("the JPEG encoder does not start") }
    self.handle = handle
  }

  deinit {
    tjFree(buffer)
    tjDestroy(handle)
  }

  /// The frame as a JPEG file; valid until the next call.
  func encode(_ frame: Frame, quality: Int32 = 85) throws(ScreenError) -> UnsafeRawBufferPointer {
    var size = capacity
    let words = UnsafeRawPointer(frame.words).assumingMemoryBound(to: UInt8.self)
    let result = tjCompress2(
      handle, words, Int32(frame.width), Int32(frame.pitch * 4), Int32(frame.height), Int32(TJPF_BGRX.rawValue),
      &buffer, &size, Int32(TJSAMP_420.rawValue), quality, 0)
    guard result == 0 else { throw .codec("the picture cannot be encoded as JPEG") }
    capacity = max(capacity, size)
    return UnsafeRawBufferPointer(start: buffer, count: Int(size))
  }
}
