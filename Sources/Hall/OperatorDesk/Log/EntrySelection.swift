import ArgumentParser
import Foundation
import Journal
import Show

/// Which entries of a journal are wanted.
struct EntrySelection: ParsableArguments {
  @Option(help: "Entries about this artwork.") var artwork: String?
  @Option(help: "Entries of this kind: scene, command, reading, warning …") var kind: String?
  @Option(help: ArgumentHelp("From then on: 14:00 (the last one), 2h (ago), or RFC 3339.", valueName: "instant"))
  var since: String?
  @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "count")) var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): at least 1") }
    if let artwork { let _: ArtworkID = try name(artwork, "--artwork") }
    _ = try beginning(now: .now)
  }

  /// The instant of `--since`.
  func beginning(now: WallInstant, zone: TimeZone = .current) throws -> WallInstant? {
    try since.map { try pastInstant($0, option: "--since", now: now, zone: zone) }
  }

  /// What the journal is asked for.
  func filter(now: WallInstant) throws -> EntryFilter {
    EntryFilter(artwork: artwork, kind: kind, sinceMilliseconds: try beginning(now: now)?.milliseconds, limit: limit)
  }
}

/// Reads an instant that has been: an RFC 3339 text, a time of day, of which the last one is meant, or how long ago.
///
/// - Throws: how one is written.
func pastInstant(_ text: String, option: String, now: WallInstant, zone: TimeZone) throws -> WallInstant {
  if let instant = WallInstant(rfc3339: text) { return instant }
  if let time = TimeOfDay(text), let instant = now.last(time, zone: zone) { return instant }
  if let span = TimeSpan(text) { return WallInstant(milliseconds: now.milliseconds - span.milliseconds) }
  throw ValidationError(
    "\(option) ‘\(printable(text))’ is not an instant: write a time such as 14:32, 2h for two hours ago, or "
      + "2025-06-10T14:32:00+02:00")
}
