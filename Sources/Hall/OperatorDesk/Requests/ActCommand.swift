import ArgumentParser
import Foundation
import Show

/// A command of the command line that sends one command to the hall and prints what came of it.
protocol ActCommand: AsyncParsableCommand {
  /// What every command may carry.
  var sending: SendingOptions { get }
  /// What is asked of the hall.
  func act() throws -> CommandAct
  /// Until when it lasts, where it may end.
  func end(now: WallInstant) throws -> CommandEnd?
}

extension ActCommand {
  func end(now: WallInstant) throws -> CommandEnd? { nil }

  /// The message that goes out.
  func payload(now: WallInstant = .now) throws -> CommandPayload {
    try sending.payload(for: try act(), end: try end(now: now), now: now)
  }

  func run() async throws {
    let payload = try payload()
    let reply = try await CommandRequest(options: sending.connection).send(payload)
    if sending.json {
      Output.line(reply.text)
    } else if let effect = reply.effect {
      Output.line(effect + payload.endRemark(now: .now, zone: .current))
    }
    if let refusal = reply.refusal {
      throw sending.json ? DeskFault.answerIsNo : DeskFault(.answerIsNo, refusal)
    }
  }
}

/// An act that may end by itself.
protocol EndingActCommand: ActCommand {
  /// Until when it lasts.
  var ending: EndOptions { get }
}

extension EndingActCommand {
  func end(now: WallInstant) throws -> CommandEnd? { try ending.end(now: now) }
}
