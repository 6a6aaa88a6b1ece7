import Dispatch
import Glibc
import Synchronization

/// SIGINT and SIGTERM as something to look at between two frames, so that a film that is stopped can be gone on with.
final class Interruption {
  private final class Notice: Sendable {
    let number = Atomic<Int32>(0)
  }

  private static let signals = [SIGINT, SIGTERM]
  private let notice = Notice()
  private let sources: [any DispatchSourceSignal]

  /// Takes the signals over, as long as this is kept.
  init() {
    sources = Interruption.signals.map { [notice] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { notice.number.store(number, ordering: .relaxed) }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in Interruption.signals { signal(number, SIG_DFL) }
  }

  /// Whether one has come.
  var hasCome: Bool { notice.number.load(ordering: .relaxed) != 0 }

  /// Ends the process as the signal would have, if one has come.
  func end() {
    let number = notice.number.load(ordering: .relaxed)
    guard number != 0 else { return }
    signal(number, SIG_DFL)
    // To the process, not to this thread, which may be one of those that block signals.
    kill(getpid(), number)
    sleep(1)
    _exit(128 + number)
  }
}
