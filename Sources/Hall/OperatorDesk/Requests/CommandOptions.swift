import ArgumentParser
import Foundation
import Show

/// Until when a manual act lasts.
struct EndOptions: ParsableArguments {
  @Option(name: .customLong("for"), help: ArgumentHelp("How long it lasts, for example 20m.", valueName: "time"))
  var length: String?
  @Option(help: ArgumentHelp("Until when: 18:00, an RFC 3339 instant, or next-opening.", valueName: "instant"))
  var until: String?

  func validate() throws { _ = try end(now: .now, zone: .gmt) }

  /// The end that was asked for, if one was.
  ///
  /// - Parameters:
  ///   - now: a time of day is the next one after this instant.
  ///   - zone: whose clocks show it.
  func end(now: WallInstant, zone: TimeZone) throws -> CommandEnd? {
    switch (length, until) {
    case (nil, nil): return nil
    case (let text?, nil): return .after(try span(text, option: "--for"))
    case (nil, "next-opening"): return .nextOpening
    case (nil, let text?): return .until(try instant(text, option: "--until", now: now, zone: zone))
    case (_?, _?): throw ValidationError("--for and --until exclude each other: give one of them")
    }
  }
}

/// What every command may carry, and how it is sent.
struct SendingOptions: ParsableArguments {
  @OptionGroup var connection: ConnectionOptions
  @Option(help: ArgumentHelp("A remark for the journal, at most 280 characters.", valueName: "text"))
  var note: String?
  @Option(
    help: ArgumentHelp(
      "The command is refused after this: a length of time from now, or an instant.", valueName: "time",
      visibility: .hidden))
  var expires: String?
  @Option(
    help: ArgumentHelp(
      "The command's id; one that is sent twice is done once. Without it each command has its own.",
      visibility: .hidden))
  var id: String?
  @Flag(help: ArgumentHelp("Print the daemon's reply as it came.", visibility: .hidden))
  var json = false

  func validate() throws {
    if let note, note.count > 280 {
      throw ValidationError("the note has \(note.count) characters; at most 280 are kept: shorten it")
    }
    if let id, Name<Named.Operator>.isWellFormed(id) == false {
      throw ValidationError("--id ‘\(printable(id))’: use 1 to 64 of A-Z a-z 0-9 . _ -")
    }
    _ = try expiry(now: .now, zone: .gmt)
  }

  /// The instant after which the command is refused, if one was given.
  func expiry(now: WallInstant, zone: TimeZone) throws -> WallInstant? {
    guard let expires else { return nil }
    if let span = TimeSpan(expires) { return now + span }
    return try instant(expires, option: "--expires", now: now, zone: zone)
  }

  /// The message for an act.
  func payload(for act: CommandAct, end: CommandEnd?, now: WallInstant, zone: TimeZone) throws -> CommandPayload {
    CommandPayload(
      id: id ?? CommandPayload.freshID(), act: act, end: end, note: note, expires: try expiry(now: now, zone: zone))
  }
}
