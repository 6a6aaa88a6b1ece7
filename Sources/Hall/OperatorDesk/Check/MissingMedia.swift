import Glibc
import Show

/// Media that a show names and that are not there.
///
/// A name that begins with an artwork's is a file of the show's folder; any other is in the player's own.
struct MissingMedia: Hashable {
  /// The artwork that wants it.
  var artwork: ArtworkID
  /// Its name.
  var name: String

  /// The media of a show that stand in none of its folders.
  static func find(in show: Show, folder: String) -> [MissingMedia] {
    let folders = Set(show.hall.artworkOrder.map(\.text))
    return show.artworks.flatMap { artwork in
      artwork.mediaNames.filter { name in
        guard let first = name.split(separator: "/").first, name.contains("/"), folders.contains(String(first)) else {
          return false
        }
        var status = stat()
        let isThere = lstat(folder + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        return !isThere || name.split(separator: "/").contains("..")
      }.map { MissingMedia(artwork: artwork.id, name: $0) }
    }
  }
}

extension Artwork {
  /// The names of all media that its cues, triggers, pools and rotations name, sorted.
  var mediaNames: [String] {
    var names = Set(pools.values.flatMap(\.items))
    for case .media(let media) in rotations.values.map(\.items) { names.formUnion(media) }
    for action in scenes.flatMap({ $0.cues.map(\.action) + $0.triggers.flatMap { $0.actions.map(\.action) } }) {
      switch action {
      case .play(let players): names.formUnion(players.values.compactMap(\.media.name))
      case .set(let values):
        for case (let path, .plain(.text(let name))) in values where path.property == .still { names.insert(name) }
      default: break
      }
    }
    return names.sorted()
  }
}
