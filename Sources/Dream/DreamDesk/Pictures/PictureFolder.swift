import Crypto
import Endings
import Foundation
import Glibc
import Onirica
import Screens
import Synchronization

/// The stills of a folder, for a dream to show: PNG, JPEG and WebP by what they begin with, in the order of their names.
///
/// Which still stands for a picture follows from seed, number and theme alone: a theme takes from the stills whose names
/// have a word of it (`sea-03.png`, `forest at dusk.jpg`), where there are any. One that cannot be used is named once, and
/// painted instead. Decoding happens where pictures are painted, never on the frame thread.
final class PictureFolder: StillSource {
  /// A file that cannot be used, by its place in the folder's order: names of files may say whose they are.
  struct Fault: Hashable, CustomStringConvertible {
    /// From 1.
    let number: Int
    let why: String

    var description: String { "still \(number) of the pictures' folder cannot be used: \(why)" }
  }

  /// The most stills, and the most bytes of one.
  static let stillsAtMost = 10_000, bytesAtMost = 64 << 20
  private static let endings: Set<String> = ["png", "jpg", "jpeg", "webp"]

  private let paths: [String]
  /// Places of the stills whose names tell a theme.
  private let themes: [DreamTheme: [Int]]
  private let faults = Mutex<Set<Int>>([])
  private let report: @Sendable (Fault) -> Void

  /// Looks into a folder.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - report: is told of each still that cannot be used, once.
  init?(path: String, report: @escaping @Sendable (Fault) -> Void) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
    let stills = names.filter(PictureFolder.isStillsName)
    paths = stills.sorted().prefix(PictureFolder.stillsAtMost).map { "\(path)/\($0)" }
    var themes: [DreamTheme: [Int]] = [:]
    for (place, path) in paths.enumerated() {
      let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      for theme in Set(DreamTheme.all(in: name)) { themes[theme, default: []].append(place) }
    }
    self.themes = themes
    self.report = report
  }

  /// Whether a file's name is a still's.
  static func isStillsName(_ name: String) -> Bool {
    !name.hasPrefix(".") && endings.contains((name as NSString).pathExtension.lowercased())
  }

  /// Opens a folder for a command, which says on standard error what cannot be used of it.
  ///
  /// - Throws: a fault with the contract's number where there is nothing to show.
  static func opened(_ path: String) throws(CommandFault) -> PictureFolder {
    let folder = PictureFolder(path: path) { fault in
      FileHandle.standardError.write(Data("reverie: \(fault): it is painted instead\n".utf8))
    }
    guard let folder, folder.count > 0 else {
      throw CommandFault(.noSuchInput, "the pictures' folder is not there, or holds no PNG, JPEG or WebP")
    }
    return folder
  }

  /// How many there are.
  var count: Int { paths.count }

  /// A digest of the order, names and sizes of the stills; the names cannot be read out of it.
  var digest: String {
    var hash = SHA256()
    for path in paths {
      var status = stat()
      let size = stat(path, &status) == 0 ? Int(status.st_size) : -1
      hash.update(data: Array("\((path as NSString).lastPathComponent)/\(size)\n".utf8))
    }
    return FilmDigest.hexadecimal(hash.finalize().prefix(8))
  }

  func still(number: Int, seed: UInt64, theme: DreamTheme?) -> Frame? {
    guard !paths.isEmpty else { return nil }
    let index = place(of: number, seed: seed, theme: theme)
    do {
      return try PictureFolder.decode(paths[index])
    } catch {
      if faults.withLock({ $0.insert(index).inserted }) { report(Fault(number: index + 1, why: "\(error)")) }
      return nil
    }
  }

  /// Which still stands for a picture: its place in the folder's order, from 0.
  func place(of number: Int, seed: UInt64, theme: DreamTheme?) -> Int {
    guard let places = theme.flatMap({ themes[$0] }) else {
      return StillOrder.index(of: number, among: paths.count, seed: seed)
    }
    return places[StillOrder.index(of: number, among: places.count, seed: seed)]
  }

  /// Decodes a file by what it begins with.
  static func decode(_ path: String) throws(ScreenError) -> Frame {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .codec("it is no plain file") }
    guard status.st_size <= bytesAtMost else { throw .codec("it is larger than 64 MiB") }
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else { throw .codec("it cannot be read") }
    if bytes.starts(with: [0xff, 0xd8]) { return try JPEGFile.decode(Array(bytes)) }
    if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) { return try PNGFile.read(path) }
    if WebPFile.isWebP(bytes.prefix(12)) { return try WebPFile.decode(Array(bytes)) }
    throw .codec("it is neither PNG, JPEG nor WebP")
  }
}
