import Foundation
import Show

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a show from its folder: regular files beneath it only, no links, of limited size.
public enum ShowFolder {
  /// Reads the show of a folder.
  ///
  /// - Parameter path: the folder.
  /// - Returns: the show, if hall.yaml is sound, and every fault of every file at once.
  public static func load(from path: String) -> LoadedShow {
    var folder = FolderReading(path: path)
    folder.read()
    return ShowReader.read(files: folder.files, unreadable: folder.faults)
  }
}

/// Opens files beneath a folder without following links, so that no name leads out of it.
private struct FolderReading {
  let path: String
  var files: [ShowFile] = []
  var faults: [Fault] = []
  private var bytesLeft = ShowReader.mostBytes

  init(path: String) { self.path = path }

  mutating func read() {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      refuse("hall.yaml", "the folder \(path) cannot be read", "name a folder that is there and may be read")
      return
    }
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      refuse("hall.yaml", "the folder \(path) cannot be opened", "name a folder that may be read")
      return
    }
    defer { close(folder) }
    for name in names.sorted() {
      guard files.count + faults.count <= ShowReader.mostFiles else { break }
      if name.hasPrefix(".") { continue }
      if name.hasSuffix(".yaml") {
        read(name, at: name, in: folder)
      } else if ArtworkID.isWellFormed(name) {
        readArtworkFolder(name, in: folder)
        if name == "fixtures" { readFiles(of: name, in: folder) { FixtureFiles.isName($0) } }
        if name == "boxes" { readFiles(of: name, in: folder) { BoxFiles.isName($0) } }
      }
    }
  }

  private mutating func readFiles(of inside: String, in folder: CInt, _ isRead: (Substring) -> Bool) {
    let inner = openat(folder, inside, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner >= 0 else { return }
    defer { close(inner) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + inside)) ?? []
    for name in names.sorted() where isRead(Substring(name)) {
      guard files.count + faults.count <= ShowReader.mostFiles else { break }
      read(name, at: "\(inside)/\(name)", in: inner)
    }
  }

  private mutating func readArtworkFolder(_ name: String, in folder: CInt) {
    let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner >= 0 else { return }
    defer { close(inner) }
    var status = stat()
    guard fstatat(inner, "artwork.yaml", &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    read("artwork.yaml", at: "\(name)/artwork.yaml", in: inner)
  }

  private mutating func read(_ name: String, at path: String, in folder: CInt) {
    // O_NONBLOCK: a FIFO must not make the daemon wait for a writer.
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      let isLink = errno == ELOOP
      refuse(
        path, isLink ? "this file is a link" : "this file cannot be opened",
        isLink ? "put the file itself here: links are not followed" : "allow the daemon's user to read it")
      return
    }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      refuse(path, "this is no regular file", "put a file of text here")
      return
    }
    let limit = min(WrittenReader.mostBytes, bytesLeft)
    guard let bytes = try? handle.read(upToCount: limit + 1) ?? Data() else {
      refuse(path, "this file cannot be read", "check the disk, and that the daemon's user may read it")
      return
    }
    guard bytes.count <= limit else {
      refuse(
        path, "this file is too large",
        "a file has at most \(WrittenReader.mostBytes >> 10) KiB, a show \(ShowReader.mostBytes >> 20) MiB")
      return
    }
    bytesLeft -= bytes.count
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let place = Self.placeOfBadByte(bytes)
      refuse(path, "this is not UTF-8", "save the file as UTF-8", place)
      return
    }
    files.append(ShowFile(path: path, text: text))
  }

  private static func placeOfBadByte(_ bytes: Data) -> Place {
    // The replacement character stands where the first bad byte was; a good one before it stands in both.
    var place = Place.start
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      place = scalar == "\n" ? Place(line: place.line + 1, column: 1) : place.moved(by: 1)
    }
    return place
  }

  private mutating func refuse(_ file: String, _ message: String, _ hint: String, _ place: Place = .start) {
    faults.append(Fault(file: file, line: place.line, column: place.column, message: message, hint: hint))
  }
}
