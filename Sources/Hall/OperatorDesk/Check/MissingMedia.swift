import Foundation
import Glibc
import Show

/// Media that a show names and that are not there.
///
/// A name that begins with an artwork's is a file of the show's folder; any other is in the player's own.
struct MissingMedia: Hashable {
  /// What is missing of it.
  enum Lack: Hashable {
    /// There is no such file.
    case file
    /// There is no such folder.
    case folder
    /// The folder has fewer stills than are needed.
    case stills(found: Int, needed: Int)
  }

  /// The artwork that wants it.
  var artwork: ArtworkID
  /// Its name.
  var name: String
  /// What is missing of it.
  var lack = Lack.file

  /// What is missing, in words.
  var sentence: String {
    switch lack {
    case .file: "\(artwork) wants \(name), which is no file of the show"
    case .folder: "\(artwork) wants the stills of \(name), which is no folder of the show"
    case .stills(let found, let needed):
      "\(artwork) wants the stills of \(name): it has \(found) PNG, JPEG or WebP, and \(needed) are needed"
    }
  }

  /// What is to be done.
  var hint: String {
    switch lack {
    case .file: "put it there, or write the name of one that is"
    case .folder: "make it and put stills there, or write the name of one that is"
    case .stills: "put more there"
    }
  }

  /// The media of a show that stand in none of its folders.
  static func find(in show: Show, folder: String) -> [MissingMedia] {
    let ids = Set(show.hall.artworkOrder.map(\.text))
    func isOfShow(_ name: String) -> Bool { name.split(separator: "/").first.map { ids.contains(String($0)) } ?? false }
    return show.artworks.flatMap { artwork in
      let files = artwork.mediaNames.filter { $0.contains("/") && isOfShow($0) && !isThere(folder + "/" + $0, S_IFREG) }
      let folders = artwork.stillFolders.sorted { $0.key < $1.key }.filter { isOfShow($0.key) }
      return files.map { MissingMedia(artwork: artwork.id, name: $0) }
        + folders.compactMap { name, needed in
          lack(ofFolder: folder + "/" + name, needed).map { MissingMedia(artwork: artwork.id, name: name, lack: $0) }
        }
    }
  }

  private static func isThere(_ path: String, _ kind: mode_t) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == kind && !path.split(separator: "/").contains("..")
  }

  private static func lack(ofFolder path: String, _ needed: Int) -> Lack? {
    guard isThere(path, S_IFDIR), let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      return .folder
    }
    let endings = [".png", ".jpg", ".jpeg", ".webp"]
    let found = names.count { name in !name.hasPrefix(".") && endings.contains { name.lowercased().hasSuffix($0) } }
    return found < needed ? .stills(found: found, needed: needed) : nil
  }
}

extension Artwork {
  private var actions: [Action] {
    scenes.flatMap { $0.cues.map(\.action) + $0.triggers.flatMap { $0.actions.map(\.action) } }
  }

  /// The names of all media that its cues, triggers, pools and rotations name, sorted.
  var mediaNames: [String] {
    var names = Set(pools.values.flatMap(\.items))
    for case .media(let media) in rotations.values.map(\.items) { names.formUnion(media) }
    for action in actions {
      switch action {
      case .play(let players): names.formUnion(players.values.compactMap(\.media.name))
      case .set(let values):
        for case (let path, .plain(.text(let name))) in values where path.property == .still { names.insert(name) }
      default: break
      }
    }
    for stills in walks { names.formUnion((stills.way.items ?? []) + [stills.next].compactMap { $0 }) }
    for splice in splices { names.formUnion(splice.way.items ?? []) }
    return names.sorted()
  }

  /// The folders of stills that its screens walk through and splice, and how many stills are needed in each.
  var stillFolders: [String: Int] {
    var folders: [String: Int] = [:]
    for folder in walks.compactMap(\.way.folder) { folders[folder] = max(folders[folder] ?? 0, 1) }
    for folder in splices.compactMap(\.way.folder) { folders[folder] = 2 }
    return folders
  }

  private var walks: [Stills] {
    values.compactMap { value -> Stills? in
      if case .stills(let stills) = value { stills } else { nil }
    }
  }

  private var splices: [Splice] {
    values.compactMap { value -> Splice? in
      if case .splice(let splice) = value { splice } else { nil }
    }
  }

  /// What its actions give screens.
  private var values: [PropertyValue] {
    actions.flatMap { action -> [PropertyValue] in
      switch action {
      case .stills(_, let stills): [.stills(stills)]
      case .splice(_, let splice): [.splice(splice)]
      case .set(let values): Array(values.values)
      default: []
      }
    }
  }
}
