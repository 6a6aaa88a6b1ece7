import Glibc

/// Opens sockets for a link without holding up its loop: looking a name up may take seconds, and libmosquitto does it
/// inside its connect. So that call runs on a thread of its own, one for an attempt; only numeric addresses, which need
/// no look-up, are opened on the loop.
///
/// `@unchecked Sendable`: `whenOpened` is touched on the loop's thread alone, and a socket has one owner at a
/// time: this loop, then the thread, then this loop again, each handed over by starting the thread and by `call`.
final class SocketOpener: @unchecked Sendable {
  private let loop: any Loop
  private var whenOpened: ((Int, any LinkSocket, LinkFault?) -> Void)?

  init(loop: any Loop, whenOpened: @escaping (Int, any LinkSocket, LinkFault?) -> Void) {
    self.loop = loop
    self.whenOpened = whenOpened
  }

  /// Opens a socket and reports it, in this call or later.
  func open(_ socket: any LinkSocket, attempt: Int) {
    if socket.hasNumericHost {
      let fault = socket.open()
      whenOpened?(attempt, socket, fault)
      return
    }
    let journey = Journey(socket: socket, attempt: attempt, opener: self)
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(journey)
    let result = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Journey>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, retained.toOpaque())
    if result == 0 {
      pthread_detach(thread)
    } else {
      retained.release()
      whenOpened?(attempt, socket, .unreachable(reason: String(cString: strerror(result))))
    }
  }

  /// Reports nothing any more.
  func cancel() {
    whenOpened = nil
  }

  /// A socket on its way through another thread.
  private final class Journey: @unchecked Sendable {
    private let socket: any LinkSocket
    private let attempt: Int
    private let opener: SocketOpener
    private var fault: LinkFault?

    init(socket: any LinkSocket, attempt: Int, opener: SocketOpener) {
      self.socket = socket
      self.attempt = attempt
      self.opener = opener
    }

    func run() {
      fault = socket.open()
      opener.loop.call { self.opener.whenOpened?(self.attempt, self.socket, self.fault) }
    }
  }
}
