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
  private let night: NightID?
  private var film: Y4MStream?
  private var partial: String?

  /// Begins a film.
  ///
  /// - Parameters:
  ///   - target: where to; nil for nowhere.
  ///   - night: what it is made of, if of a night: its mark goes into the film, so that withdrawing the night finds it.
  init(
    target: FilmTarget?, night: NightID?, planes: VideoPlanes, framesPerSecond: Double
  ) throws(ScreenError) {
    self.target = target
    self.night = night
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
      film = Y4MStream(
        writer: try StreamWriter(path: path), planes: planes, framesPerSecond: framesPerSecond, mark: night?.rawValue)
    }
  }

  deinit {
    if let partial { unlink(partial) }
  }

  func put(_ frame: Frame) throws(ScreenError) { try film?.put(frame) }

  func finish(lastFrame: Frame) throws(ScreenError) {
    film = nil
    switch target {
    case .png(let path):
      try still(path, NightMark.marked(png:_:)) { name throws(ScreenError) in try PNGFile.write(lastFrame, to: name) }
    case .jpeg(let path):
      try still(path, NightMark.marked(jpeg:_:)) { name throws(ScreenError) in try JPEGFile.write(lastFrame, to: name) }
    case .y4m(let path):
      guard let partial else { return }
      guard rename(partial, path) == 0 else { throw .inputOutput(doing: "naming the film", errno: errno) }
      self.partial = nil
    case .standardOutput, nil: break
    }
  }

  /// Writes a still beside its place, marks it, and puts it there whole.
  private func still(
    _ path: String, _ marked: ([UInt8], NightID) -> [UInt8], write: (String) throws(ScreenError) -> Void
  ) throws(ScreenError) {
    let plain = path + ".part"
    defer { unlink(plain) }
    try write(plain)
    let bytes: MappedBytes
    do throws(FileError) { bytes = try MappedBytes(path: plain) } catch {
      throw .codec("the still cannot be read back: \(error)")
    }
    let whole = bytes.bytes(in: 0..<bytes.count)
    do throws(WholeFile.Failure) {
      try WholeFile.write(night.map { marked(whole, $0) } ?? whole, to: path, mayReplace: true)
    } catch { throw .codec(error.description) }
  }
}
