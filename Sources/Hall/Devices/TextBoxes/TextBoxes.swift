import DeviceLines
import Sequencer
import Show

/// The boxes of a hall that talk text, each by its description.
public enum TextBoxes {
  /// Makes what asks a host over HTTP: scheme and host with port, name, password file, the longest time of a request.
  public typealias HTTPMaker = @Sendable (HTTPPlace) -> any LineOpener

  /// Where requests of HTTP go.
  public struct HTTPPlace: Hashable, Sendable {
    /// Scheme, host and port: `http://10.0.0.7:80`.
    public var base: String
    /// The name that it is shown, where it wants one.
    public var user: String?
    /// The file in which the password stands.
    public var passwordFile: String?
    /// The file of who may vouch for it over HTTPS; the system's authorities where there is none.
    public var authorityFile: String?
    /// How long a request may take.
    public var within: TimeSpan
  }

  /// A driver of them that has not begun.
  ///
  /// - Parameters:
  ///   - http: makes what asks over HTTP.
  ///   - showNow: a clock of show time.
  public static func driver(
    http: @escaping HTTPMaker, showNow: @escaping @Sendable () -> ShowInstant
  ) -> LineDriver<BoxMachine> {
    LineDriver("text-boxes", showNow: showNow) { device in
      guard case .box(let connection)? = device.connection, let opener = opener(connection, http) else { return nil }
      return DrivenDevice(
        BoxMachine(connection, seed: RetryRhythm.seed(of: device.id)), over: opener,
        sharing: connection.isShared ? connection.place.description : nil)
    }
  }

  private static func opener(_ connection: BoxConnection, _ http: HTTPMaker) -> (any LineOpener)? {
    let secret = connection.passwordFile
    switch (connection.line, connection.place) {
    case (.tcp, .network(let host, let port)): return NetworkOpener(host: host, port: port, secretFile: secret)
    case (.udp, .network(let host, let port)):
      return NetworkOpener(host: host, port: port, transport: .udp, secretFile: secret)
    case (.http(_, let isSecure), .network(let host, let port)):
      // An address of IPv6 stands in brackets (RFC 3986, 3.2.2).
      let name = host.contains(":") ? "[\(host)]" : host
      return http(
        HTTPPlace(
          base: "\(isSecure ? "https" : "http")://\(name):\(port)", user: connection.user, passwordFile: secret,
          authorityFile: connection.authorityFile, within: connection.box.answerWithin))
    case (.serial(let settings), .port(let path)): return SerialOpener(path: path, settings: settings)
    default: return nil
    }
  }
}
