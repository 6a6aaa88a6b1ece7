import Endings
import Glibc
import Onirica
import Screens
import SleepLab

/// Writes a film: to a partial file that gets its name at the end, to a pipe, or as one still at the end.
final class FilmSink {
  private let target: FilmTarget?
  private let nights: [NightID]
  private let writer: StreamWriter?
  private var film: Y4MStream?
  private var partial: String?
  private var isLeft = false

  /// Begins a film.
  ///
  /// - Parameters:
  ///   - target: where to; nil for nowhere.
  ///   - nights: what it is made of, the first before those beside it: their marks go into the film, so that withdrawing one of
  ///     them finds it.
  ///   - keptBytes: how much of a film that was begun stays, head and frames; 0 begins anew.
  init(
    target: FilmTarget?, nights: [NightID], planes: VideoPlanes, framesPerSecond: Double, keptBytes: Int = 0
  ) throws(ScreenError) {
    self.target = target
    self.nights = nights
    switch target {
    case .standardOutput: writer = try StreamWriter(path: "-")
    case .y4m(let name):
      if let part = FilmTarget.partial(of: name) {
        writer = try StreamWriter(goingOnWith: part, keptBytes: keptBytes)
        partial = part
      } else {
        writer = try StreamWriter(path: name)
      }
    case .png, .jpeg, nil: writer = nil
    }
    film = writer.map {
      Y4MStream(
        writer: $0, planes: planes, framesPerSecond: framesPerSecond, mark: nights.first?.rawValue,
        frameParameter: NightMark.frameParameter(of: Array(nights.dropFirst())), isUnderWay: keptBytes > 0)
    }
  }

  deinit { abandon() }

  /// Takes away what was put, unless it was left to someone.
  func abandon() {
    if let partial, !isLeft { unlink(partial) }
  }

  /// Brings to the disk what was put.
  func flush() throws(ScreenError) { if partial != nil { try writer?.flush() } }

  /// Leaves what was put to whoever goes on with it.
  func leave() { isLeft = true }

  func put(_ frame: Frame) throws(ScreenError) { try film?.put(frame) }

  func finish(lastFrame: Frame) throws(ScreenError) {
    try flush()
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
      try WholeFile.write(nights.reversed().reduce(whole) { marked($0, $1) }, to: path, mayReplace: true)
    } catch { throw .codec(error.description) }
  }
}
