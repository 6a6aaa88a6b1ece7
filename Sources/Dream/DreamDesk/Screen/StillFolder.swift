import Foundation
import Glibc
import Onirica
import Screens
import SleepLab

/// A folder that stills are named in, by paths that never lead out of it.
struct StillFolder: Sendable {
  /// Why a name gives no still.
  enum Fault: Error, Hashable, CustomStringConvertible {
    case badName
    case absent
    case empty
    case tooFew
    case unusable(String)

    var description: String {
      switch self {
      case .badName: "a still is named by a path inside the stills' folder"
      case .absent: "there is no such still in the stills' folder"
      case .empty: "the folder holds no PNG, JPEG or WebP"
      case .tooFew: "two stills are spliced: name a folder, or two items or more"
      case .unusable(let why): "the still cannot be used: \(why)"
      }
    }
  }

  /// The most stills of a folder that is walked through.
  static let stillsAtMost = 20_000

  let path: String

  /// Whether a text is a path that stays inside the folder.
  static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return (1...8).contains(parts.count) && name.utf8.count <= 280
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.contains("\0") }
  }

  /// Opens a still.
  ///
  /// - Parameter name: such as `self-contained/portraits/1.jpg`; PNG, JPEG and WebP are read, by what the file begins with.
  func still(named name: String) throws(Fault) -> Frame {
    let file = try file(named: name)
    do throws(ScreenError) { return try PictureFolder.decode(file) } catch { throw .unusable(error.description) }
  }

  /// The stills of a folder inside this one, by their names in this one, in their order.
  func names(in folder: String) throws(Fault) -> [String] {
    let path = try file(named: folder)
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: path) else { throw .absent }
    let stills = files.filter { PictureFolder.isStillsName($0) && StillFolder.isName("\(folder)/\($0)") }.sorted()
    guard !stills.isEmpty else { throw .empty }
    return stills.prefix(StillFolder.stillsAtMost).map { "\(folder)/\($0)" }
  }

  private func file(named name: String) throws(Fault) -> String {
    guard StillFolder.isName(name) else { throw .badName }
    guard let folder = realPath(path), let file = realPath("\(path)/\(name)") else { throw .absent }
    guard file.hasPrefix(folder + "/") else { throw .badName }
    return file
  }

  private func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A still in a screen's size: whole, in the middle, black around it.
  static func fitted(_ still: Frame, width: Int, height: Int, tools: FrameTools) -> Frame {
    let frame = Frame(width: width, height: height)
    let scale = min(Double(width) / Double(still.width), Double(height) / Double(still.height))
    let inner = Frame(
      width: max(16, min(width, Int((Double(still.width) * scale).rounded()))),
      height: max(16, min(height, Int((Double(still.height) * scale).rounded()))))
    tools.resize(still, into: inner)
    let left = (width - inner.width) / 2, top = (height - inner.height) / 2
    for y in 0..<inner.height {
      for x in 0..<inner.width { frame[left + x, top + y] = inner[x, y] }
    }
    return frame
  }

  /// What stands for a slate that has no picture: a calm dark field, a little lighter in the middle.
  static func plainSlate(width: Int, height: Int) -> Frame {
    let frame = Frame(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let dx = Double(2 * x - width) / Double(height), dy = Double(2 * y - height) / Double(height)
        let light = max(0, 1 - 0.35 * (dx * dx + dy * dy))
        let level = UInt32(10 + 16 * light)
        frame[x, y] = level << 16 | level << 8 | (level + level / 3)
      }
    }
    return frame
  }
}

extension StillFolder: SplicedStills {
  func night(of name: String) -> NightID? { (try? file(named: name)).flatMap { NightMark.id(inFile: $0) } }

  func decoded(_ name: String) throws(StillFault) -> Frame {
    do throws(Fault) { return try still(named: name) } catch { throw StillFault(error.description) }
  }

  func stamp(of name: String) -> StillStamp? {
    guard let file = try? file(named: name) else { return nil }
    var status = stat()
    guard stat(file, &status) == 0 else { return nil }
    let changed = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    return StillStamp(bytes: Int64(status.st_size), changedNanoseconds: changed)
  }
}
