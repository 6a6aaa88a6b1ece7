import Crypto

/// Who sends: the CID of ANSI E1.31, 16 bytes that stay the same from one start to the next.
public struct ComponentID: Hashable, Sendable {
  /// The 16 bytes, in the order of the wire.
  public let bytes: [UInt8]

  /// A UUID of version 8 (RFC 9562, 5.8).
  ///
  /// - Parameter source: what tells this source from all others, for example `/etc/machine-id` and the hall's name; it is
  ///   hashed.
  public init(of source: String) {
    var hash = Array(SHA256.hash(data: Array("regie sACN \(source)".utf8)).prefix(16))
    hash[6] = hash[6] & 0x0f | 0x80
    hash[8] = hash[8] & 0x3f | 0x80
    bytes = hash
  }

  /// As a UUID is written.
  public var text: String {
    let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
  }

  /// A CID as it came.
  init(wire: ArraySlice<UInt8>) { bytes = Array(wire) }
}
