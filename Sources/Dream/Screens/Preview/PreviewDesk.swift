import Glibc
import Onirica

/// The preview's work, turn by turn: accept, read, encode what is needed, send.
struct PreviewDesk {
  private let listener: Int32
  private let exchange: FrameExchange
  private let encoder: JPEGEncoder
  private let tools: FrameTools
  private var clients: [PreviewClient] = []
  private var newest: Frame?
  private var small: Frame?
  private static let boundary = "frame"
  private static let patienceNanoseconds: Int64 = 10_000_000_000

  init(listener: Int32, exchange: FrameExchange, level: KernelLevel) throws(ScreenError) {
    self.listener = listener
    self.exchange = exchange
    encoder = try JPEGEncoder()
    tools = FrameTools(crew: Crew(threadCount: 1), level: level)
  }

  /// Waits up to a twentieth of a second for something to do, and does it.
  mutating func turn() {
    var waiting = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
    for client in clients {
      let events = client.hasPending ? POLLIN | POLLOUT : POLLIN
      waiting.append(pollfd(fd: client.descriptor, events: Int16(events), revents: 0))
    }
    poll(&waiting, nfds_t(waiting.count), 50)
    let now = Clock.monotonicNanoseconds()
    if let frame = exchange.take() {
      newest = frame
      offerPicture(of: frame)
    }
    for index in clients.indices where waiting[index + 1].revents != 0 {
      if let request = clients[index].receive(now: now) { answer(request, to: index) }
    }
    for index in clients.indices { clients[index].send(now: now) }
    dismiss(now: now)
    accept(now: now)
  }

  /// Ends everything.
  mutating func close() {
    for client in clients { Glibc.close(client.descriptor) }
    clients = []
    Glibc.close(listener)
  }

  private mutating func accept(now: Int64) {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      if clients.count < PreviewServer.clientsAtMost {
        clients.append(PreviewClient(descriptor: descriptor, now: now))
      } else {
        Glibc.close(descriptor)
      }
    }
  }

  /// Those who are done, and those who have not read or asked anything for ten seconds.
  private mutating func dismiss(now: Int64) {
    clients.removeAll { client in
      let isDone = client.phase == .ending && !client.hasPending
      let isStuck = now - client.lastProgressNanoseconds > PreviewDesk.patienceNanoseconds
      guard isDone || isStuck else { return false }
      shutdown(client.descriptor, Int32(SHUT_RDWR))
      Glibc.close(client.descriptor)
      return true
    }
  }

  private mutating func offerPicture(of frame: Frame) {
    guard clients.contains(where: { $0.phase == .watching && !$0.hasPending }) else { return }
    let height = max(16, frame.height * PreviewServer.streamWidth / frame.width)
    let target = small ?? Frame(width: PreviewServer.streamWidth, height: height)
    small = target
    tools.resize(frame, into: target)
    guard let jpeg = try? encoder.encode(target, quality: 80) else { return }
    var part = Array(
      "--\(PreviewDesk.boundary)\r\nContent-Type: image/jpeg\r\nContent-Length: \(jpeg.count)\r\n\r\n".utf8)
    part += jpeg
    part += Array("\r\n".utf8)
    for index in clients.indices { clients[index].offer(part) }
  }

  private mutating func answer(_ request: PreviewRequest, to index: Int) {
    switch request {
    case .page:
      let page = Array(PreviewRequest.pageText.utf8)
      clients[index].answer(PreviewRequest.head(200, type: "text/html; charset=utf-8", length: page.count) + page)
    case .stream:
      let type = "multipart/x-mixed-replace; boundary=\(PreviewDesk.boundary)"
      clients[index].watch(PreviewRequest.head(200, type: type, length: nil))
    case .still:
      if let newest, let jpeg = try? encoder.encode(newest, quality: 90) {
        clients[index].answer(PreviewRequest.head(200, type: "image/jpeg", length: jpeg.count) + Array(jpeg))
      } else {
        refuse(503, index)
      }
    case .refused(let status):
      refuse(status, index)
    }
  }

  private mutating func refuse(_ status: Int, _ index: Int) {
    let words = Array("\(status)\n".utf8)
    clients[index].answer(PreviewRequest.head(status, type: "text/plain", length: words.count) + words)
  }
}
