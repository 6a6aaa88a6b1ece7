/// A message of Open Sound Control 1.0 (opensoundcontrol.org/spec-1_0): big-endian, everything a multiple of 4 bytes.
public struct OSCMessage: Sendable, Hashable {
  /// A value that a message carries.
  public enum Argument: Sendable, Hashable {
    /// `i`: 32 bits, two's complement.
    case integer(Int32)
    /// `f`: 32 bits of IEEE 754.
    case float(Float)
    /// `h`: 64 bits, two's complement.
    case long(Int64)
    /// `d`: 64 bits of IEEE 754.
    case double(Double)
    /// `s`: ASCII, ended by NUL; other characters become `?`.
    case text(String)
    /// `T` and `F`.
    case flag(Bool)

    /// As a number, where it is one; a flag is 1 or 0.
    public var number: Double? {
      switch self {
      case .integer(let number): Double(number)
      case .float(let number): Double(number)
      case .long(let number): Double(number)
      case .double(let number): number
      case .flag(let flag): flag ? 1 : 0
      case .text: nil
      }
    }
  }

  /// The address, ASCII beginning with `/`.
  public var address: String
  /// The values in their order.
  public var arguments: [Argument]

  /// Makes a message.
  ///
  /// - Parameters:
  ///   - address: ASCII beginning with `/`.
  ///   - arguments: the values.
  public init(_ address: String, _ arguments: [Argument]) {
    self.address = address
    self.arguments = arguments
  }

  /// The message as a packet's bytes, a multiple of 4.
  public var bytes: [UInt8] {
    let tags = arguments.map { argument in
      switch argument {
      case .integer: "i"
      case .float: "f"
      case .long: "h"
      case .double: "d"
      case .text: "s"
      case .flag(let flag): flag ? "T" : "F"
      }
    }
    var bytes = OSCMessage.padded(address) + OSCMessage.padded("," + tags.joined())
    for argument in arguments {
      switch argument {
      case .integer(let value): bytes += OSCMessage.bigEndian(UInt32(bitPattern: value))
      case .float(let value): bytes += OSCMessage.bigEndian(value.bitPattern)
      case .long(let value): bytes += OSCMessage.bigEndian(UInt64(bitPattern: value))
      case .double(let value): bytes += OSCMessage.bigEndian(value.bitPattern)
      case .text(let text): bytes += OSCMessage.padded(text)
      case .flag: break
      }
    }
    return bytes
  }

  /// Messages as bundles that are to be carried out at once.
  ///
  /// - Parameters:
  ///   - messages: in their order.
  ///   - mostBytes: what a bundle has at most, so that no network cuts it; a longer message has a bundle of its own.
  /// - Returns: the bytes of each bundle.
  public static func bundles(_ messages: [OSCMessage], mostBytes: Int = 1400) -> [[UInt8]] {
    // The time tag 1 means immediately.
    let head = padded("#bundle") + bigEndian(UInt64(1))
    var bundles: [[UInt8]] = []
    for message in messages {
      let body = message.bytes
      let element = bigEndian(UInt32(body.count)) + body
      if let last = bundles.last, last.count + element.count <= mostBytes {
        bundles[bundles.count - 1] += element
      } else {
        bundles.append(head + element)
      }
    }
    return bundles
  }

  /// One to four NULs end a string, so that its length is a multiple of 4.
  private static func padded(_ text: String) -> [UInt8] {
    let ascii = text.unicodeScalars.map { (1...126).contains($0.value) ? UInt8($0.value) : UInt8(ascii: "?") }
    return ascii + [UInt8](repeating: 0, count: 4 - ascii.count % 4)
  }

  private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    stride(from: Number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> Number($0)) }
  }
}
