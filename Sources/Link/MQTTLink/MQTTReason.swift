/// A reason code of MQTT 5 (section 2.4), with its words.
public struct MQTTReason: Error, Sendable, Hashable, CustomStringConvertible {
  /// The code, 0 to 255; 128 and above are refusals.
  public let code: UInt8

  /// A reason by its code.
  public init(_ code: UInt8) { self.code = code }

  /// Done, or the wish was granted.
  public static let success = MQTTReason(0x00)
  /// The message arrived, but nobody subscribed to it.
  public static let noMatchingSubscribers = MQTTReason(0x10)
  /// User or password is wrong.
  public static let badUserOrPassword = MQTTReason(0x86)
  /// The access list does not allow it.
  public static let notAuthorized = MQTTReason(0x87)
  /// Another client took the session by connecting with the same client id.
  public static let sessionTakenOver = MQTTReason(0x8E)
  /// The packet is larger than the broker takes.
  public static let packetTooLarge = MQTTReason(0x95)

  /// Whether the wish was refused.
  public var isRefusal: Bool { code >= 0x80 }

  /// The words of the standard.
  public var description: String { Self.words[code] ?? "reason \(code)" }

  private static let words: [UInt8: String] = [
    0x00: "success", 0x04: "disconnect with will", 0x10: "no matching subscribers", 0x11: "no subscription existed",
    0x80: "unspecified error", 0x81: "malformed packet", 0x82: "protocol error", 0x83: "implementation specific error",
    0x84: "unsupported protocol version", 0x85: "client identifier not valid", 0x86: "bad user name or password",
    0x87: "not authorized", 0x88: "server unavailable", 0x89: "server busy", 0x8A: "banned",
    0x8B: "server shutting down", 0x8C: "bad authentication method", 0x8D: "keep-alive time-out",
    0x8E: "session taken over", 0x8F: "topic filter invalid", 0x90: "topic name invalid",
    0x91: "packet identifier in use", 0x93: "receive maximum exceeded", 0x94: "topic alias invalid",
    0x95: "packet too large", 0x96: "message rate too high", 0x97: "quota exceeded", 0x98: "administrative action",
    0x99: "payload format invalid", 0x9A: "retain not supported", 0x9B: "quality of service not supported",
    0x9C: "use another server", 0x9D: "server moved", 0x9E: "shared subscriptions not supported",
    0x9F: "connection rate exceeded", 0xA0: "maximum connect time", 0xA2: "wildcard subscriptions not supported",
  ]
}
