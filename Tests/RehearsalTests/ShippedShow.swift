import Foundation
import Rehearsal
import Sequencer
import Show
import ShowFiles
import Testing

/// The show that ships, loaded once.
enum ShippedShow {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let show: Show? = ShowFolder.load(from: root.appending(path: "Scenes").path).show

  /// All scenes of all artworks.
  static let scenes: [(artwork: ArtworkID, scene: SceneID)] =
    show?.artworks.flatMap { artwork in artwork.scenes.map { (artwork.id, $0.id) } } ?? []

  /// A hall of that show that operators have opened; its clock says 10:00 in its own zone on 10 June 2025.
  static func open() throws -> VirtualHall {
    let show = try #require(show)
    let zone = show.hall.timeZone
    var hall = VirtualHall(show: show, wall: WallInstant(milliseconds: 1_749_542_400_000), devicesAnswer: true) {
      entries, wall in
      AgendaResolver.resolve(entries: entries, timeZone: zone, from: wall + .hours(-24), to: wall + .hours(24 * 21))
    }
    hall.feed(.command(Command(id: "open", by: "lead", act: .hall(.open))))
    return hall
  }
}
