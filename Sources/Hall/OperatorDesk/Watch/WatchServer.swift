import Endings
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Serves the page of `rehearse --watch` on this machine alone.
struct WatchServer: Sendable {
  /// What the page shows.
  let board: WatchBoard
  /// The port; a free one if it is 0.
  let port: Int

  /// Serves until the process ends.
  ///
  /// - Parameter begun: hears the port once it listens.
  /// - Throws: status 74 where the port cannot be had.
  func run(begun: @escaping @Sendable (Int) -> Void) async throws {
    var logger = Logger(label: "regie")
    logger.logLevel = .critical
    let app = Application(
      router: router(), configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in begun(channel.localAddress?.port ?? port) }, logger: logger)
    do {
      try await app.run()
    } catch {
      throw CommandFault(.inputOutput, "the page cannot be served at 127.0.0.1:\(port): \(error): name another --port")
    }
  }

  private func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.add(middleware: LoopbackGuard())
    router.get("/") { _, _ in await answer(board.page.html, "text/html; charset=utf-8") }
    router.get("/watch.css") { _, _ in answer(WatchPage.css, "text/css; charset=utf-8") }
    router.get("/watch.js") { _, _ in answer(WatchPage.script, "text/javascript; charset=utf-8") }
    router.get("/board") { _, _ in
      let page = await board.page
      var answer = answer(page.board, "text/html; charset=utf-8")
      answer.set("X-Version", "\(page.version)")
      return answer
    }
    router.get("/events") { _, _ in await events() }
    return router
  }

  private func answer(_ text: String, _ type: String) -> Response {
    var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    response.set("Content-Type", type)
    return response
  }

  /// The versions of the page as server-sent events; a comment now and then finds out whether somebody still listens.
  private func events() async -> Response {
    guard let versions = await board.versions() else { return Response(status: .serviceUnavailable) }
    var response = Response(
      status: .ok,
      body: ResponseBody { writer in
        try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
        for await version in versions { try await writer.write(ByteBuffer(string: "data: \(version)\n\n")) }
        try await writer.finish(nil)
      })
    response.set("Content-Type", "text/event-stream")
    return response
  }
}

/// Answers who asks for this machine by its own names, so that no page of another place reads along, and says to the
/// browser what the page may do: its own styles and script, nothing else.
private struct LoopbackGuard: RouterMiddleware {
  typealias Context = BasicRequestContext

  private static let headers = [
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
  ]

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let host = request.head.authority?.split(separator: ":").first.map(String.init) ?? ""
    var response: Response
    if ["127.0.0.1", "localhost"].contains(host) {
      do {
        response = try await next(request, context)
      } catch let error as any HTTPResponseError {
        response = Response(status: error.status)
      }
    } else {
      response = Response(status: .misdirectedRequest)
    }
    for (name, value) in Self.headers { response.set(name, value) }
    return response
  }
}

extension Response {
  /// Sets a header.
  fileprivate mutating func set(_ name: String, _ value: String) {
    if let field = HTTPField.Name(name) { headers[field] = value }
  }
}
