import Glibc
import Onirica
import Synchronization

/// A film written beside the frame thread: each frame once, at the screen's rate. A reader that is too slow loses
/// frames; one that goes away ends the output, not the screen.
public final class StreamOutput: Sendable {
  /// How frames are written.
  public enum Format: Sendable {
    /// YUV4MPEG2.
    case y4m
    /// Bytes blue, green, red, nought, row by row.
    case raw
  }

  /// Where the screen puts its frames.
  public let exchange: FrameExchange
  private let thread: NamedThread
  private let stopping = Stop()

  private final class Stop: Sendable {
    let flag = Atomic<Bool>(false)
  }

  /// What the thread owns. Unsafe by purpose: made here, used there only.
  private struct Sink: @unchecked Sendable {
    let writer: StreamWriter
    let film: Y4MStream
    let format: Format
  }

  /// Opens the output and starts its thread.
  ///
  /// - Parameters:
  ///   - path: a path, a pipe, or `-`.
  ///   - format: how frames are written.
  ///   - settings: of the screen.
  /// - Throws: `ScreenError` when the output cannot be opened.
  public init(path: String, format: Format, settings: ScreenLoop.Settings) throws(ScreenError) {
    let writer = try StreamWriter(path: path)
    let planes = VideoPlanes(
      width: settings.width, height: settings.height, crew: Crew(threadCount: 1), level: settings.level)
    let film = Y4MStream(writer: writer, planes: planes, framesPerSecond: settings.framesPerSecond)
    let sink = Sink(writer: writer, film: film, format: format)
    let exchange = FrameExchange(width: settings.width, height: settings.height)
    let stop = stopping
    self.exchange = exchange
    thread = NamedThread(name: "film") {
      while !stop.flag.load(ordering: .relaxed) {
        guard let frame = exchange.take() else {
          usleep(1000)
          continue
        }
        guard StreamOutput.put(frame, into: sink) else { return }
      }
    }
  }

  /// Ends the film after the frame that is being written.
  public func stop() {
    stopping.flag.store(true, ordering: .relaxed)
    thread.join()
  }

  private static func put(_ frame: Frame, into sink: Sink) -> Bool {
    do throws(ScreenError) {
      switch sink.format {
      case .y4m:
        try sink.film.put(frame)
      case .raw:
        for y in 0..<frame.height {
          try sink.writer.write(UnsafeRawBufferPointer(start: frame.words + y * frame.pitch, count: frame.width * 4))
        }
      }
      return true
    } catch {
      return false
    }
  }
}
