/// Reads packets of Open Sound Control 1.0 (opensoundcontrol.org/spec-1_0): messages, and bundles of them.
///
/// Arguments of kinds `i`, `f`, `h`, `d`, `s`, `S`, `T` and `F` are read; colours, MIDI, time tags and the like are passed over.
public enum OSCPacket {
  private static let depthAtMost = 4, messagesAtMost = 256

  /// Reads a packet.
  ///
  /// - Parameter bytes: of a datagram.
  /// - Returns: its messages in their order; none where it is no packet that can be read.
  public static func messages(in bytes: ArraySlice<UInt8>) -> [OSCMessage] { messages(in: bytes, depth: 0) ?? [] }

  private static func messages(in bytes: ArraySlice<UInt8>, depth: Int) -> [OSCMessage]? {
    guard bytes.starts(with: Array("#bundle\0".utf8)) else { return message(bytes).map { [$0] } }
    guard depth < depthAtMost else { return nil }
    var rest = bytes.dropFirst(16)
    var all: [OSCMessage] = []
    while !rest.isEmpty, all.count < messagesAtMost {
      guard let length = integer(rest, 4).map({ Int($0) }), length > 0, rest.count - 4 >= length else { return nil }
      rest = rest.dropFirst(4)
      guard let inner = messages(in: rest.prefix(length), depth: depth + 1) else { return nil }
      all += inner
      rest = rest.dropFirst(length)
    }
    return all
  }

  private static func message(_ bytes: ArraySlice<UInt8>) -> OSCMessage? {
    var rest = bytes
    guard let address = text(&rest), address.hasPrefix("/") else { return nil }
    // Old senders leave the kinds away where there is no argument.
    guard !rest.isEmpty else { return OSCMessage(address, []) }
    guard let kinds = text(&rest), kinds.hasPrefix(",") else { return nil }
    var arguments: [OSCMessage.Argument] = []
    for kind in kinds.dropFirst() {
      switch kind {
      case "f", "i", "r", "c", "m":
        guard let bits = integer(rest, 4).map({ UInt32(truncatingIfNeeded: $0) }) else { return nil }
        if kind == "f" { arguments.append(.float(Float(bitPattern: bits))) }
        if kind == "i" { arguments.append(.integer(Int32(bitPattern: bits))) }
        rest = rest.dropFirst(4)
      case "d", "h", "t":
        guard let bits = integer(rest, 8) else { return nil }
        if kind == "d" { arguments.append(.double(Double(bitPattern: bits))) }
        if kind == "h" { arguments.append(.long(Int64(bitPattern: bits))) }
        rest = rest.dropFirst(8)
      case "s", "S":
        guard let string = text(&rest) else { return nil }
        arguments.append(.text(string))
      case "T", "F": arguments.append(.flag(kind == "T"))
      case "N", "I": break
      default: return nil
      }
    }
    return OSCMessage(address, arguments)
  }

  /// A string, ended by one to four NULs, so that its length is a multiple of four.
  private static func text(_ bytes: inout ArraySlice<UInt8>) -> String? {
    guard let end = bytes.firstIndex(of: 0) else { return nil }
    let length = end - bytes.startIndex
    let padded = (length / 4 + 1) * 4
    guard bytes.count >= padded else { return nil }
    defer { bytes = bytes.dropFirst(padded) }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private static func integer(_ bytes: ArraySlice<UInt8>, _ count: Int) -> UInt64? {
    guard bytes.count >= count else { return nil }
    return bytes.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
