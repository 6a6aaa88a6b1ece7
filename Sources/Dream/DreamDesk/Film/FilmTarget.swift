import Endings
import Glibc

/// Where a film or a still goes.
enum FilmTarget: Equatable {
  case y4m(String)
  case png(String)
  case jpeg(String)
  case standardOutput

  init?(path: String) {
    let lower = path.lowercased()
    if path == "-" {
      self = .standardOutput
    } else if lower.hasSuffix(".y4m") {
      self = .y4m(path)
    } else if lower.hasSuffix(".png") {
      self = .png(path)
    } else if lower.hasSuffix(".jpg") || lower.hasSuffix(".jpeg") {
      self = .jpeg(path)
    } else {
      return nil
    }
  }

  /// Refuses an output that exists, unless it may be replaced, and a film on a terminal.
  func check(force: Bool) throws {
    switch self {
    case .standardOutput:
      if isatty(STDOUT_FILENO) == 1 {
        throw CommandFault(.usage, "a film on a terminal is of no use: pipe it, for example into ffmpeg -i -")
      }
    case .y4m(let path), .png(let path), .jpeg(let path):
      if !force, FilmTarget.isPlainFile(path) {
        throw CommandFault(.outputExists, "the output exists: give another name, or --force to replace it")
      }
    }
  }

  /// A pipe or a device is written to as it is; a plain file is never left half done.
  static func isPlainFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The file that a film is written to until it is whole; nil for a pipe or a device.
  static func partial(of path: String) -> String? {
    exists(path) && !isPlainFile(path) ? nil : path + ".part"
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
