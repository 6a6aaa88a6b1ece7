/// What a browser asks the preview for.
enum PreviewRequest: Equatable {
  /// The page that shows the stream.
  case page
  /// The stream, ten pictures a second.
  case stream
  /// One picture.
  case still
  /// Something else: the status that is answered.
  case refused(Int)

  /// Longest request that is read, in bytes.
  static let longest = 8192

  /// Reads a request.
  ///
  /// - Parameter bytes: what came so far.
  /// - Returns: nil while the request is not complete.
  static func parse(_ bytes: [UInt8]) -> PreviewRequest? {
    guard bytes.count <= longest else { return .refused(431) }
    guard hasEnd(bytes) else { return nil }
    let line = bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return .refused(400) }
    guard words[0] == "GET" else { return .refused(405) }
    switch words[1].prefix(while: { $0 != "?" }) {
    case "/": return .page
    case "/stream.mjpg", "/stream": return .stream
    case "/still.jpg": return .still
    default: return .refused(404)
    }
  }

  private static func hasEnd(_ bytes: [UInt8]) -> Bool {
    let newline = UInt8(ascii: "\n"), carriage = UInt8(ascii: "\r")
    var previous: UInt8 = 0
    for byte in bytes where byte != carriage {
      if byte == newline && previous == newline { return true }
      previous = byte
    }
    return false
  }

  /// The head of an answer.
  static func head(_ status: Int, type: String, length: Int?) -> [UInt8] {
    let reasons = [
      200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
      431: "Request Header Fields Too Large", 503: "Service Unavailable",
    ]
    var text = "HTTP/1.1 \(status) \(reasons[status] ?? "Error")\r\nContent-Type: \(type)\r\n"
    if let length { text += "Content-Length: \(length)\r\n" }
    text += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    return Array(text.utf8)
  }

  /// The page.
  static let pageText = """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>
    <style>body{margin:0;background:#000}img{width:100vw;height:100vh;object-fit:contain}</style>
    <img src="/stream.mjpg" alt="What the screen shows now"></html>

    """
}
