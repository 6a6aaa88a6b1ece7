import Crypto
import Foundation
import Show

extension HallState {
  /// The state as canonical JSON: keys sorted, one text for one state on every machine.
  public func canonicalJSON() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self))
  }

  /// The SHA-256 of the canonical JSON, in hexadecimal: two states are the same if these are.
  public func digest() throws -> String {
    SHA256.hash(data: try canonicalJSON()).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
