import Glibc
import Onirica
import Synchronization

/// A small web server that shows what the screen shows: ten small pictures a second, to a few browsers at once.
///
/// It has a thread of its own with low priority. A browser that reads slowly gets fewer pictures, one that does not
/// read for ten seconds is sent away, and none of this reaches the frame thread.
public final class PreviewServer: Sendable {
  /// Browsers at a time.
  public static let clientsAtMost = 16
  /// Width of the stream's pictures at most.
  static let streamWidth = 640

  /// Where the screen puts its frames.
  public let exchange: FrameExchange
  /// The port that it listens on.
  public let port: Int
  private let thread: NamedThread
  private let stopping = Stop()

  private final class Stop: Sendable {
    let flag = Atomic<Bool>(false)
  }

  /// Listens and starts the thread.
  ///
  /// - Parameters:
  ///   - host: a numeric address or `localhost`; nobody but this machine should reach it.
  ///   - port: 0 takes any that is free.
  ///   - settings: of the screen.
  /// - Throws: `ScreenError` when it cannot listen there.
  public init(host: String, port: Int, settings: ScreenLoop.Settings) throws(ScreenError) {
    let listener = try PreviewSocket.listen(host: host, port: port)
    self.port = PreviewSocket.port(of: listener)
    let exchange = FrameExchange(
      width: settings.width, height: settings.height, everyFrames: max(1, Int(settings.framesPerSecond / 10)))
    self.exchange = exchange
    let stop = stopping
    let level = settings.level
    thread = NamedThread(name: "preview") {
      Priority.lower()
      guard var desk = try? PreviewDesk(listener: listener, exchange: exchange, level: level) else { return }
      while !stop.flag.load(ordering: .relaxed) { desk.turn() }
      desk.close()
    }
  }

  /// Sends everyone away and stops listening.
  public func stop() {
    stopping.flag.store(true, ordering: .relaxed)
    thread.join()
  }
}

/// Sockets of the preview.
enum PreviewSocket {
  static func listen(host: String, port: Int) throws(ScreenError) -> Int32 {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else {
      throw .address("the preview cannot listen on \(host)")
    }
    defer { freeaddrinfo(found) }
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(first.pointee.ai_family, type, 0)
    guard descriptor >= 0 else { throw .inputOutput(doing: "opening the preview's socket", errno: errno) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0, Glibc.listen(descriptor, 16) == 0
    else {
      let why = errno
      Glibc.close(descriptor)
      throw .inputOutput(doing: "listening on port \(port) for the preview", errno: why)
    }
    return descriptor
  }

  static func port(of descriptor: Int32) -> Int {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
      return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        Int(UInt16(bigEndian: $0.pointee.sin_port))
      }
    }
  }
}
