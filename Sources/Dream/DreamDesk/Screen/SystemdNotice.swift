import Glibc

/// Tells systemd how it stands (sd_notify(3)), where the process was started by it.
struct SystemdNotice: Sendable {
  private let address: String?

  /// Takes the socket from the environment.
  init() { address = Environment["NOTIFY_SOCKET"] }

  /// Half of the time within which systemd wants to hear of us, if it does.
  static var watchdogInterval: Duration? {
    guard let text = Environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 0 else { return nil }
    if let owner = Environment["WATCHDOG_PID"], owner != String(getpid()) { return nil }
    return .microseconds(microseconds / 2)
  }

  /// Sends a notice such as `READY=1`; without systemd nothing happens.
  func send(_ notice: String) {
    guard let address, !address.isEmpty else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var target = sockaddr_un()
    target.sun_family = sa_family_t(AF_UNIX)
    var name = Array(address.utf8)
    let room = MemoryLayout.size(ofValue: target.sun_path) - 1
    guard name.count <= room else { return }
    if name[0] == UInt8(ascii: "@") { name[0] = 0 }
    withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let bytes = Array(notice.utf8)
    withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
  }
}
