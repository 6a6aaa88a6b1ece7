import Glibc
import Onirica
import Synchronization

/// What a screen shows, recorded as MP4 (H.264) by ffmpeg, which works beside it. Without ffmpeg, or when it fails, the
/// recording ends and says why; the picture goes on.
public final class FilmRecording: Sendable {
  /// Where the screen puts its frames.
  public let exchange: FrameExchange
  private let shared = Shared()
  private let thread: NamedThread

  private final class Shared: Sendable {
    let stopping = Atomic<Bool>(false)
    let written = Atomic<Int>(0)
    let problem = Mutex<String?>(nil)
  }

  /// What the thread owns. `@unchecked Sendable`: made here, used there only.
  private struct Sink: @unchecked Sendable {
    let program: SpawnedProgram
    let film: Y4MStream
    let framesPerSecond: Double
  }

  /// Starts ffmpeg, and the thread that feeds it.
  ///
  /// - Parameters:
  ///   - path: where to; where a file is, the recording gets the next free name, `FILE-2.mp4`.
  ///   - settings: of the screen.
  ///   - mark: what is recorded, written into the film's comment.
  ///   - program: ffmpeg, or another program in its place.
  ///   - note: gets a sentence when the recording begins, ends or fails.
  public init(
    path: String, settings: ScreenLoop.Settings, mark: String?, program: String = "ffmpeg",
    note: @escaping @Sendable (String) -> Void
  ) {
    let exchange = FrameExchange(width: settings.width, height: settings.height)
    let shared = self.shared
    self.exchange = exchange
    let arguments = FilmRecording.arguments(program: program, path: FilmRecording.freeName(path), mark: mark)
    thread = NamedThread(name: "recording") {
      do throws(ScreenError) {
        let child = try SpawnedProgram(arguments)
        child.lowerPriority()
        let planes = VideoPlanes(
          width: settings.width, height: settings.height, crew: Crew(threadCount: 1), level: settings.level)
        let film = Y4MStream(
          writer: StreamWriter(pipe: child.input), planes: planes, framesPerSecond: settings.framesPerSecond)
        note("recording begins")
        FilmRecording.run(
          Sink(program: child, film: film, framesPerSecond: settings.framesPerSecond), exchange, shared)
      } catch {
        shared.problem.withLock { $0 = "nothing is recorded: \(error)" }
      }
      if let problem = shared.problem.withLock({ $0 }) { note(problem) }
    }
  }

  /// What is not as it should be, in words; nil while it records.
  public var warning: String? { shared.problem.withLock { $0 } }

  /// Frames that stand in the film so far.
  public var framesWritten: Int { shared.written.load(ordering: .relaxed) }

  /// Ends the film, and waits until ffmpeg has finished it, three seconds at most.
  public func stop() {
    shared.stopping.store(true, ordering: .relaxed)
    thread.join()
  }

  private static func run(_ sink: Sink, _ exchange: FrameExchange, _ shared: Shared) {
    var clock = FilmClock(framesPerSecond: sink.framesPerSecond)
    var isWhole = true
    while isWhole, !shared.stopping.load(ordering: .relaxed) {
      guard let frame = exchange.take() else {
        isWhole = sink.program.exitStatus() == nil
        usleep(2000)
        continue
      }
      let copies = clock.copies(atSeconds: Double(Clock.monotonicNanoseconds()) / 1e9)
      do throws(ScreenError) {
        try sink.film.put(frame)
        for _ in 1..<copies { try sink.film.putAgain() }
        shared.written.store(clock.count, ordering: .relaxed)
      } catch {
        isWhole = false
      }
    }
    sink.program.closeInput()
    let status = sink.program.end(withinMilliseconds: 3000)
    if status != 0 || !isWhole {
      shared.problem.withLock {
        $0 = "ffmpeg ended with status \(status), and the recording with it: what it said stands before this"
      }
    }
  }

  /// A film in fragments can be read however it ends.
  private static func arguments(program: String, path: String, mark: String?) -> [String] {
    let comment = mark.map { ["-metadata", "comment=\($0)"] } ?? []
    return [
      program, "-hide_banner", "-loglevel", "error", "-f", "yuv4mpegpipe", "-i", "pipe:0", "-c:v", "libx264", "-preset",
      "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-movflags", "+frag_keyframe+empty_moov+default_base_moof",
    ] + comment + ["-f", "mp4", "-n", "file:\(path)"]
  }

  /// The path itself, or the next that no file has.
  static func freeName(_ path: String) -> String {
    guard access(path, F_OK) == 0 else { return path }
    let dot = path.lastIndex(of: ".") ?? path.endIndex
    for number in 2... {
      let name = "\(path[..<dot])-\(number)\(path[dot...])"
      if access(name, F_OK) != 0 { return name }
    }
    return path
  }
}
