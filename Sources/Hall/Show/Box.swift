/// A foreign box that talks text: what to send it for each of its properties, and what its answers mean
/// (`boxes/NAME.yaml` in a show's folder).
public struct Box: Hashable, Sendable, Codable {
  /// Its name, which is that of its file.
  public var name: String
  /// What people read.
  public var title: String
  /// The lines it can be reached by.
  public var lines: [BoxLine]
  /// Where what it says is cut into answers; a datagram and an answer of HTTP are never cut.
  public var cut: BoxCut
  /// What ends everything that is sent.
  public var end: [UInt8]
  /// What is heard and said when a line opens, before anything else.
  public var opening: [BoxStep]
  /// Whether the line stays open between two looks.
  public var keepsLine: Bool
  /// The least time between two commands.
  public var pause: TimeSpan
  /// How long an answer may take.
  public var answerWithin: TimeSpan
  /// How long what it took may take to be so, before it is asked for again and warned of.
  public var doesWithin: TimeSpan
  /// How often it is asked at rest.
  public var poll: TimeSpan
  /// How often it is asked while it changes, or is to change.
  public var changingPoll: TimeSpan
  /// Its properties, in the order in which they are set.
  public var properties: [BoxProperty]
  /// What it says when something is wrong.
  public var errors: [BoxError]
  /// The blanks of its texts, and what fills them where a device says nothing else.
  public var parameters: [String: String]

  /// A box without properties; see the properties for meanings.
  public init(name: String, title: String = "") {
    (self.name, self.title) = (name, title.isEmpty ? name : title)
    (lines, cut, end, opening, keepsLine) = ([], .ends([[0x0d], [0x0a]]), [], [], true)
    (pause, answerWithin, doesWithin) = (.zero, .seconds(2), .seconds(10))
    (poll, changingPoll) = (.seconds(20), .seconds(1))
    (properties, errors, parameters) = ([], [], [:])
  }

  /// The properties that can be set, and the values each may have.
  public var settableTypes: [PropertyName: ValueType] {
    Dictionary(properties.filter { $0.send != nil }.map { ($0.name, $0.type) }) { first, _ in first }
  }

  /// Whether it ever says anything that is waited for.
  public var answers: Bool {
    properties.contains { $0.ask != nil || $0.expect != nil || $0.hears.isEmpty == false }
      || opening.contains { $0.expect != nil }
  }

  /// This box with its blanks filled.
  ///
  /// - Parameter arguments: what fills them; those that are not named are filled as the description says.
  public func filled(with arguments: [String: String]) -> Box {
    let all = parameters.merging(arguments) { _, given in given }
    var box = self
    box.opening = opening.map { BoxStep(expect: $0.expect?.filled(with: all), send: $0.send?.filled(with: all)) }
    for place in box.properties.indices { box.properties[place].fill(with: all) }
    for place in box.errors.indices { box.errors[place].says = box.errors[place].says.filled(with: all) }
    return box
  }
}

/// A line by which a box can be reached, and its usual settings.
public enum BoxLine: Hashable, Sendable, Codable {
  /// A connection of TCP; its usual port.
  case tcp(port: Int)
  /// Datagrams of UDP; the usual port.
  case udp(port: Int)
  /// Requests of HTTP; the usual port, and whether they are of HTTPS.
  case http(port: Int, isSecure: Bool)
  /// A serial port.
  case serial(SerialSettings)
}

/// How bits go over a serial port.
public struct SerialSettings: Hashable, Sendable, Codable {
  /// Whether each character has a bit that makes its ones even or odd in number.
  public enum Parity: String, Hashable, Sendable, Codable, CaseIterable { case none, even, odd }

  /// Bits a second.
  public var baud: Int
  /// Bits a character: 7 or 8.
  public var dataBits: Int
  /// The parity.
  public var parity: Parity
  /// Stop bits: 1 or 2.
  public var stopBits: Int

  /// Settings; 8 bits, no parity, one stop bit unless said.
  public init(baud: Int, dataBits: Int = 8, parity: Parity = .none, stopBits: Int = 1) {
    (self.baud, self.dataBits, self.parity, self.stopBits) = (baud, dataBits, parity, stopBits)
  }

  /// The rates that a port takes, in bits a second.
  public static let bauds = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115_200, 230_400]
}

/// Where what a box says is cut into answers.
public enum BoxCut: Hashable, Sendable, Codable {
  /// Behind any of these texts, which are taken away; nothing in between is no answer.
  case ends([[UInt8]])
  /// After so many bytes.
  case length(Int)
}

/// A step of a line's opening: what is waited for, and what is sent then.
public struct BoxStep: Hashable, Sendable, Codable {
  /// What is waited for.
  public var expect: BoxText?
  /// What is sent.
  public var send: BoxText?

  /// A step.
  public init(expect: BoxText? = nil, send: BoxText? = nil) { (self.expect, self.send) = (expect, send) }
}

/// Something a box says when it will not or cannot do what it was told.
public struct BoxError: Hashable, Sendable, Codable {
  /// What it means.
  public enum Meaning: String, Hashable, Sendable, Codable, CaseIterable {
    /// It will not; it is not asked again until something else is wanted.
    case refused
    /// Not now; it is tried again in a while.
    case later
    /// It is broken: somebody should look at it.
    case fault
  }

  /// What it says.
  public var says: BoxText
  /// What that means.
  public var meaning: Meaning
  /// What is told of it.
  public var words: String

  /// An error of a box.
  public init(says: BoxText, meaning: Meaning, words: String) {
    (self.says, self.meaning, self.words) = (says, meaning, words)
  }
}

/// How a device is reached that is a box.
public struct BoxConnection: Hashable, Sendable, Codable {
  /// Where it is.
  public enum Place: Hashable, Sendable, Codable, CustomStringConvertible {
    /// At a host, by the port given.
    case network(host: String, port: Int)
    /// At a serial port of this machine.
    case port(path: String)

    /// As `HOST:PORT`, or the path.
    public var description: String {
      switch self {
      case .network(let host, let port): "\(host):\(port)"
      case .port(let path): path
      }
    }
  }

  /// The box, its blanks filled.
  public var box: Box
  /// The line it is reached by.
  public var line: BoxLine
  /// Where it is.
  public var place: Place
  /// The name that it is shown, where it wants one.
  public var user: String?
  /// The file in which its password stands.
  public var passwordFile: String?
  /// The file of the authorities that vouch for it over HTTPS; the system's unless given.
  public var authorityFile: String?
  /// Whether other devices are on the same line, and they take turns.
  public var isShared = false

  /// A connection of a box; see the properties for meanings.
  public init(_ box: Box, by line: BoxLine, at place: Place, user: String? = nil, passwordFile: String? = nil) {
    (self.box, self.line, self.place, self.user, self.passwordFile) = (box, line, place, user, passwordFile)
  }
}
