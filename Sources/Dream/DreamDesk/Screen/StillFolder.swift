import Foundation
import Glibc
import Onirica
import Screens

/// A folder that stills are named in, by paths that never lead out of it.
struct StillFolder: Sendable {
  /// Why a name gives no still.
  enum Fault: Error, Hashable, CustomStringConvertible {
    case badName
    case absent
    case unusable(String)

    var description: String {
      switch self {
      case .badName: "a still is named by a path inside the stills' folder"
      case .absent: "there is no such still in the stills' folder"
      case .unusable(let why): "the still cannot be used: \(why)"
      }
    }
  }

  static let bytesAtMost = 64 << 20

  let path: String

  /// Opens a still.
  ///
  /// - Parameter name: such as `self-contained/media/splice.jpg`; PNG and JPEG are read, by what the file begins with.
  func still(named name: String) throws(Fault) -> Frame {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...8).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.contains("\0") })
    else { throw .badName }
    guard let folder = realPath(path), let file = realPath("\(path)/\(name)") else { throw .absent }
    guard file.hasPrefix(folder + "/") else { throw .badName }
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .unusable("it is no plain file") }
    guard status.st_size <= StillFolder.bytesAtMost else { throw .unusable("it is larger than 64 MiB") }
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: file)) else { throw .unusable("it cannot be read") }
    do throws(ScreenError) {
      if bytes.starts(with: [0xff, 0xd8]) { return try JPEGFile.decode(Array(bytes)) }
      if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) { return try PNGFile.read(file) }
    } catch { throw .unusable(error.description) }
    throw .unusable("it is neither PNG nor JPEG")
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
