import Foundation
import Glibc

/// What the files of a show look like from outside: another glance differs once one was saved, added or taken away.
struct FolderGlance: Hashable {
  private struct File: Hashable {
    var path: String
    var inode: UInt64
    var size: Int64
    var seconds: Int64
    var nanoseconds: Int64
  }

  private var files: [File] = []

  /// Looks at the `.yaml` files of a folder and of the folders in it, and at a script.
  init(of folder: String, and script: String?) {
    for name in Self.names(in: folder) {
      let path = folder + "/" + name
      if name.hasSuffix(".yaml") {
        add(path)
      } else {
        for inner in Self.names(in: path) where inner.hasSuffix(".yaml") { add(path + "/" + inner) }
      }
    }
    if let script { add(script) }
  }

  private mutating func add(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    files.append(
      File(
        path: path, inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
        nanoseconds: Int64(status.st_mtim.tv_nsec)))
  }

  private static func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }
}
