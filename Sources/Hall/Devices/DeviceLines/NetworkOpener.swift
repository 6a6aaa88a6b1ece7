import Glibc

/// Opens a socket to a host: TCP, or UDP with leave to broadcast.
public struct NetworkOpener: LineOpener {
  /// Which of the two.
  public enum Transport: Hashable, Sendable { case tcp, udp }

  private let host: String
  private let port: Int
  private let transport: Transport
  private let secretFile: String?
  /// The longest that a connection may take.
  private static let patienceMilliseconds: Int32 = 3000

  /// An opener.
  ///
  /// - Parameters:
  ///   - host: a name or a numeric address.
  ///   - port: 1 to 65535.
  ///   - transport: TCP or UDP.
  ///   - secretFile: a file whose first line is the secret of the line, read at every opening.
  public init(host: String, port: Int, transport: Transport = .tcp, secretFile: String? = nil) {
    (self.host, self.port, self.transport, self.secretFile) = (host, port, transport, secretFile)
  }

  /// Looks the host up, connects and reads the secret.
  public func open() throws(LineFault) -> OpenLine {
    let secret = try secretFile.map { (path) throws(LineFault) in try Self.secret(path) }
    var hints = addrinfo()
    hints.ai_socktype = transport == .tcp ? Int32(SOCK_STREAM.rawValue) : Int32(SOCK_DGRAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let result = getaddrinfo(host, "\(port)", &hints, &found)
    defer { if let found { freeaddrinfo(found) } }
    guard result == 0, let first = found else {
      throw LineFault("its host cannot be looked up: \(String(cString: gai_strerror(result)))")
    }
    let kind = first.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(first.pointee.ai_family, kind, 0)
    guard descriptor >= 0 else { throw LineFault("no socket: \(Self.words(errno))") }
    var yes: Int32 = 1
    if transport == .udp {
      setsockopt(descriptor, SOL_SOCKET, SO_BROADCAST, &yes, socklen_t(MemoryLayout<Int32>.size))
    } else {
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }
    let code = Self.connectWithin(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen)
    guard code == 0 else {
      close(descriptor)
      throw LineFault("no connection: \(Self.words(code)); look at its power and network")
    }
    return OpenLine(descriptor: descriptor, secret: secret)
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// Connects; returns the system's code of what went wrong, 0 if nothing did.
  private static func connectWithin(
    _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?, _ length: socklen_t
  ) -> Int32 {
    if connect(descriptor, address, length) == 0 { return 0 }
    guard errno == EINPROGRESS else { return errno }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    let ready = poll(&waiting, 1, patienceMilliseconds)
    guard ready > 0 else { return ready == 0 ? ETIMEDOUT : errno }
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { return errno }
    return code
  }

  /// The first line of a file of at most a kilobyte.
  private static func secret(_ path: String) throws(LineFault) -> String {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw LineFault("its password file cannot be read: \(words(errno))") }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { throw LineFault("its password file is empty: write the password into its first line") }
    return String(decoding: bytes[..<count].prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
  }
}
