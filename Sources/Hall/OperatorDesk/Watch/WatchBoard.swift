import Rehearsal
import ShowFiles

/// What the page of `rehearse --watch` shows: the newest faults, and the last timeline that could be drawn.
actor WatchBoard {
  /// What came of loading and rehearsing a show once.
  struct Sight: Sendable {
    var title: String
    var folder: String
    var findings: [Finding]
    /// Faults of the script, expectations that failed.
    var complaints: [String] = []
    /// The timeline, if it could be drawn.
    var timeline: String?

    /// Whether nothing is wrong but warnings.
    var isSound: Bool { complaints.isEmpty && !findings.contains { $0.fault.severity == .fault } }
  }

  /// A fault with the line it stands in.
  struct Finding: Sendable {
    var fault: Fault
    /// The source line; nothing where the file could not be read.
    var source: String?
    /// The way to it from a closed hall, as a script; nothing where none is needed.
    var way: String?

    init(_ fault: Fault, way: String? = nil, in files: [ShowFile]) {
      (self.fault, self.way) = (fault, way)
      let lines = files.first { $0.path == fault.file }?.text.split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      source = lines.flatMap { fault.line >= 1 && fault.line <= $0.count ? String($0[fault.line - 1]) : nil }
    }
  }

  /// What is shown; nothing before the show was loaded for the first time.
  private(set) var sight: Sight?
  /// The last timeline that could be drawn.
  private(set) var timeline: String?
  /// How often something else was shown.
  private(set) var version = 0
  private var listeners: [Int: AsyncStream<Int>.Continuation] = [:]
  private var nextListener = 0

  /// The most pages that listen at once.
  static let mostListeners = 64

  /// Shows what came of the show.
  func show(_ sight: Sight) {
    self.sight = sight
    timeline = sight.timeline ?? timeline
    version += 1
    for listener in listeners.values { listener.yield(version) }
  }

  /// The versions from now on, the newest first; nothing where too many listen already.
  func versions() -> AsyncStream<Int>? {
    guard listeners.count < Self.mostListeners else { return nil }
    let (stream, listener) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
    let id = nextListener
    nextListener += 1
    listeners[id] = listener
    listener.onTermination = { _ in Task { await self.forget(id) } }
    listener.yield(version)
    return stream
  }

  private func forget(_ id: Int) { listeners[id] = nil }

  /// The content of the page as it is now.
  var page: WatchPage { WatchPage(sight: sight, timeline: timeline, version: version) }
}
