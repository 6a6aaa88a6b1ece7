import Endings
import Foundation
import Show

/// Sends a command, again with the same id where no answer comes, and tells what is missing where none ever does.
struct CommandRequest {
  /// How the hall is found.
  var options: ConnectionOptions

  /// Sends a command.
  ///
  /// - Parameter compose: makes it, given the hall's zone: a time of day is meant by the hall's clocks.
  /// - Returns: the command, its answer, and the hall's zone.
  /// - Throws: status 69 where broker or daemon are not reached, and which; 1 where the broker refuses the message.
  func send(
    _ compose: (TimeZone) throws -> CommandPayload
  ) async throws -> (payload: CommandPayload, reply: HallReply, zone: TimeZone) {
    let link = try HallLink(settings: try options.settings())
    try await link.connect()
    do {
      try await link.subscribe([link.topics.controller])
      let zone = await link.zone
      let payload = try compose(zone)
      let reply = try await Self.exchange(payload, over: link)
      await link.disconnect()
      return (payload, reply, zone)
    } catch {
      await link.disconnect()
      throw error
    }
  }

  /// Sends a command over a link that is connected.
  static func exchange(_ payload: CommandPayload, over link: HallLink) async throws(CommandFault) -> HallReply {
    if await link.controller == nil { try await link.subscribe([link.topics.controller]) }
    let controller = await link.controller
    if let controller, controller["state"]?.text == "offline" { throw offline(controller, link) }
    let limit = link.settings.timeout
    let attempt = min(limit, max(.seconds(1), TimeSpan(milliseconds: limit.milliseconds / 3)))
    var left = limit
    while left > .zero {
      if let bytes = try await link.request(payload, within: min(attempt, left)) {
        if let reply = HallReply(bytes, to: payload.id) { return reply }
        throw CommandFault(.unreachable, "what answers at \(link.topics.base) is not understood: is it regied?")
      }
      left = left - attempt
    }
    throw await silent(link)
  }

  private static func offline(_ controller: JSON, _ link: HallLink) -> CommandFault {
    let since = controller["since"]?.text.map { " since \(printable($0))" } ?? ""
    return CommandFault(
      .unreachable, "regied is offline at \(link.topics.base)\(since): nothing was sent; start it, or look at its log")
  }

  private static func silent(_ link: HallLink) async -> CommandFault {
    let (base, limit) = (link.topics.base, link.settings.timeout)
    guard let controller = await link.controller else {
      return CommandFault(
        .unreachable, "no regied answers at \(base) within \(limit), and none ever has: check --hall, and that it runs")
    }
    if controller["state"]?.text == "offline" {
      return CommandFault(
        .unreachable, "regied went offline at \(base) before it answered: look at its log, then ask again")
    }
    return CommandFault(
      .unreachable, "regied does not answer at \(base) within \(limit), though it says it is online: look at its log")
  }
}
