/// Makes lines of bytes as they come; a line ends with a carriage return or a line feed, and is never empty.
public struct LineSplitter: Hashable, Sendable {
  /// The most bytes of a line.
  public static let longestLine = 65_536

  private var rest: [UInt8] = []
  /// Whether a line was longer than is taken; nothing that comes after makes sense.
  public private(set) var isOverlong = false

  /// A splitter that has seen nothing.
  public init() {}

  /// Takes bytes; returns the lines that they end, what is no UTF-8 repaired.
  public mutating func take(_ bytes: ArraySlice<UInt8>) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == 0x0a || byte == 0x0d {
        if !rest.isEmpty { lines.append(String(decoding: rest, as: UTF8.self)) }
        rest.removeAll(keepingCapacity: true)
      } else if rest.count < Self.longestLine {
        rest.append(byte)
      } else {
        isOverlong = true
        return lines
      }
    }
    return lines
  }
}
