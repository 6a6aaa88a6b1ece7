import Glibc

/// One browser: what it asked, and what is still to be sent. Belongs to the preview's thread.
struct PreviewClient {
  enum Phase: Equatable {
    case asking
    case watching
    case ending
  }

  let descriptor: Int32
  private(set) var phase = Phase.asking
  private var asked: [UInt8] = []
  private var pending: [UInt8] = []
  private var sent = 0
  private(set) var lastProgressNanoseconds: Int64

  init(descriptor: Int32, now: Int64) {
    self.descriptor = descriptor
    lastProgressNanoseconds = now
  }

  var hasPending: Bool { sent < pending.count }

  /// Reads what came.
  ///
  /// - Returns: a complete request, if there is one; nil and `phase == .ending` when the browser has gone.
  mutating func receive(now: Int64) -> PreviewRequest? {
    var buffer = [UInt8](repeating: 0, count: 2048)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) {
      phase = .ending
      pending = []
      sent = 0
      return nil
    }
    guard count > 0, phase == .asking else { return nil }
    lastProgressNanoseconds = now
    asked += buffer[0..<count]
    return PreviewRequest.parse(asked)
  }

  /// Sends an answer and ends.
  mutating func answer(_ bytes: [UInt8]) {
    pending += bytes
    phase = .ending
  }

  /// Begins to watch.
  mutating func watch(_ head: [UInt8]) {
    pending += head
    phase = .watching
  }

  /// Another picture of the stream; one who has not taken the last one gets none.
  mutating func offer(_ part: [UInt8]) {
    guard phase == .watching, !hasPending else { return }
    pending = part
    sent = 0
  }

  /// Sends what the socket takes.
  mutating func send(now: Int64) {
    while hasPending {
      let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
      let count = pending.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, pending.count - sent, flags)
      }
      if count > 0 {
        sent += count
        lastProgressNanoseconds = now
      } else if count < 0 && errno == EINTR {
        continue
      } else if count < 0 && errno == EAGAIN {
        return
      } else {
        phase = .ending
        pending = []
        sent = 0
      }
    }
  }
}
