import DeviceLines
import Foundation
import Glibc
import Show
import Synchronization
import TextBoxSimulator
import Testing

/// A box that is not there, on a port of this machine: TCP, UDP, HTTP, or the other end of a serial line.
///
/// It lags by its own thread's waiting for descriptors.
final class BoxServer: Sendable {
  enum Line { case tcp, udp, http, serial }

  let box: Mutex<SimulatedBox>
  /// The port of TCP, UDP and HTTP.
  let port: Int
  /// The path of the serial line.
  let path: String
  /// What it heard, in order.
  let heard = Mutex<[[UInt8]]>([])
  /// Boxes on the same line, by a word of the commands that are for them; one that is nothing never answers.
  let others = Mutex<[String: SimulatedBox?]>([:])
  /// How many lines were opened to it.
  let lines = Mutex(0)
  /// The most commands that ever lay there at once.
  let mostAtOnce = Mutex(0)
  /// How long it takes for each answer, in milliseconds.
  let lag = Mutex<Int32>(0)
  private let line: Line
  private let end: [UInt8]
  private let descriptor: Int32

  /// Begins.
  ///
  /// - Parameters:
  ///   - box: what it is.
  ///   - line: by which line.
  ///   - end: what ends each command to it.
  init(_ box: SimulatedBox, by line: Line, commandEnd end: [UInt8]) throws {
    self.box = Mutex(box)
    (self.line, self.end) = (line, end)
    if line == .serial {
      // What unlockpt and ptsname do (Linux: tty_ioctl(2), TIOCSPTLCK and TIOCGPTN).
      descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var (isLocked, number): (Int32, Int32) = (0, -1)
      try #require(ioctl(descriptor, 0x4004_5431, &isLocked) == 0 && ioctl(descriptor, 0x8004_5430, &number) == 0)
      (path, port) = ("/dev/pts/\(number)", 0)
    } else {
      (descriptor, port) = try Self.bound(line == .udp ? Int32(SOCK_DGRAM.rawValue) : Int32(SOCK_STREAM.rawValue))
      path = ""
    }
    Thread { [self] in serve() }.start()
  }

  private static func bound(_ kind: Int32) throws -> (Int32, Int) {
    let descriptor = socket(AF_INET, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(descriptor, place, length) == 0 && getsockname(descriptor, place, &length) == 0
      }
    }
    try #require(isBound && (kind == Int32(SOCK_DGRAM.rawValue) || listen(descriptor, 8) == 0))
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// Ends; a line that is open is closed.
  func stop() {
    // A read of the other end of a serial line does not end by a close: it is told by one byte from the line itself.
    if line == .serial {
      let slave = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
      var byte: UInt8 = 0
      heard.withLock { $0.append(Self.ending) }
      _ = write(slave, &byte, 1)
      close(slave)
    } else {
      heard.withLock { $0.append(Self.ending) }
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
  }

  private static let ending: [UInt8] = Array("ending".utf8)
  private var isEnding: Bool { heard.withLock { $0.contains(Self.ending) } }

  private func serve() {
    defer { close(descriptor) }
    guard line == .tcp || line == .http else { return talk(descriptor) }
    while true {
      let accepted = accept(descriptor, nil, nil)
      guard accepted >= 0 else { return }
      lines.withLock { $0 += 1 }
      // Each line has a thread, as HTTP has several; their box is one.
      Thread { [self] in
        talk(accepted)
        close(accepted)
      }.start()
    }
  }

  private func talk(_ line: Int32) {
    if self.line != .http { say(box.withLock { $0.greet() }, line) }
    var rest: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(line, &bytes, bytes.count)
      // A serial line that nobody has open yet reads as broken.
      if count < 0, self.line == .serial, errno == EIO, !isEnding {
        poll(nil, 0, 5)
        continue
      }
      guard count > 0, !isEnding else { return }
      rest += bytes[..<count]
      let waiting = end.isEmpty ? 1 : rest.count { $0 == end.last }
      mostAtOnce.withLock { $0 = max($0, waiting) }
      while let command = nextCommand(of: &rest) {
        heard.withLock { $0.append(command) }
        let lag = lag.withLock { $0 }
        if lag > 0 { poll(nil, 0, lag) }
        say(answers(to: command), line)
      }
    }
  }

  private func answers(to command: [UInt8]) -> [[UInt8]] {
    let words = String(decoding: command, as: UTF8.self)
    let other: [[UInt8]]? = others.withLock { others in
      guard let word = others.keys.first(where: { words.contains($0) }) else { return nil }
      guard var one = others[word] ?? nil else { return [] }
      defer { others[word] = one }
      return one.take(command)
    }
    return other ?? box.withLock { $0.take(command) }
  }

  private func nextCommand(of rest: inout [UInt8]) -> [UInt8]? {
    guard !rest.isEmpty else { return nil }
    if line == .http { return HTTPCommand.take(from: &rest) }
    if line == .udp || end.isEmpty {
      defer { rest = [] }
      return rest
    }
    guard let last = rest.indices.first(where: { rest[$0...].starts(with: end) }) else { return nil }
    defer { rest = Array(rest[(last + end.count)...]) }
    return Array(rest[..<last])
  }

  private func say(_ answers: [[UInt8]], _ line: Int32) {
    if self.line == .http {
      let body = answers.first ?? Array("ok".utf8)
      let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
      return put(Array(head.utf8) + body, line)
    }
    let end = box.withLock { $0.answerEnd }
    for answer in answers { put(answer + end, line) }
  }

  private func put(_ bytes: [UInt8], _ line: Int32) {
    if self.line == .serial {
      _ = write(line, bytes, bytes.count)
    } else {
      send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
  }
}

/// A request of HTTP as a description writes it: method, place, body.
enum HTTPCommand {
  static func take(from bytes: inout [UInt8]) -> [UInt8]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    let length =
      lines.compactMap { line -> Int? in
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
        return Int(parts[1].trimmingCharacters(in: .whitespaces))
      }.first ?? 0
    let body = Array(text[end.upperBound...].utf8)
    guard body.count >= length, let first = lines.first else { return nil }
    bytes = Array(body[length...])
    let words = first.split(separator: " ").prefix(2).joined(separator: " ")
    return Array(words.utf8) + (length > 0 ? [0x20] + body[..<length] : [])
  }
}
