import Foundation
import SleepLab

/// Looks for everything that was made of a night, by the mark that it carries.
struct Derivatives {
  /// What a file is.
  enum Kind: String, Sendable, CaseIterable {
    case night
    case still
    case film
    /// The state of a film between two frames.
    case checkpoint
    case plot
    /// A dream report, spoken.
    case speech
    case export
    /// A screen's last state that names the night.
    case state
  }

  /// A file that goes with the night.
  struct Found: Sendable, Hashable {
    var path: String
    var kind: Kind
    var byteCount: Int
  }

  let id: NightID
  /// The names that screens know the night by: those of its files in the folder of nights.
  let names: Set<String>

  /// Folders are searched this deep.
  static let depthAtMost = 8
  /// Files looked at in a folder at most, with all below it.
  static let filesAtMost = 1_000_000

  /// What lies in folders and below them; links are not followed.
  ///
  /// - Parameter folders: where to look; one that is not there holds nothing.
  /// - Returns: each file once: nights first, since screens stop with them, then by path.
  func search(_ folders: [String]) -> [Found] {
    var found: Set<Found> = []
    for folder in folders {
      let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
      guard let walk = FileManager.default.enumerator(atPath: root) else { continue }
      var looked = 0
      while let name = walk.nextObject() as? String, looked < Derivatives.filesAtMost {
        looked += 1
        if walk.level >= Derivatives.depthAtMost { walk.skipDescendants() }
        guard walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
        let path = root.hasSuffix("/") ? root + name : "\(root)/\(name)"
        if let kind = kind(of: path) {
          found.insert(Found(path: path, kind: kind, byteCount: walk.fileAttributes?[.size] as? Int ?? 0))
          // A table of BIDS has no place for a mark: its sidecar has it.
          let table = path.dropLast(5) + ".tsv"
          if kind == .export, path.hasSuffix(".json"), WholeFile.exists(String(table)) {
            let size = (try? FileManager.default.attributesOfItem(atPath: String(table)))?[.size] as? Int
            found.insert(Found(path: String(table), kind: .export, byteCount: size ?? 0))
          }
        }
      }
    }
    return found.sorted { ($0.kind == .night ? 0 : 1, $0.path) < ($1.kind == .night ? 0 : 1, $1.path) }
  }

  /// What a file is to the night; nil if nothing.
  private func kind(of path: String) -> Kind? {
    if NightMark.isMade(path, of: id) {
      if NightFile.isNight(path: path) { return .night }
      // A film that is being written has `.part` behind its name.
      let name = path.hasSuffix(".part") ? String(path.dropLast(5)) : path
      switch name.split(separator: ".").last?.lowercased() {
      case "png", "jpg", "jpeg": return .still
      case "y4m", "mp4": return .film
      case "svg": return .plot
      case "wav": return .speech
      case "checkpoint": return .checkpoint
      default: return .export
      }
    }
    guard path.hasSuffix(".json"), let state = ScreenStateFile(path: path).load() else { return nil }
    return state.wish.nightNames.contains(where: names.contains) ? .state : nil
  }
}
