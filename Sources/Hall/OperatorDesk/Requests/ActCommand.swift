import ArgumentParser
import Endings
import Foundation
import Show

/// A command of the command line that sends one command to the hall and prints what came of it.
protocol ActCommand: AsyncParsableCommand {
  /// What every command may carry.
  var sending: SendingOptions { get }
  /// What is asked of the hall.
  func act() throws -> CommandAct
  /// Until when it lasts, where it may end.
  func end(now: WallInstant, zone: TimeZone) throws -> CommandEnd?
}

extension ActCommand {
  func end(now: WallInstant, zone: TimeZone) throws -> CommandEnd? { nil }

  /// The message that goes out.
  ///
  /// - Parameters:
  ///   - now: the instant at which it is sent.
  ///   - zone: the hall's, which times of day are meant in.
  func payload(now: WallInstant, zone: TimeZone) throws -> CommandPayload {
    try sending.payload(for: try act(), end: try end(now: now, zone: zone), now: now, zone: zone)
  }

  func run() async throws {
    let (payload, reply, zone) = try await CommandRequest(options: sending.connection).send { zone in
      try self.payload(now: .now, zone: zone)
    }
    if sending.json {
      Output.line(reply.text)
    } else if let effect = reply.effect {
      Output.line(effect + payload.endRemark(now: .now, zone: zone))
    }
    if let refusal = reply.refusal {
      throw sending.json ? CommandFault.answerIsNo : CommandFault(.answerIsNo, refusal)
    }
  }
}

/// An act that may end by itself.
protocol EndingActCommand: ActCommand {
  /// Until when it lasts.
  var ending: EndOptions { get }
}

extension EndingActCommand {
  func end(now: WallInstant, zone: TimeZone) throws -> CommandEnd? { try ending.end(now: now, zone: zone) }
}
