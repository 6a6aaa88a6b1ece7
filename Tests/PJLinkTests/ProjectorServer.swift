import DeviceLines
import Foundation
import Glibc
import PJLinkSimulator
import Show
import Synchronization
import Testing

/// A projector that is not there, on a TCP port of this machine; it serves one line at a time, as many projectors do.
final class ProjectorServer: Sendable {
  let port: Int
  let projector: Mutex<SimulatedProjector>
  private let listener: Int32
  private let begun = ContinuousClock.now

  init(_ projector: SimulatedProjector) throws {
    self.projector = Mutex(projector)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(listener, place, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, place, &length) == 0
      }
    }
    (self.listener, port) = (listener, Int(UInt16(bigEndian: address.sin_port)))
    try #require(bound)
    Thread { [self] in serve() }.start()
  }

  var now: ShowInstant { ShowInstant(milliseconds: Int64((ContinuousClock.now - begun) / .milliseconds(1))) }

  func end() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    var count: UInt32 = 0x1000_0000
    while true {
      let line = accept(listener, nil, nil)
      guard line >= 0 else { break }
      count += 1
      talk(line, seed: String(count, radix: 16))
      close(line)
    }
    close(listener)
  }

  private func talk(_ line: Int32, seed: String) {
    say(projector.withLock { $0.greeting(seed: seed) }, line)
    var splitter = LineSplitter()
    var bytes = [UInt8](repeating: 0, count: 1024)
    var isShown = false
    while true {
      let count = read(line, &bytes, bytes.count)
      guard count > 0 else { return }
      for command in splitter.take(bytes[..<count]) {
        let now = now
        let answer = projector.withLock { $0.take(command, seed: isShown ? nil : seed, at: now) }
        isShown = true
        if let answer { say(answer, line) }
      }
    }
  }

  private func say(_ text: String, _ line: Int32) {
    let bytes = Array("\(text)\r".utf8)
    send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }
}
