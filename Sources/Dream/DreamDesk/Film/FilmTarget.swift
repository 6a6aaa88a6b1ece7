import Endings
import Glibc
import Onirica
import Screens
import SleepLab

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

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

/// Writes a film: to a partial file that gets its name at the end, to a pipe, or as one still at the end.
final class FilmSink {
  private let target: FilmTarget?
  private var film: Y4MStream?
  private var partial: String?

  init(target: FilmTarget?, planes: VideoPlanes, framesPerSecond: Double) throws(ScreenError) {
    self.target = target
    var path: String?
    switch target {
    case .standardOutput: path = "-"
    case .y4m(let name):
      let isSpecial = FilmTarget.exists(name) && !FilmTarget.isPlainFile(name)
      if !isSpecial { partial = name + ".part" }
      path = partial ?? name
    case .png, .jpeg, nil: break
    }
    if let path {
      film = Y4MStream(writer: try StreamWriter(path: path), planes: planes, framesPerSecond: framesPerSecond)
    }
  }

  deinit {
    if let partial { unlink(partial) }
  }

  func put(_ frame: Frame) throws(ScreenError) { try film?.put(frame) }

  func finish(lastFrame: Frame) throws(ScreenError) {
    film = nil
    switch target {
    case .png(let path): try PNGFile.write(lastFrame, to: path)
    case .jpeg(let path): try JPEGFile.write(lastFrame, to: path)
    case .y4m(let path):
      guard let partial else { return }
      guard rename(partial, path) == 0 else { throw .inputOutput(doing: "naming the film", errno: errno) }
      self.partial = nil
    case .standardOutput, nil: break
    }
  }
}
