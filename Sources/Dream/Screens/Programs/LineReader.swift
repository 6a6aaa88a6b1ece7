import Glibc

/// Lines from a pipe, without ever waiting for one.
struct LineReader {
  /// Bytes of a line at most; what is longer is cut.
  static let lineBytesAtMost = 1000
  private let descriptor: Int32
  private var begun: [UInt8] = []
  /// Whether nothing more comes.
  private(set) var hasEnded = false

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The lines that came since the last call.
  mutating func read() -> [String] {
    var lines: [String] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !hasEnded {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 0) > 0 else { return lines }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        hasEnded = true
        return lines
      }
      for byte in buffer[..<count] {
        if byte == UInt8(ascii: "\n") {
          lines.append(String(decoding: begun, as: UTF8.self))
          begun.removeAll(keepingCapacity: true)
        } else if begun.count < LineReader.lineBytesAtMost {
          begun.append(byte)
        }
      }
    }
    return lines
  }
}
