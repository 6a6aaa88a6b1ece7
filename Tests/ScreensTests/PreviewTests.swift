import Foundation
import Onirica
import Testing

@testable import Screens

@Suite("The preview", .timeLimit(.minutes(2)))
struct PreviewTests {
  private let settings = ScreenLoop.Settings(
    width: 128, height: 72, framesPerSecond: 20, threadCount: 1, level: .best)

  /// A server whose screen keeps showing one colour.
  private func running(_ body: (PreviewServer) throws -> Void) throws {
    let server = try PreviewServer(host: "127.0.0.1", port: 0, settings: settings)
    defer { server.stop() }
    server.exchange.writable.fill(0x0020_8040)
    server.exchange.publish()
    try body(server)
  }

  /// An open connection to the server, with its own reading time-out.
  private func connect(_ port: Int) throws -> FileHandle {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(descriptor >= 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private func get(_ path: String, port: Int, method: String = "GET") throws -> Data {
    let connection = try connect(port)
    try connection.write(contentsOf: Data("\(method) \(path) HTTP/1.1\r\nHost: preview\r\n\r\n".utf8))
    return try connection.readToEnd() ?? Data()
  }

  /// A still needs a frame that the server has taken: asked again until it is there.
  private func still(port: Int) throws -> Data {
    while true {
      let answer = try get("/still.jpg", port: port)
      if answer.starts(with: Data("HTTP/1.1 200".utf8)) { return answer }
    }
  }

  @Test("a still is a JPEG of the screen's size and colour")
  func stillPicture() throws {
    try running { server in
      let answer = try still(port: server.port)
      let body = try #require(answer.range(of: Data("\r\n\r\n".utf8))).upperBound
      let frame = try JPEGFile.decode(Array(answer[body...]))
      #expect(frame.width == 128 && frame.height == 72)
      let green = Int(frame[60, 30] >> 8 & 255)
      #expect(abs(green - 0x80) < 8)
    }
  }

  @Test("the page shows the stream; other paths, methods and nonsense are refused")
  func pages() throws {
    try running { server in
      let page = String(decoding: try get("/", port: server.port), as: UTF8.self)
      #expect(page.contains("/stream.mjpg"))
      #expect(try get("/../etc/passwd", port: server.port).starts(with: Data("HTTP/1.1 404".utf8)))
      #expect(try get("/", port: server.port, method: "POST").starts(with: Data("HTTP/1.1 405".utf8)))
      let connection = try connect(server.port)
      try connection.write(contentsOf: Data("nonsense\r\n\r\n".utf8))
      #expect((try connection.readToEnd() ?? Data()).starts(with: Data("HTTP/1.1 400".utf8)))
    }
  }

  @Test("several watch at once, and one who does not read holds up nobody")
  func slow() throws {
    try running { server in
      let lazy = try connect(server.port)
      try lazy.write(contentsOf: Data("GET /stream.mjpg HTTP/1.1\r\n\r\n".utf8))
      let eager = try connect(server.port)
      try eager.write(contentsOf: Data("GET /stream.mjpg HTTP/1.1\r\n\r\n".utf8))
      var read = Data()
      var pictures = 0
      while pictures < 20 {
        server.exchange.writable.fill(UInt32(pictures) << 8)
        server.exchange.publish()
        read.append(eager.availableData)
        pictures = read.ranges(of: Data("Content-Type: image/jpeg".utf8)).count
      }
      #expect(try still(port: server.port).count > 100)
    }
  }

  @Test("a request that never ends is refused at eight kilobytes")
  func endless() {
    #expect(PreviewRequest.parse([UInt8](repeating: 65, count: 100)) == nil)
    #expect(PreviewRequest.parse([UInt8](repeating: 65, count: 9000)) == .refused(431))
    #expect(PreviewRequest.parse(Array("GET /still.jpg?x=1 HTTP/1.1\r\n\r\n".utf8)) == .still)
    #expect(PreviewRequest.parse(Array("GET / HTTP/1.1\n\n".utf8)) == .page)
  }
}

@Suite("Stills and films")
struct StillTests {
  private func path(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UInt64.random(in: 0...UInt64.max))").path
  }

  @Test("a PNG comes back as it went, and nothing half done is left when it cannot be written")
  func png() throws {
    let file = path("still") + ".png"
    defer { unlink(file) }
    let frame = Frame(width: 33, height: 21)
    for y in 0..<21 { for x in 0..<33 { frame[x, y] = UInt32(x * 7 << 16 | y * 11 << 8 | x ^ y) } }
    try PNGFile.write(frame, to: file)
    let read = try PNGFile.read(file)
    #expect(read.width == 33 && read.height == 21)
    for y in 0..<21 { for x in 0..<33 { #expect(read[x, y] == frame[x, y]) } }
    #expect(throws: ScreenError.self) { try PNGFile.write(frame, to: "/nowhere/at/all.png") }
  }

  @Test("a file that is no picture is refused, and so is one that is cut short")
  func damaged() throws {
    let file = path("damaged")
    defer { unlink(file) }
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: file))
    #expect(throws: ScreenError.self) { try PNGFile.read(file) }
    #expect(throws: ScreenError.self) { try JPEGFile.decode([0xff, 0xd8, 0xff]) }
  }

  @Test("the header of a film has its rate as a fraction")
  func header() {
    #expect(
      Y4MStream.header(width: 64, height: 36, framesPerSecond: 60)
        == "YUV4MPEG2 W64 H36 F60:1 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\n")
    #expect(Y4MStream.header(width: 64, height: 36, framesPerSecond: 59.94).contains(" F2997:50 "))
    #expect(Y4MStream.header(width: 64, height: 36, framesPerSecond: 12.5).contains(" F25:2 "))
  }

  @Test("a reader that goes away is told from a fault")
  func readerGone() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let writer = try StreamWriter(path: "/proc/self/fd/\(ends[1])")
    close(ends[0])
    close(ends[1])
    let bytes = [UInt8](repeating: 7, count: 1 << 20)
    do {
      try bytes.withUnsafeBytes { raw in try writer.write(raw) }
      Issue.record("nobody reads, and yet it was written")
    } catch let fault as ScreenError {
      guard case .readerGone = fault else {
        Issue.record("\(fault)")
        return
      }
    }
  }
}
