import Show

/// Reads a show from the texts of its files, without touching any file: from a folder's, or from the journal's.
public enum ShowReader {
  /// The most files a show may have.
  public static let mostFiles = 300
  /// The most bytes its files may have together.
  public static let mostBytes = 8 << 20

  /// Reads a show.
  ///
  /// - Parameter files: `hall.yaml`, for each artwork `ID.yaml` or `ID/artwork.yaml`, fixture files in `fixtures`
  ///   and descriptions of boxes in `boxes`.
  /// - Returns: the show, if hall.yaml is sound, and every fault of every file at once.
  public static func read(files: [ShowFile]) -> LoadedShow {
    var reading = Reading(files: ShowText.inOrder(files))
    return reading.read()
  }

  /// Reads a show whose files could not all be read.
  static func read(files: [ShowFile], unreadable: [Fault]) -> LoadedShow {
    var reading = Reading(files: ShowText.inOrder(files), unreadable: unreadable)
    return reading.read()
  }

  /// The artwork that a path belongs to, if it is that of an artwork's file.
  static func artwork(ofPath path: String) -> ArtworkID? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let name: String
    if parts.count == 2, parts[1] == "artwork.yaml" {
      name = parts[0]
    } else if parts.count == 1, parts[0].hasSuffix(".yaml"), parts[0] != "hall.yaml" {
      name = String(parts[0].dropLast(5))
    } else {
      return nil
    }
    return ArtworkID.isWellFormed(name) ? ArtworkID(name) : nil
  }
}

/// One reading of a show: the files' structure first, then the hall, then the artworks over what the hall offers.
private struct Reading {
  private let files: [ShowFile]
  private let unreadable: [Fault]
  private var lists: [String: FaultList] = [:]
  private var structures: [String: Written] = [:]
  private var paths: [ArtworkID: [String]] = [:]

  init(files: [ShowFile], unreadable: [Fault] = []) {
    (self.files, self.unreadable) = (files, unreadable)
    for path in Set(files.map(\.path) + unreadable.map(\.file)).sorted() {
      guard let id = ShowReader.artwork(ofPath: path) else { continue }
      paths[id, default: []].append(path)
    }
  }

  mutating func read() -> LoadedShow {
    if let fault = tooMuch() { return LoadedShow(show: nil, faults: [fault], files: files) }
    for file in files where file.path == "hall.yaml" || ShowReader.artwork(ofPath: file.path) != nil {
      structures[file.path] = WrittenReader.read(file.text, list(file.path))
    }
    let hall = readHall()
    let artworks = hall.map { readArtworks($0) } ?? []
    if let hall { warnOfUnlisted(hall) }
    let faults = unreadable + lists.keys.sorted().flatMap { lists[$0]?.inOrder ?? [] }
    let hallIsFaulty = faults.contains {
      $0.file == "hall.yaml" && $0.severity == .fault && isOfList($0, hall) == false
    }
    var show: Show?
    if let hall, hallIsFaulty == false {
      show = Show(
        hall: hall.hall, artworks: artworks.compactMap(\.artwork), unavailable: artworks.compactMap(\.unavailable),
        fingerprint: ShowText.fingerprint(files))
    }
    return LoadedShow(show: show, faults: faults, files: files)
  }

  private mutating func list(_ path: String) -> FaultList {
    if let list = lists[path] { return list }
    let list = FaultList(file: path)
    lists[path] = list
    return list
  }

  private func tooMuch() -> Fault? {
    let bytes = files.reduce(0) { $0 + $1.text.utf8.count }
    guard files.count > ShowReader.mostFiles || bytes > ShowReader.mostBytes else { return nil }
    return Fault(
      file: "hall.yaml", line: 1, column: 1, message: "this show has \(files.count) files of \(bytes) bytes together",
      hint: "a show has at most \(ShowReader.mostFiles) files and \(ShowReader.mostBytes >> 20) MiB of text")
  }

  private mutating func readHall() -> HallFile? {
    let faults = list("hall.yaml")
    guard files.contains(where: { $0.path == "hall.yaml" }) else {
      if unreadable.contains(where: { $0.file == "hall.yaml" }) == false {
        faults.fault(.start, "there is no hall.yaml", "a show is a folder with hall.yaml and a file for each artwork")
      }
      return nil
    }
    guard let written = structures["hall.yaml"] else { return nil }
    var scenes: [ArtworkID: Set<SceneID>?] = [:]
    for id in HallReader.artworkNames(of: written) {
      scenes[id] = .some(structure(of: id).flatMap { ArtworkReader.sceneNames(of: $0) })
    }
    var fixtures: [String: FixtureProfile] = [:]
    for file in files where FixtureFiles.isPath(file.path) {
      fixtures.merge(FixtureFiles.profiles(of: file, list(file.path))) { first, _ in first }
    }
    var boxes = BoxBook()
    for file in files where BoxFiles.name(ofPath: file.path) != nil { boxes.read(file, list(file.path)) }
    return HallReader(faults: faults, scenes: scenes, fixtures: fixtures, boxes: boxes).hall(written)
  }

  private func structure(of id: ArtworkID) -> Written? {
    guard let found = paths[id], found.count == 1 else { return nil }
    return structures[found[0]]
  }

  /// Whether a fault of hall.yaml concerns one artwork alone: its file is missing, or stands there twice.
  private func isOfList(_ fault: Fault, _ hall: HallFile?) -> Bool {
    guard let hall else { return false }
    return hall.artworkPlaces.contains { id, place in
      (place.line, place.column) == (fault.line, fault.column) && paths[id]?.count != 1
        && fault.message == Self.missing(id, paths[id] ?? [])
    }
  }

  private static func missing(_ id: ArtworkID, _ found: [String]) -> String {
    found.isEmpty ? "the file of \(id) is missing" : "\(id) has two files, \(found.joined(separator: " and "))"
  }

  private typealias Outcome = (artwork: Artwork?, unavailable: UnavailableArtwork?)

  private mutating func readArtworks(_ hall: HallFile) -> [Outcome] {
    var outcomes: [Outcome] = []
    for id in hall.hall.artworkOrder {
      let found = paths[id] ?? []
      guard found.count == 1, let path = found.first else {
        let faults = list("hall.yaml")
        let place = hall.artworkPlaces[id] ?? .start
        faults.fault(
          place, Self.missing(id, found),
          found.isEmpty ? "write \(id).yaml or \(id)/artwork.yaml, or take it from the list" : "leave one of them")
        let reason = faults.faults.last { $0.message == Self.missing(id, found) }?.description
        outcomes.append((nil, UnavailableArtwork(id: id, reason: reason ?? "")))
        continue
      }
      let faults = list(path)
      let artwork = structures[path].flatMap { ArtworkReader(hall: hall, faults: faults).artwork($0, id: id) }
      if let artwork, faults.hasFaults == false {
        outcomes.append((artwork, nil))
      } else {
        let first =
          unreadable.first { $0.file == path } ?? faults.inOrder.first { $0.severity == .fault }
        outcomes.append((nil, UnavailableArtwork(id: id, reason: first?.description ?? "\(path) cannot be read")))
      }
    }
    return outcomes
  }

  private mutating func warnOfUnlisted(_ hall: HallFile) {
    for (id, found) in paths.sorted(by: { $0.key < $1.key }) where hall.hall.artworkOrder.contains(id) == false {
      for path in found {
        list(path).warning(
          .start, "hall.yaml does not list the artwork `\(id)`",
          didYouMean(id.text, among: hall.hall.artworkOrder.map(\.text), what: "`artworks`"))
      }
    }
  }
}
