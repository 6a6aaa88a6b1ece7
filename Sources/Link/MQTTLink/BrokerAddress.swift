/// Where a broker listens, as it is written in settings: `mqtt://host`, `mqtts://host:8883`, `mqtt://[::1]:1883`.
public struct BrokerAddress: Sendable, Hashable, CustomStringConvertible {
  /// The host's name or numeric address, without brackets.
  public let host: String
  /// The port, 1 to 65535.
  public let port: Int
  /// Whether the connection is encrypted (`mqtts`).
  public let usesTLS: Bool

  /// An address from its parts.
  ///
  /// - Parameters:
  ///   - host: a name or a numeric address, without brackets.
  ///   - port: 1 to 65535; nil: 1883, with TLS 8883.
  ///   - usesTLS: whether the connection is encrypted.
  /// - Throws: `Fault` when the host is empty or the port outside its range.
  public init(host: String, port: Int? = nil, usesTLS: Bool = false) throws(Fault) {
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw .hostMissing(host) }
    let port = port ?? (usesTLS ? 8883 : 1883)
    guard (1...65535).contains(port) else { throw .portOutOfRange(String(port)) }
    self.host = host
    self.port = port
    self.usesTLS = usesTLS
  }

  /// Reads an address as people write it.
  ///
  /// - Parameter text: `mqtt://host[:port]` or `mqtts://host[:port]`, an IPv6 address in brackets.
  /// - Throws: `Fault`, which names what is wrong and how to write it.
  public init(_ text: String) throws(Fault) {
    guard let separator = text.firstRange(of: "://") else { throw .schemeMissing(text) }
    let scheme = text[..<separator.lowerBound].lowercased()
    let usesTLS: Bool
    switch scheme {
    case "mqtt", "tcp": usesTLS = false
    case "mqtts", "ssl": usesTLS = true
    default: throw .schemeUnknown(scheme)
    }
    var rest = text[separator.upperBound...]
    if rest.hasSuffix("/") { rest.removeLast() }
    if rest.contains("@") { throw .credentialsInside }
    if let stray = rest.first(where: { "/?#".contains($0) }) { throw .strayText(String(stray)) }
    let (host, port) = try Self.split(rest)
    try self.init(host: host, port: port, usesTLS: usesTLS)
  }

  /// The address as it is written in settings.
  public var description: String {
    "\(usesTLS ? "mqtts" : "mqtt")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }

  private static func split(_ text: Substring) throws(Fault) -> (host: String, port: Int?) {
    guard text.hasPrefix("[") else {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2 else { throw .bracketsMissing(String(text)) }
      return (String(parts.first ?? ""), parts.count == 2 ? try number(parts[1]) : nil)
    }
    guard let end = text.firstIndex(of: "]") else { throw .bracketsMissing(String(text.dropFirst())) }
    let host = String(text[text.index(after: text.startIndex)..<end])
    let rest = text[text.index(after: end)...]
    if rest.isEmpty { return (host, nil) }
    guard rest.hasPrefix(":") else { throw .strayText(String(rest)) }
    return (host, try number(rest.dropFirst()))
  }

  private static func number(_ text: Substring) throws(Fault) -> Int {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let port = Int(text), (1...65535).contains(port)
    else { throw .portOutOfRange(String(text)) }
    return port
  }
}

extension BrokerAddress {
  /// What is wrong with a broker's address.
  public enum Fault: Error, Hashable, CustomStringConvertible {
    /// No `mqtt://` before the host.
    case schemeMissing(String)
    /// Another scheme than `mqtt` and `mqtts`.
    case schemeUnknown(String)
    /// No host, or one with spaces or control characters.
    case hostMissing(String)
    /// A port that is no number from 1 to 65535.
    case portOutOfRange(String)
    /// An IPv6 address that does not stand in brackets.
    case bracketsMissing(String)
    /// A user or a password in the address.
    case credentialsInside
    /// A path, a query or something else behind the port.
    case strayText(String)

    /// The fault and the way out.
    public var description: String {
      switch self {
      case .schemeMissing(let text):
        return
          "broker address \"\(text)\" has no scheme: write mqtt://\(text.isEmpty ? "HOST" : text), or mqtts:// for TLS"
      case .schemeUnknown(let scheme):
        return "broker address: scheme \"\(scheme)\" is unknown: write mqtt://HOST, or mqtts://HOST for TLS"
      case .hostMissing: return "broker address has no host: write mqtt://HOST or mqtt://HOST:PORT"
      case .portOutOfRange(let text): return "broker address: port \"\(text)\" is not a number from 1 to 65535"
      case .bracketsMissing(let text):
        return "broker address: write an IPv6 address in brackets, such as mqtt://[\(text)]"
      case .credentialsInside:
        return "broker address: no user or password here; give the user by a setting, the password by a file"
      case .strayText(let text):
        return "broker address: \"\(text)\" is not expected: write mqtt://HOST or mqtt://HOST:PORT"
      }
    }
  }
}
