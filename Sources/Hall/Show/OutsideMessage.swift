/// A message of a cue to a program or a device that speaks a protocol of its own: momentary, at most once.
public enum OutsideMessage: Hashable, Sendable, Codable, CustomStringConvertible {
  /// A message of Open Sound Control.
  case osc(OSCCall)
  /// A request over HTTP.
  case http(HTTPCall)

  /// Where it goes, as the journal names it: `osc 10.0.0.7:9000/cue/go`, `POST https://lights.example/scene`.
  public var target: String {
    switch self {
    case .osc(let call): "osc \(call.host):\(call.port)\(call.address)"
    case .http(let call): "\(call.method.rawValue) \(call.url)"
    }
  }

  /// For a person.
  public var description: String {
    switch self {
    case .osc(let call): ([target] + call.arguments.map(\.description)).joined(separator: " ")
    case .http(let call): call.body.map { "\(target) ← \($0)" } ?? target
    }
  }
}

/// A message of Open Sound Control 1.0 over UDP.
public struct OSCCall: Hashable, Sendable, Codable {
  /// A value that it carries.
  public enum Argument: Hashable, Sendable, Codable, CustomStringConvertible {
    /// A whole number.
    case integer(Int32)
    /// A number with a fraction.
    case float(Double)
    /// A text.
    case text(String)
    /// Yes or no.
    case flag(Bool)

    /// As it is written.
    public var description: String {
      switch self {
      case .integer(let number): "\(number)"
      case .float(let number): "\(number)"
      case .text(let text): text
      case .flag(let flag): "\(flag)"
      }
    }
  }

  /// An address of IP, or a name.
  public var host: String
  /// The port of UDP.
  public var port: Int
  /// Begins with `/`.
  public var address: String
  /// In their order.
  public var arguments: [Argument]

  /// A message to be sent.
  public init(host: String, port: Int, address: String, arguments: [Argument] = []) {
    (self.host, self.port, self.address, self.arguments) = (host, port, address, arguments)
  }
}

/// A request over HTTP or HTTPS.
public struct HTTPCall: Hashable, Sendable, Codable {
  /// What is asked for.
  public enum Method: String, Hashable, Sendable, Codable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case patch = "PATCH"
  }

  /// How long an answer is waited for, unless said otherwise.
  public static let usualPatience = TimeSpan.seconds(5)

  /// What is asked for.
  public var method: Method
  /// Where: `http://` or `https://`.
  public var url: String
  /// What is sent with it.
  public var body: String?
  /// Whether the body is JSON; else it is plain text.
  public var isJSON: Bool
  /// How long the whole of it may take.
  public var within: TimeSpan
  /// The file with the token that proves who asks; its content is never kept.
  public var tokenFile: String?

  /// A request to be made.
  public init(
    _ method: Method, _ url: String, body: String? = nil, isJSON: Bool = true,
    within: TimeSpan = HTTPCall.usualPatience, tokenFile: String? = nil
  ) {
    (self.method, self.url, self.body, self.isJSON) = (method, url, body, isJSON)
    (self.within, self.tokenFile) = (within, tokenFile)
  }
}
