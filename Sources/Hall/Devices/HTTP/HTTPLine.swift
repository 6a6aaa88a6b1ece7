import CCurl
import DeviceLines
import Foundation
import Glibc
import Show

/// Opens a line to a box that is asked over HTTP: each packet that is sent is a request, each that comes is its answer.
///
/// A request is `METHOD PLACE`, or `METHOD PLACE BODY`; an answer is its status, the end of a line, and what it holds.
/// With the status 0 there was no answer, and the rest says why. A thread of its own asks one thing after another, and ends
/// when the line is closed.
public struct HTTPLine: LineOpener {
  /// The most bytes of an answer.
  public static let largestAnswer = 60_000

  private let base: String
  private let user: String?
  private let passwordFile: String?
  private let authorityFile: String?
  private let within: TimeSpan

  /// An opener.
  ///
  /// - Parameters:
  ///   - base: scheme, host and port: `http://10.0.0.7:80`.
  ///   - user: the name that it is shown, by basic or digest access as it asks for; none unless given.
  ///   - passwordFile: the file whose first line is the password, read at every opening.
  ///   - authorityFile: the certificates, as PEM, of who may vouch for the host; the system's authorities unless given.
  ///   - within: how long a request may take.
  public init(
    base: String, user: String? = nil, passwordFile: String? = nil, authorityFile: String? = nil, within: TimeSpan
  ) {
    (self.base, self.user, self.passwordFile, self.within) = (base, user, passwordFile, within)
    self.authorityFile = authorityFile
  }

  /// Reads the password and starts the thread; whether the host is there is seen by the first request.
  public func open() throws(LineFault) -> OpenLine {
    let secret = try password()
    var pair: [Int32] = [-1, -1]
    // Packets, so that requests and answers keep their bounds.
    guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
      throw LineFault("no socket pair: \(String(cString: strerror(errno)))")
    }
    _ = fcntl(pair[0], F_SETFL, fcntl(pair[0], F_GETFL) | O_NONBLOCK)
    let theirs = pair[1]
    let thread = Thread { serve(theirs, secret) }
    thread.name = "http-line"
    thread.start()
    return OpenLine(descriptor: pair[0], secret: secret)
  }

  private func password() throws(LineFault) -> String? {
    guard let passwordFile else { return nil }
    guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8),
      let line = text.split(whereSeparator: \.isNewline).first
    else { throw LineFault("its password file cannot be read: write the password into its first line") }
    return String(line)
  }

  private func serve(_ descriptor: Int32, _ secret: String?) {
    defer { close(descriptor) }
    guard let line = web_line_create(user, secret, authorityFile) else { return }
    defer { web_line_free(line) }
    var request = [UInt8](repeating: 0, count: 65_536)
    var answer = [UInt8](repeating: 0, count: Self.largestAnswer)
    while true {
      let count = read(descriptor, &request, request.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      let parts = String(decoding: request[..<count], as: UTF8.self).split(separator: " ", maxSplits: 2).map(
        String.init)
      guard parts.count >= 2 else { continue }
      let body = parts.count > 2 ? parts[2] : nil
      let isJSON = body?.first.map { "{[".contains($0) } ?? false
      var status = 0
      let length = web_line_ask(
        line, parts[0], base + parts[1], body, isJSON, Int(within.milliseconds), &answer, answer.count, &status)
      let packet = Array("\(status)\n".utf8) + answer[..<min(length, answer.count)]
      guard send(descriptor, packet, packet.count, Int32(MSG_NOSIGNAL)) >= 0 else { return }
    }
  }
}
