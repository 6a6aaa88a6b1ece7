import Glibc

/// Tells systemd how the service is (sd_notify(3)), without its library; silent where there is no systemd.
struct SystemdNotice: Sendable {
  private let path: String?
  /// Whether systemd waits for signs of life.
  let isWatched: Bool

  /// Reads where to tell from the environment: `NOTIFY_SOCKET` and `WATCHDOG_USEC`.
  init() {
    path = getenv("NOTIFY_SOCKET").map { String(cString: $0) }
    isWatched = getenv("WATCHDOG_USEC") != nil
  }

  /// The service runs.
  func ready(status: String) { send("READY=1\nSTATUS=\(status)\nMAINPID=\(getpid())") }
  /// One sentence on how it is.
  func status(_ text: String) { send("STATUS=\(text)") }
  /// It is alive.
  func watchdog() { if isWatched { send("WATCHDOG=1") } }
  /// It ends.
  func stopping() { send("STOPPING=1\nSTATUS=stopping") }

  private func send(_ text: String) {
    guard let path, let first = path.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@") else {
      return
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    if first == UInt8(ascii: "@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let message = Array(text.utf8)
    // A full socket must not hold the loop: what is not told now is told at the next tick.
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(
          descriptor, message, message.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, length)
      }
    }
  }
}
